import type * as acorn from "acorn";
import { type FreeNames, freeNames } from "./free-names.js";

/** What the text of a function or class says about it. */
export interface ParsedFunction extends FreeNames {
  /** A JavaScript expression with the same value: the function, or for `isMember` an object with it as only member. */
  readonly expression: string;
  readonly isMember: boolean;
  readonly isClass: boolean;
  /** The variable that stands in `expression` for the class that this one extends. */
  readonly parent: string | undefined;
  /** The names of its parameters, as far as they have plain ones. */
  readonly parameters: readonly string[];
  /** The first private field of its instances, if it is a class with such. */
  readonly privateField: string | undefined;
}

/** Loops hand over the same text again and again; the oldest texts are forgotten. */
const parsed = new Map<string, ParsedFunction>();
const most = 500;

/**
 * Reads what `Function.prototype.toString` gave: a function, arrow, class, or a method in the shorthand form.
 *
 * @throws {SyntaxError} the text is none of these, or newer than ECMAScript as acorn knows it.
 */
export function parseFunction(source: string): ParsedFunction {
  let result = parsed.get(source);
  if (result === undefined) {
    result = parseExpression(source) ?? parseMember(source);
    if (parsed.size >= most) parsed.delete(parsed.keys().next().value!);
    parsed.set(source, result);
  }
  return result;
}

function parseExpression(source: string): ParsedFunction | undefined {
  let node: acorn.Expression;
  try {
    node = expressionOf(`(${source}\n)`);
  } catch (error) {
    if (error instanceof SyntaxError && isMember(source)) return undefined;
    throw error;
  }
  switch (node.type) {
    case "FunctionExpression":
    case "ArrowFunctionExpression":
      return describe(node, source, false);
    case "ClassExpression": {
      const { superClass } = node;
      if (!superClass || superClass.type === "Literal") return describe(node, source, false);
      const parent = unusedName("Parent", source);
      // The text was read with a parenthesis before it.
      const text = `${source.slice(0, superClass.start - 1)}${parent}${source.slice(superClass.end - 1)}`;
      return describe(node, text, false, parent);
    }
    default:
      throw new SyntaxError("It is not the text of a function.");
  }
}

/** A method is only a method inside an object; its key may be anything there, so a computed or private one is replaced. */
function parseMember(source: string): ParsedFunction {
  const { key, value, computed } = memberOf(source);
  const [start, end] = computed
    ? [source.lastIndexOf("[", key.start - 2), source.indexOf("]", key.end - 2) + 1]
    : [0, 0];
  const text = computed ? `${source.slice(0, start)}"method"${source.slice(end)}` : source;
  return describe(value, `{ ${text} }`, true);
}

function isMember(source: string): boolean {
  try {
    memberOf(source);
    return true;
  } catch {
    return false;
  }
}

function memberOf(source: string): { key: acorn.Expression; value: acorn.FunctionExpression; computed: boolean } {
  const object = expressionOf(`({${source}\n})`);
  const properties = object.type === "ObjectExpression" ? object.properties : [];
  const property = properties[0];
  if (properties.length !== 1 || property.type !== "Property" || property.value.type !== "FunctionExpression") {
    throw new SyntaxError("It is not the text of a function.");
  }
  return { key: property.key, value: property.value, computed: property.computed };
}

function describe(
  node: acorn.FunctionExpression | acorn.ArrowFunctionExpression | acorn.ClassExpression,
  expression: string,
  isMember: boolean,
  parent?: string,
): ParsedFunction {
  const isClass = node.type === "ClassExpression";
  return {
    ...freeNames(node),
    expression,
    isMember,
    isClass,
    parent,
    parameters: isClass ? [] : node.params.flatMap((pattern) => (pattern.type === "Identifier" ? [pattern.name] : [])),
    privateField: isClass ? privateField(node) : undefined,
  };
}

function unusedName(name: string, text: string): string {
  return text.includes(name) ? unusedName(`${name}_`, text) : name;
}

function privateField(node: acorn.ClassExpression): string | undefined {
  for (const member of node.body.body) {
    if (member.type !== "StaticBlock" && !member.static && member.key.type === "PrivateIdentifier") {
      return `#${member.key.name}`;
    }
  }
  return undefined;
}

function expressionOf(text: string): acorn.Expression {
  const statement = parser().parse(text, {
    ecmaVersion: "latest",
    sourceType: "script",
    allowSuperOutsideMethod: true,
  }).body[0];
  if (statement.type !== "ExpressionStatement") throw new SyntaxError("It is not the text of a function.");
  return statement.expression;
}

/** Loaded by the first function that is handed over: importing the package need not wait for it. */
function parser(): typeof acorn {
  return require("acorn");
}
