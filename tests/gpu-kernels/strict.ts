/**
 * Runs the text of a kernel as JavaScript with every operation rounded, or not: what a backend must compute to the last bit. A text is
 * parsed, and each of its sums, products, quotients and numbers goes through `round`.
 */
import { runInThisContext } from 'node:vm';
import ts from 'typescript';
import type { KernelText } from '../../src-gpu/gpu-js.ts';
import type { KernelCase } from './kernel-case.ts';

type Round = (value: number) => number;
type Compiled = (
  this: { readonly thread: { readonly x: number; readonly y: number } },
  ...values: unknown[]
) => number | number[];

const ARITHMETIC: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.PlusToken,
  ts.SyntaxKind.MinusToken,
  ts.SyntaxKind.AsteriskToken,
  ts.SyntaxKind.SlashToken,
]);

const parsed = (text: string): ts.SourceFile => ts.createSourceFile('kernel.js', `(${text})`, ts.ScriptTarget.ES2022, true);

/** The text with `round(…)` around all that computes. */
function rounded(text: string): string {
  const { factory } = ts;
  const around = (node: ts.Expression): ts.Expression =>
    factory.createCallExpression(factory.createIdentifier('round'), undefined, [node]);
  const transformer: ts.TransformerFactory<ts.SourceFile> = (context) => (file) => {
    const visit = (node: ts.Node): ts.Node => {
      const inner = ts.visitEachChild(node, visit, context);
      if (ts.isNumericLiteral(inner)) return around(inner);
      if (ts.isBinaryExpression(inner) && ARITHMETIC.has(inner.operatorToken.kind)) return around(inner);
      return inner;
    };
    return ts.visitEachChild(file, visit, context);
  };
  const [file] = ts.transform(parsed(text), [transformer]).transformed;
  return ts.createPrinter().printFile(file!);
}

/** Parameters that a text indexes once: gpu.js takes them as one row where the type of an argument is that of its value. */
export function oneRowArrays({ source, arrays }: KernelText): ReadonlySet<string> {
  const twice = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isElementAccessExpression(node) && ts.isElementAccessExpression(node.expression)) {
      if (ts.isIdentifier(node.expression.expression)) twice.add(node.expression.expression.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(parsed(source));
  return new Set(arrays.filter((name) => !twice.has(name)));
}

/** The rows of each array, as arguments of a kernel. */
export function argumentsOf({ text, arrays, numbers }: KernelCase): unknown[] {
  const once = oneRowArrays(text);
  const values = arrays.map(({ data, columns }, index) => {
    if (once.has(text.arrays[index]!)) return data;
    return Array.from({ length: data.length / columns }, (_, row) => data.subarray(row * columns, (row + 1) * columns));
  });
  return [...values, ...numbers];
}

/** All that the threads of a case give, `[rows][columns][components]`. */
export function interpreted(one: KernelCase, round: Round): Float64Array {
  const { text, columns, rows } = one;
  const compiled = (
    runInThisContext(`(round) => ${rounded(text.source).trim().replace(/;$/, '')}`) as (round: Round) => Compiled
  )(round);
  const values = argumentsOf(one);
  const result = new Float64Array(rows * columns * text.components);
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      result.set([compiled.call({ thread: { x, y } }, ...values)].flat(), (y * columns + x) * text.components);
    }
  }
  return result;
}
