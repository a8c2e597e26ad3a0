import type * as acorn from "acorn";
import { blockNames, boundNames, headNames, hoistedNames } from "./declared-names.js";

type Node = acorn.AnyNode;

/** How a function uses a name that it does not declare itself. */
export interface FreeName {
  /** The function gives it a new value. */
  assigned: boolean;
  /** It stands in `typeof name`, so the function reckons with its not being there. */
  tested: boolean;
  /** It stands somewhere else than before a dot. */
  whole: boolean;
  /** What is read off it with a dot, and whether that is given a new value. */
  readonly members: Map<string, { assigned: boolean }>;
}

export interface FreeNames {
  readonly names: ReadonlyMap<string, FreeName>;
  /** `this`, `arguments` or `super` of whatever the function was written in, if it uses one. */
  readonly outer: "this" | "arguments" | "super" | undefined;
  /** A file path in an `import("./…")`, which means something only beside the file it was written in. */
  readonly relativeImport: string | undefined;
}

interface Scope {
  readonly names: ReadonlySet<string>;
  readonly around: Scope | undefined;
}

/** What holds at a place of the program, besides its names. */
interface Place {
  readonly scope: Scope | undefined;
  readonly strict: boolean;
  readonly ownThis: boolean;
  readonly ownSuper: boolean;
}

type Access = "read" | "typeof" | "assign";

/**
 * The names that a function or class uses without declaring them, by ECMAScript's rules of scope: parameters and their
 * defaults, hoisting, blocks, caught errors, the inner name of functions and classes, fields and static blocks.
 * What `root` itself extends is left out, since it was looked up when the class was made. Names inside a text given to
 * `eval` and inside `with` are not looked into.
 */
