import type * as acorn from "acorn";

type Node = acorn.AnyNode;

/** The names that a parameter list or the left side of a declaration binds. */
export function boundNames(pattern: acorn.Pattern | null, names: Set<string>): void {
  switch (pattern?.type) {
    case "Identifier":
      names.add(pattern.name);
      break;
    case "ArrayPattern":
      for (const element of pattern.elements) boundNames(element, names);
      break;
    case "ObjectPattern":
      for (const property of pattern.properties) {
        boundNames(property.type === "RestElement" ? property : property.value, names);
      }
      break;
    case "AssignmentPattern":
      boundNames(pattern.left, names);
      break;
    case "RestElement":
      boundNames(pattern.argument, names);
      break;
  }
}

/** The names that belong to a block: its `let`, `const` and `class`, and the functions declared in it. */
export function blockNames(statements: readonly Node[]): Set<string> {
  const names = new Set<string>();
  for (const statement of statements) {
    const declaration = unlabelled(statement);
    if (declaration.type === "FunctionDeclaration" || declaration.type === "ClassDeclaration") {
      names.add(declaration.id!.name);
    } else if (declaration.type === "VariableDeclaration" && declaration.kind !== "var") {
      for (const { id } of declaration.declarations) boundNames(id, names);
    }
  }
  return names;
}

/**
 * The names that belong to a function's body however deep in its blocks they are declared: its `var`s and, unless the
 * code is strict, the functions in blocks (ECMAScript, B.3.2), but for those that a `let` on the way would clash with.
 */
export function hoistedNames(body: readonly Node[], strict: boolean): Set<string> {
  const names = new Set<string>();
  const visit = (node: Node | null | undefined, taken: readonly Set<string>[]): void => {
    switch (node?.type) {
      case "VariableDeclaration":
        if (node.kind === "var") for (const { id } of node.declarations) boundNames(id, names);
        break;
      case "FunctionDeclaration":
        if (!strict && !node.async && !node.generator && !taken.some((block) => block.has(node.id!.name))) {
          names.add(node.id!.name);
        }
        break;
      case "BlockStatement":
        visitBlock(node.body, taken);
        break;
      case "SwitchStatement":
        visitBlock(
          node.cases.flatMap(({ consequent }) => consequent),
          taken,
        );
        break;
      case "IfStatement":
        visit(node.consequent, taken);
        visit(node.alternate, taken);
        break;
      case "ForStatement":
        visit(node.init, taken);
        visit(node.body, [...taken, headNames(node.init)]);
        break;
      case "ForInStatement":
      case "ForOfStatement":
        visit(node.left, taken);
        visit(node.body, [...taken, headNames(node.left)]);
        break;
      case "WhileStatement":
      case "DoWhileStatement":
      case "LabeledStatement":
      case "WithStatement":
        visit(node.body, taken);
        break;
      case "TryStatement": {
        visit(node.block, taken);
        const caught = new Set<string>();
        if (node.handler?.param && node.handler.param.type !== "Identifier") boundNames(node.handler.param, caught);
        if (node.handler) visit(node.handler.body, [...taken, caught]);
        visit(node.finalizer, taken);
        break;
      }
    }
  };
  const visitBlock = (statements: readonly Node[], taken: readonly Set<string>[]): void => {
    const inner = [...taken, lexicalNames(statements)];
    for (const statement of statements) {
      const declaration = unlabelled(statement);
      // The block's own functions do not stand in their own way, only in the way of those further in.
      if (declaration.type === "FunctionDeclaration") visit(declaration, inner);
      else visit(statement, [...inner, functionNames(statements)]);
    }
  };
  const top = [lexicalNames(body)];
  for (const statement of body) visit(statement, top);
  return names;
}

/** The names of a `for` statement's own `let` or `const`. */
export function headNames(head: Node | null | undefined): Set<string> {
  return head?.type === "VariableDeclaration" ? blockNames([head]) : new Set();
}

function lexicalNames(statements: readonly Node[]): Set<string> {
  return blockNames(statements.filter((statement) => unlabelled(statement).type !== "FunctionDeclaration"));
}

function functionNames(statements: readonly Node[]): Set<string> {
  return blockNames(statements.filter((statement) => unlabelled(statement).type === "FunctionDeclaration"));
}

function unlabelled(statement: Node): Node {
  return statement.type === "LabeledStatement" ? unlabelled(statement.body) : statement;
}
