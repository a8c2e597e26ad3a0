/**
 * Column names out of a header row, by pandas' rules: an empty name becomes "Unnamed: 3" after its place, from 0; a
 * name that came before gets ".1", ".2", …, passing over names that the header holds already.
 */
export function columnNames(header: readonly string[]): string[] {
  const names = header.map((name, i) => (name === "" ? `Unnamed: ${i}` : name));
  const taken = new Set(names);
  const counts = new Map<string, number>();
  const named = names.map((_, i) => i).filter((i) => header[i] !== "");
  const unnamed = names.map((_, i) => i).filter((i) => header[i] === "");
  for (const i of [...named, ...unnamed]) {
    const original = names[i];
    let name = original;
    let count = counts.get(name) ?? 0;
    while (count > 0) {
      counts.set(original, count + 1);
      name = `${original}.${count}`;
      count = taken.has(name) ? count + 1 : (counts.get(name) ?? 0);
    }
    names[i] = name;
    taken.add(name);
    counts.set(name, count + 1);
  }
  return names;
}
