/** Every text of the window is read by its code; and that a text is not read is seen. */
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { unusedTexts } from './unused-texts.ts';

/** Entries of `texts` in a program of that table and the code. */
function unusedIn(table: string, code: string): string[] {
  const files = new Map([
    ['/texts.ts', `export const texts = ${table};`],
    [
      '/code.ts',
      `import { texts } from './texts.ts';\ndeclare function show(...all: unknown[]): void;\ndeclare const key: 'a' | 'b';\n${code}`,
    ],
  ]);
  const options: ts.CompilerOptions = { noLib: true, types: [], module: ts.ModuleKind.ESNext, allowImportingTsExtensions: true };
  const host: ts.CompilerHost = {
    ...ts.createCompilerHost(options),
    fileExists: (name) => files.has(name),
    readFile: (name) => files.get(name),
    getSourceFile: (name, version) => (files.has(name) ? ts.createSourceFile(name, files.get(name)!, version) : undefined),
  };
  const program = ts.createProgram([...files.keys()], options, host);
  return unusedTexts(
    program,
    (file) => file === '/texts.ts',
    (file) => file === '/code.ts',
  );
}

describe('entries that are not read: ', () => {
  const TABLE = `{ a: 'A', b: (n: number) => 'B' + n, in: { a: 'C', b: 'D' }, of: { a: 'E' } as { [key: string]: string } }`;

  it.each([
    ['show(texts.a, texts.b(1), texts.in.a, texts.in.b, texts.of.x);', []],
    ['show(texts.a, texts.b(1), texts.in.a, texts.of);', ['texts.in.b']],
    ['show(texts.a, texts.in.b);', ['texts.b', 'texts.in.a', 'texts.of']],
    ['const { a, b: other } = texts;', ['texts.in', 'texts.of']],
    ['const own = texts.in;\nshow(own.a);', ['texts.a', 'texts.b', 'texts.in.b', 'texts.of']],
    ['show(texts.in[key]);', ['texts.a', 'texts.b', 'texts.of']],
    ['show({ ...texts.in });', ['texts.a', 'texts.b', 'texts.of']],
    ['const own = texts.in;\nshow(own);', ['texts.a', 'texts.b', 'texts.of']],
    ['show(texts);', []],
    ['', ['texts.a', 'texts.b', 'texts.in', 'texts.of']],
  ])('of %s', (code, unused) => expect(unusedIn(TABLE, code)).toEqual(unused));

  it.each(['as const', 'satisfies object'])('of a table %s', (type) =>
    expect(unusedIn(`{ in: { a: 'A', b: 'B' } ${type} } ${type}`, 'show(texts.in.b);')).toEqual(['texts.in.a']),
  );
});

// The types of the whole window are inferred for it: on a busy machine that takes minutes.
it('every text of the window is read', { timeout: 600_000 }, () => {
  const { config } = ts.readConfigFile('src-renderer/tsconfig.json', ts.sys.readFile) as { config: unknown };
  const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, 'src-renderer');
  const isTest = (file: string): boolean => /\.test\.tsx?$|\/testing\/|\/node_modules\//.test(file);
  const program = ts.createProgram(
    fileNames.filter((file) => !isTest(file)),
    options,
  );
  let tables = 0;
  const isTable = (file: string): boolean => /\/src-renderer\/texts\/[^/]+\.ts$/.test(file) && ++tables > 0;
  expect(unusedTexts(program, isTable, (file) => !isTest(file))).toEqual([]);
  expect(tables).toBeGreaterThan(8);
});
