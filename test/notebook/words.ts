/** What is left to read of HTML in a viewer that takes out tags, styles and pictures but not their alternative text. */
export function textOf(source: string): string {
  const entities: Record<string, string> = { lt: "<", gt: ">", quot: '"', "#39": "'", amp: "&" };
  return source
    .replace(/<script.*?<\/script>/gs, "")
    .replace(/<img alt="([^"]*)"[^>]*>/g, " $1 ")
    .replace(/<[^>]*>/g, " ")
    .replace(/&(\w+|#39);/g, (_, name) => entities[name]);
}

/** The words of a view's text form that cannot be read in what a viewer shows of it. */
export function missingWords(plain: string, seen: string): string[] {
  const words = plain.replace(/\n… and .*|\S*…/g, "").split(/[\s,:\\]+/);
  // The report in a text form is rounded and spaced as scikit-learn's; its words and numbers are the same.
  return words.filter(
    (word) => !seen.toLowerCase().includes(word.toLowerCase()) && !seen.includes(Number(word).toLocaleString("en-US")),
  );
}
