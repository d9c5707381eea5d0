/** Every export of src-shared has a doc comment; and that one has none is seen. */
import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { undocumented } from './undocumented.ts';

const HEAD = '/** What the file is for. */\n';

it.each([
  ['/** Doubles. */ export const twice = (x: number) => 2 * x;', []],
  ['export const twice = (x: number) => 2 * x;', ['twice']],
  ['// Doubles.\nexport function twice(x: number) { return 2 * x; }', ['twice']],
  ['/** */ export interface Pair {}', ['Pair']],
  ['export type Pair = [number, number]; const own = 1; export class Bag {}', ['Pair', 'Bag']],
  ['/** Adds. */ export function add(a: number): number;\nexport function add(a: string): string;', []],
  ['const own = 1;\n/** One. */ const other = 1; export { own, other };', ['own']],
  [`export * from './other.ts'; export { some } from './some.ts';`, []],
])('%s', (text, missing) => {
  expect(undocumented(`${HEAD}import './first.ts';\n${text}`)).toEqual(missing);
});

it('the comment at the head of a file documents no export', () =>
  expect(undocumented(`${HEAD}export const first = 1;`)).toEqual(['first']));

it('all of src-shared', () => {
  const files = globSync('src-shared/**/*.ts').filter((file) => !file.endsWith('.test.ts'));
  const missing = files.flatMap((file) => undocumented(readFileSync(file, 'utf8')).map((name) => `${file}: ${name}`));
  expect(files.length).toBeGreaterThan(150);
  expect(missing).toEqual([]);
});