export function freeNames(root: acorn.Function | acorn.Class): FreeNames {
  const names = new Map<string, FreeName>();
  let outer: FreeNames["outer"];
  let relativeImport: string | undefined;

  const refer = (name: string, access: Access, place: Place, member?: string): void => {
    for (let scope = place.scope; scope; scope = scope.around) if (scope.names.has(name)) return;
    if (name === "arguments") {
      outer ??= "arguments";
      return;
    }
    let use = names.get(name);
    if (use === undefined) {
      use = { assigned: false, tested: false, whole: false, members: new Map() };
      names.set(name, use);
    }
    if (member === undefined) {
      use.whole = true;
      use.assigned ||= access === "assign";
      use.tested ||= access === "typeof";
    } else {
      const assigned = access === "assign" || (use.members.get(member)?.assigned ?? false);
      use.members.set(member, { assigned });
    }
  };

  /** Something that is given a value: an assignment's left side, or what a declaration binds. */
  const visitTarget = (target: Node | null, place: Place, declared: boolean): void => {
    switch (target?.type) {
      case undefined:
        break;
      case "Identifier":
        if (!declared) refer(target.name, "assign", place);
        break;
      case "MemberExpression":
        visitMember(target, place, "assign");
        break;
      case "ArrayPattern":
        for (const element of target.elements) visitTarget(element, place, declared);
        break;
      case "ObjectPattern":
        for (const property of target.properties) {
          if (property.type === "RestElement") visitTarget(property.argument, place, declared);
          else {
            if (property.computed) visit(property.key, place);
            visitTarget(property.value, place, declared);
          }
        }
        break;
      case "AssignmentPattern":
        visitTarget(target.left, place, declared);
        visit(target.right, place);
        break;
      case "RestElement":
        visitTarget(target.argument, place, declared);
        break;
      default:
        visit(target, place);
    }
  };

  const visitMember = (node: acorn.MemberExpression, place: Place, access: Access): void => {
    if (node.computed) visit(node.property, place);
    if (node.object.type === "Identifier" && !node.computed && node.property.type === "Identifier") {
      refer(node.object.name, access, place, node.property.name);
    } else {
      visit(node.object, place);
    }
  };

  const visitFunction = (node: acorn.Function, around: Place): void => {
    const isArrow = (node as Node).type === "ArrowFunctionExpression";
    const parameters = new Set<string>(isArrow ? [] : ["arguments"]);
    for (const parameter of node.params) boundNames(parameter, parameters);
    const block = node.body.type === "BlockStatement" ? node.body.body : undefined;
    const ownName = (node as Node).type === "FunctionExpression" && node.id ? within(around, [node.id.name]) : around;
    const place: Place = {
      ...within(ownName, parameters),
      strict: around.strict || (block?.some(isUseStrict) ?? false),
      ownThis: around.ownThis || !isArrow,
      ownSuper: around.ownSuper,
    };
    for (const parameter of node.params) visitTarget(parameter, place, true);
    if (block === undefined) visit(node.body, place);
    else visitBody(block, place);
  };

  const visitBody = (statements: readonly Node[], around: Place): void => {
    const place = within(around, [...hoistedNames(statements, around.strict), ...blockNames(statements)]);
    for (const statement of statements) visit(statement, place);
  };

  const visitBlock = (statements: readonly Node[], around: Place): void => {
    const place = within(around, blockNames(statements));
    for (const statement of statements) visit(statement, place);
  };

  const visitClass = (node: acorn.Class, around: Place): void => {
    const place = { ...within(around, node.id ? [node.id.name] : []), strict: true };
    if (node !== root) visit(node.superClass, place);
    for (const member of node.body.body) {
      const inside = { ...place, ownThis: true, ownSuper: true };
      if (member.type === "StaticBlock") {
        visitBody(member.body, inside);
        continue;
      }
      // A computed key is evaluated where the class stands.
      if (member.computed) visit(member.key, place);
      visit(member.value, inside);
    }
  };

  const visit = (node: Node | null | undefined, place: Place): void => {
    switch (node?.type) {
      case "BreakStatement":
      case "ContinueStatement":
      case "MetaProperty":
        break;
      case "Identifier":
        refer(node.name, "read", place);
        break;
      case "ThisExpression":
        if (!place.ownThis) outer ??= "this";
        break;
      case "Super":
        if (!place.ownSuper) outer = "super";
        break;
      case "FunctionDeclaration":
      case "FunctionExpression":
      case "ArrowFunctionExpression":
        visitFunction(node, place);
        break;
      case "ClassDeclaration":
      case "ClassExpression":
        visitClass(node, place);
        break;
      case "BlockStatement":
        visitBlock(node.body, place);
        break;
      case "SwitchStatement": {
        visit(node.discriminant, place);
        const inside = within(place, blockNames(node.cases.flatMap(({ consequent }) => consequent)));
        for (const branch of node.cases) visitChildren(branch, inside);
        break;
      }
      case "ForStatement":
        visitChildren(node, within(place, headNames(node.init)));
        break;
      case "ForInStatement":
      case "ForOfStatement": {
        const inside = within(place, headNames(node.left));
        if (node.left.type === "VariableDeclaration") visit(node.left, inside);
        else visitTarget(node.left, inside, false);
        visit(node.right, inside);
        visit(node.body, inside);
        break;
      }
      case "CatchClause": {
        const caught = new Set<string>();
        boundNames(node.param ?? null, caught);
        const inside = within(place, caught);
        if (node.param) visitTarget(node.param, inside, true);
        visit(node.body, inside);
        break;
      }
      case "LabeledStatement":
        visit(node.body, place);
        break;
      case "VariableDeclarator":
        visitTarget(node.id, place, true);
        visit(node.init, place);
        break;
      case "AssignmentExpression":
        visitTarget(node.left, place, false);
        visit(node.right, place);
        break;
      case "UpdateExpression":
        visitTarget(node.argument, place, false);
        break;
      case "UnaryExpression":
        if (node.operator === "typeof" && node.argument.type === "Identifier") {
          refer(node.argument.name, "typeof", place);
        } else if (node.operator === "delete" && node.argument.type === "MemberExpression") {
          visitMember(node.argument, place, "assign");
        } else {
          visit(node.argument, place);
        }
        break;
      case "MemberExpression":
        visitMember(node, place, "read");
        break;
      case "Property":
        if (node.computed) visit(node.key, place);
        visit(node.value, node.method || node.kind !== "init" ? { ...place, ownSuper: true } : place);
        break;
      case "ImportExpression":
        if (node.source.type === "Literal" && /^\.{1,2}\//.test(String(node.source.value))) {
          relativeImport = String(node.source.value);
        }
        visitChildren(node, place);
        break;
      default:
        if (node) visitChildren(node, place);
    }
  };

  const visitChildren = (node: Node, place: Place): void => {
    for (const child of (Object.values(node) as unknown[]).flat()) if (isNode(child)) visit(child, place);
  };

  visit(root as Node, { scope: undefined, strict: false, ownThis: false, ownSuper: false });
  return { names, outer, relativeImport };
}

function within(place: Place, names: Iterable<string>): Place {
  return { ...place, scope: { names: new Set(names), around: place.scope } };
}

function isUseStrict(statement: Node): boolean {
  return statement.type === "ExpressionStatement" && statement.directive === "use strict";
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string";
}
