import { isAbsolute } from "node:path";
import { ModuleFinder } from "./find-module.js";
import { nameOf, type Place } from "./refuse.js";
import { UserFunctionError } from "./user-function-error.js";

/** A name that a function of a program uses, although a worker does not have it. */
export interface MissingName {
  readonly name: string;
  /** Its value, as far as that can be seen, and what the function reads off it. */
  readonly value: unknown;
  readonly members: readonly string[];
}

/**
 * Gives up, and shows how to hand the names over.
 *
 * @param hasParameters - whether the function has other arguments before them.
 */
export function refuseMissing(missing: readonly MissingName[], hasParameters: boolean, place: Place): never {
  const names = missing.map(({ name }) => name);
  const list = names.map((name) => `"${name}"`).join(" and ");
  const imports = missing.flatMap(importOf);
  const advice =
    imports.length > 0
      ? `Load it inside the function: ${imports.join("; ")}.`
      : place.subject !== undefined
        ? `Make ${names.length > 1 ? "them parameters" : "it a parameter"} of the function that uses ${names.length > 1 ? "them" : "it"}.`
        : `Give ${names.length > 1 ? "them as arguments" : "it as an argument"}: ${(place.handOver ?? bySubmit(hasParameters))(names)}.`;
  throw new UserFunctionError(
    `${nameOf(place)} ${place.subject === undefined ? "uses" : "holds"} ${list}, which a worker does not have. ${advice}`,
    {
      function: place.root,
      path: names[0],
    },
  );
}

function bySubmit(hasParameters: boolean): (names: readonly string[]) => string {
  return (names) => {
    const given = [...(hasParameters ? ["…"] : []), ...names].join(", ");
    return `client.submit((${given}) => …, ${given})`;
  };
}

/** The line that loads a name inside the function, if it came from a package or a module of Node. */
function importOf({ name, value, members }: MissingName): string[] {
  if (value === null || (typeof value !== "object" && typeof value !== "function")) return [];
  const modules = new ModuleFinder(process.cwd());
  const home = modules.whole(value) ?? modules.member(value, name);
  if (home === undefined || isAbsolute(home.specifier)) return [];
  const [member] = home.path;
  const parts = member === undefined ? members : [member === name ? name : `${member}: ${name}`];
  const target = parts.length === 0 ? name : `{ ${parts.join(", ")} }`;
  return [`const ${target} = await import("${home.specifier}")`];
}
