/**
 * tslab compiles each cell with its own TypeScript 5.0.4 and writes a declaration of every name in it. A value whose
 * type cannot be named from outside its file makes the cell fail, so everything the package can return is declared here.
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import * as ts from "@tslab/typescript-for-tslab";
import { project } from "./jupyter.js";

/** As tslab sets them (its converter.ts). */
const options: ts.CompilerOptions = {
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Node10,
  esModuleInterop: true,
  target: ts.ScriptTarget.ES2022,
  lib: ["lib.es2022.d.ts"],
  skipLibCheck: true,
  declaration: true,
  noEmitOnError: false,
};

const file = join(project, "notebooks/every-export.ts");
const entry = join(project, "dist/src/index.d.ts");

/** A program of one file in the notebooks' folder, with this source. */
function compile(source: string): ts.Program {
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (name) => name === file || fileExists.call(host, name);
  host.readFile = (name) => (name === file ? source : readFile.call(host, name));
  host.getSourceFile = (name, ...rest) =>
    name === file ? ts.createSourceFile(name, source, rest[0]) : getSourceFile.call(host, name, ...rest);
  return ts.createProgram([file], options, host);
}

/**
 * A cell that keeps all that the package gives: what each function returns, awaited if it can be, an object of each
 * class, each of its properties, and what each of its methods returns.
 */
function probes(program: ts.Program): string {
  const checker = program.getTypeChecker();
  const module = checker.getSymbolAtLocation(program.getSourceFile(entry) as ts.Node);
  const lines = ['import * as dd from "danfo-distributed";'];
  let count = 0;
  const keep = (expression: string): number => {
    lines.push(`export const value${count} = ${expression};`);
    return count++;
  };
  const keepCall = (callee: string): void => {
    const value = keep(`(${callee} as any as () => ReturnType<typeof ${callee}>)()`);
    keep(`await value${value}`);
  };
  for (const symbol of checker.getExportsOfModule(module as ts.Symbol)) {
    const declaration = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
    const name = `dd.${symbol.name}`;
    if (declaration.flags & ts.SymbolFlags.Function) keepCall(name);
    else if (declaration.flags & ts.SymbolFlags.Class) {
      const object = keep(`null as any as InstanceType<typeof ${name}>`);
      for (const member of checker.getPropertiesOfType(checker.getDeclaredTypeOfSymbol(declaration))) {
        if (!isPublic(member)) continue;
        const access = `value${object}.${member.name}`;
        if (member.flags & ts.SymbolFlags.Method) keepCall(access);
        else keep(access);
      }
    } else if (declaration.flags & ts.SymbolFlags.Value) keep(name);
  }
  return lines.join("\n");
}

/** Whether a user may write the member's name. */
function isPublic({ name, declarations = [] }: ts.Symbol): boolean {
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
  return /^[A-Za-z]\w*$/.test(name) && !declarations.some((node) => ts.getCombinedModifierFlags(node) & hidden);
}

describe("in tslab's own TypeScript", () => {
  let program: ts.Program;
  let source: string;

  before(() => {
    assert.equal(ts.version, "5.0.4");
    source = probes(compile(`import * as dd from "danfo-distributed";`));
    program = compile(source);
  });

  test("the package is found as a notebook finds it, and its declarations are understood", () => {
    const said = program
      .getSourceFiles()
      .filter(({ fileName }) => fileName.startsWith(join(project, "dist")))
      .flatMap((declarations) => program.getSyntacticDiagnostics(declarations));
    assert.deepEqual(said.map(describeDiagnostic), []);
    assert.match(source, /dd\.setDisplayOptions/);
  });

  test("every value the package can give may be kept under a name", () => {
    const written = program.getSourceFile(file) as ts.SourceFile;
    const said = [...program.getSemanticDiagnostics(written), ...program.getDeclarationDiagnostics(written)];
    assert.deepEqual(said.map(describeDiagnostic), []);
  });

  test("searches know the options of their model, and what they find may be kept", () => {
    const search = (grid: string): string =>
      `import * as dd from "danfo-distributed";
export const search = new dd.GridSearchCV(new dd.RandomForestClassifier(), ${grid});
export const { bestParams, bestEstimator, cvResults } = search;
export const depth: number | null | undefined = bestParams.maxDepth;
export const score = await bestEstimator.score([[1]], ["a"]);
export const drawn = new dd.RandomizedSearchCV(bestEstimator, { maxDepth: { low: 1, high: 9, whole: true } }, { nIter: 3 });
export const scores = await dd.crossValScore(bestEstimator, [[1]], ["a"], { cv: new dd.KFold(), scoring: "rocAuc" });
export const own = await dd.crossValScore(bestEstimator, [[1]], ["a"], { scoring: (model, X, y) => model.score(X, y) });`;
    const saidOf = (grid: string): string[] => {
      const compiled = compile(search(grid));
      const written = compiled.getSourceFile(file) as ts.SourceFile;
      return [...compiled.getSemanticDiagnostics(written), ...compiled.getDeclarationDiagnostics(written)].map(
        describeDiagnostic,
      );
    };
    assert.deepEqual(saidOf('{ maxDepth: [2, null], maxFeatures: ["sqrt", 0.5] }'), []);
    assert.match(saidOf("{ maxDept: [2] }").join(), /'maxDept' does not exist/);
    assert.match(saidOf('{ maxDepth: ["deep"] }').join(), /'string' is not assignable/);
  });
});

/** What the compiler says, and of what. */
function describeDiagnostic({ file, start, messageText }: ts.Diagnostic): string {
  const line = file?.text.slice(start).split("\n", 1)[0];
  return `${ts.flattenDiagnosticMessageText(messageText, " ")} — ${line}`;
}
