/** One word for one thing, and none of the command line: over everything that a person reads in the window. */
import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/** String literals of a file of texts, without what is computed into them. */
const literalsOf = (file: string): string[] =>
  [
    ...readFileSync(file, 'utf8')
      .replaceAll(/^\s*(\/?\*|\/\/).*$/gm, '')
      .matchAll(/'([^'\n]*)'|`([^`]*)`/g),
  ].map(([, plain, template]) => plain ?? template!.replaceAll(/\$\{[^}]*\}/g, '…'));

const files = globSync('src-renderer/texts/*.ts').filter((file) => !file.endsWith('.test.ts'));
const all = files.flatMap((file) => literalsOf(file).map((text) => ({ file, text })));

it('reads all texts', () => {
  expect(files.length).toBeGreaterThan(8);
  expect(all.length).toBeGreaterThan(500);
});

it('what a network is shown is called an image', () => {
  // Names of purposes and fields are for the program.
  expect(all.filter(({ text }) => /\bsamples?\b/i.test(text) && text !== 'samples')).toEqual([]);
});

it('nor is it called otherwise by the services behind the window alone', () => {
  const behind = globSync('src-main/workbench/**/*.ts').filter((file) => !file.endsWith('.test.ts'));
  const said = behind.flatMap((file) => literalsOf(file)).filter((text) => /\bsamples?\b/i.test(text) && /\s/.test(text));
  expect(behind.length).toBeGreaterThan(20);
  expect(said).toEqual([]);
});

it('no option, command or file of the command line is named', () => {
  const typed = /(^|\s)--[a-z]|\bspikeloom [a-z]+ [A-Z]|\bnpm\b|\bnpx\b|\bstd(in|out|err)\b|\bexit (status|code)\b/;
  expect(all.filter(({ text }) => typed.test(text))).toEqual([]);
  // Where a change of the plan is from may be said.
  expect(all.filter(({ text }) => /command[- ]line/i.test(text)).map(({ text }) => text)).toEqual(['Command line']);
});
