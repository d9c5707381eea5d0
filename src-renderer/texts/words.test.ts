/** One word for one thing, and none of the command line: over everything that a person reads in the window. */
import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/** String literals of a file of texts, without what is computed into them. */
const literalsOf = (file: string): string[] =>
  [
    ...readFileSync(file, 'utf8')
      .replaceAll(/^\s*(\/?\*|\/\/).*$/gm, '')
      .matchAll(/'([^'\n]*)'|"([^"\n]*)"|`([^`]*)`/g),
  ].map(([, plain, quoted, template]) => plain ?? quoted ?? template!.replaceAll(/\$\{[^}]*\}/g, '…'));

const files = globSync('src-renderer/texts/*.ts').filter((file) => !file.endsWith('.test.ts'));
const all = files.flatMap((file) => literalsOf(file).map((text) => ({ file, text })));

it('reads all texts', () => {
  expect(files.length).toBeGreaterThan(8);
  expect(all.length).toBeGreaterThan(500);
});

/** Sentences that are about pixels, which only images have. */
const OF_PIXELS = /images become its input|What is set here is for images|CIFAR-10, with images/;

it('what a network is shown is called a sample: it may be audio, or the row of a table', () => {
  const images = all.filter(({ text }) => /\bimages?\b/i.test(text));
  expect(images.filter(({ text }) => !OF_PIXELS.test(text))).toEqual([]);
  expect(images).toHaveLength(3);
});

/** Files of the services that are about pixels: reading and preparing images, and operators on them. */
const ABOUT_PIXELS =
  /dataset\/(array-source|class-folder|folder-labels|image|normalise|open-source|preprocess)\.ts|operators\/other-sets\.ts/;
/** The same in sentences of other files. */
const PIXELS_THERE = /^preprocessing of images|CIFAR-10 images$|^leave out images|^Images are preprocessed/;

it('nor is it called otherwise by the services', () => {
  const services = globSync('src-{main,shared}/**/*.ts').filter((file) => !/\.test\.ts$|\/testing\//.test(file));
  const images = services
    .filter((file) => !ABOUT_PIXELS.test(file))
    .flatMap((file) => literalsOf(file).map((text) => ({ file, text })))
    // A sentence, or a word of one that is put together: not a media type, a path or a name of an array.
    .filter(({ text }) => /\bimages?\b/i.test(text) && /\s/.test(text));
  expect(services.length).toBeGreaterThan(300);
  expect(images.filter(({ text }) => !PIXELS_THERE.test(text))).toEqual([]);
  expect(images.length).toBeGreaterThan(2);
});

it('no option, command or file of the command line is named', () => {
  const typed = /(^|\s)--[a-z]|\bspikeloom [a-z]+ [A-Z]|\bnpm\b|\bnpx\b|\bstd(in|out|err)\b|\bexit (status|code)\b/;
  expect(all.filter(({ text }) => typed.test(text))).toEqual([]);
  // Where a change of the plan is from may be said.
  expect(all.filter(({ text }) => /command[- ]line/i.test(text)).map(({ text }) => text)).toEqual(['Command line']);
});
