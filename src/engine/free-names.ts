import type { AnyNode, Pattern } from "acorn";

/** Node types that have a scope of their own, besides functions. */
const blocks = new Set([
  "BlockStatement",
  "ForStatement",
  "ForInStatement",
  "ForOfStatement",
  "CatchClause",
  "StaticBlock",
]);

/**
 * The names that a piece of a program uses without declaring them, in the order of their first use. Builtins such as
 * `Math` are among them. A name declared anywhere in a scope counts as declared in all of it.
 */
export function freeNames(program: AnyNode): Set<string> {
  const free = new Set<string>();
  visit(program, []);
  return free;

  function visit(node: AnyNode, scopes: readonly ReadonlySet<string>[]): void {
    if (node.type === "Identifier") {
      if (!scopes.some((scope) => scope.has(node.name))) free.add(node.name);
      return;
    }
    const declared = declaredBy(node);
    const inner = declared.size === 0 ? scopes : [...scopes, declared];
    for (const child of usedChildren(node)) visit(child, inner);
  }
}

/** What a node's own scope declares. */
function declaredBy(node: AnyNode): Set<string> {
  const names = new Set<string>();
  switch (node.type) {
    case "FunctionDeclaration":
    case "FunctionExpression":
      names.add("arguments");
      if (node.id) names.add(node.id.name);
      for (const parameter of node.params) addPattern(parameter, names);
      addVariables(node.body, names);
      break;
    case "ArrowFunctionExpression":
      for (const parameter of node.params) addPattern(parameter, names);
      addVariables(node.body, names);
      break;
    case "ClassDeclaration":
    case "ClassExpression":
      if (node.id) names.add(node.id.name);
      break;
    case "CatchClause":
      if (node.param) addPattern(node.param, names);
      break;
    case "SwitchStatement":
      for (const { consequent } of node.cases) for (const statement of consequent) addLexical(statement, names);
      break;
    default:
      if (blocks.has(node.type)) for (const child of children(node)) addLexical(child, names);
  }
  return names;
}

/** `let`, `const`, `class` and functions, as far as this statement itself declares them. */
function addLexical(node: AnyNode, names: Set<string>): void {
  if (node.type === "VariableDeclaration") for (const { id } of node.declarations) addPattern(id, names);
  else if ((node.type === "ClassDeclaration" || node.type === "FunctionDeclaration") && node.id)
    names.add(node.id.name);
}

/** `var` from anywhere in a function, but not from functions within it. */
function addVariables(node: AnyNode, names: Set<string>): void {
  if (node.type === "VariableDeclaration" && node.kind === "var") addLexical(node, names);
  if (/Function|^Class/.test(node.type)) return;
  for (const child of children(node)) addVariables(child, names);
}

function addPattern(pattern: Pattern, names: Set<string>): void {
  switch (pattern.type) {
    case "Identifier":
      names.add(pattern.name);
      break;
    case "ObjectPattern":
      for (const part of pattern.properties)
        addPattern(part.type === "RestElement" ? part.argument : part.value, names);
      break;
    case "ArrayPattern":
      for (const element of pattern.elements) if (element !== null) addPattern(element, names);
      break;
    case "RestElement":
      addPattern(pattern.argument, names);
      break;
    case "AssignmentPattern":
      addPattern(pattern.left, names);
  }
}

/** The children that may use names: not the names of fields, methods, labels and functions. */
function usedChildren(node: AnyNode): AnyNode[] {
  switch (node.type) {
    case "MemberExpression":
      return node.computed ? children(node) : [node.object];
    case "Property":
    case "MethodDefinition":
    case "PropertyDefinition":
      return children(node).filter((child) => node.computed || child !== node.key);
    case "LabeledStatement":
      return [node.body];
    case "BreakStatement":
    case "ContinueStatement":
    case "MetaProperty":
      return [];
    case "FunctionDeclaration":
    case "FunctionExpression":
    case "ClassDeclaration":
    case "ClassExpression":
      return children(node).filter((child) => child !== node.id);
    default:
      return children(node);
  }
}

function children(node: AnyNode): AnyNode[] {
  return Object.values(node)
    .flat()
    .filter((value): value is AnyNode => typeof value === "object" && value !== null && typeof value.type === "string");
}
