import { totalmem } from "node:os";

const units: Readonly<Record<string, number>> = {
  "": 1,
  K: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  KI: 2 ** 10,
  MI: 2 ** 20,
  GI: 2 ** 30,
  TI: 2 ** 40,
};

/** Bytes from a number or a text such as "4GiB", "500 MB" or "2e9"; undefined if it says no size. */
export function parseBytes(size: unknown): number | undefined {
  if (typeof size === "number") return Number.isFinite(size) && size > 0 ? Math.floor(size) : undefined;
  if (typeof size !== "string") return undefined;
  const match = /^\s*(\d+(?:\.\d+)?(?:e\d+)?)\s*([kmgt]i?)?b?\s*$/i.exec(size);
  if (match === null) return undefined;
  const bytes = Math.floor(Number(match[1]) * units[(match[2] ?? "").toUpperCase()]);
  return bytes > 0 ? bytes : undefined;
}

/** 60 % of the memory that this process may use: the machine's, or its container's (control groups 1 and 2) if less. */
export function defaultMemoryLimit(): number {
  const machine = totalmem();
  const container = process.constrainedMemory() ?? 0;
  return Math.floor(0.6 * (container > 0 ? Math.min(container, machine) : machine));
}
