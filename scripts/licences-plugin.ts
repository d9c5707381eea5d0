/**
 * A plugin of the window's build: the module `virtual:licences` says which packages are in the window, and which the services need,
 * each with its licence. The window's are taken from what was bundled in the end, so that the list cannot be out of date.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

/** A package as the about box shows it. */
export interface Licence {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  /** Text of its licence file; null where it has none. */
  readonly text: string | null;
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const NAME = 'virtual:licences';
const PLACE = '__LICENCES__';

/** `root` is the project's folder. */
export function licencesPlugin(root: string): Plugin {
  return {
    name: 'licences',
    resolveId: (id) => (id === NAME ? `\0${NAME}` : undefined),
    load: (id) => (id === `\0${NAME}` ? `export const licences = JSON.parse(${JSON.stringify(PLACE)});` : undefined),
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
      const folders = new Set(chunks.flatMap(({ moduleIds }) => moduleIds.flatMap(packageFolder)));
      for (const folder of fontFolders(root)) folders.add(folder);
      for (const folder of serviceFolders(root)) folders.add(folder);
      const each = new Map([...folders].map(licenceOf).map((one) => [`${one.name} ${one.version}`, one]));
      const licences = [...each.values()].sort((a, b) => a.name.localeCompare(b.name));
      for (const chunk of chunks)
        chunk.code = chunk.code.replace(placeOf(chunk.code), () => JSON.stringify(JSON.stringify(licences)));
    },
  };
}

/** The placeholder with its quotes, whichever the minifier chose. */
const placeOf = (code: string): string =>
  ['"', "'", '`'].map((quote) => quote + PLACE + quote).find((text) => code.includes(text)) ?? PLACE;

/** Folder of the package that a module is in: none for the project's own. */
function packageFolder(moduleId: string): readonly string[] {
  const found = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(moduleId.replace(/^\0+/, '').split('?')[0]!);
  return found && existsSync(join(found[0], 'package.json')) ? [found[0]] : [];
}

/** Fonts are not modules, but are shipped. */
const fontFolders = (root: string): readonly string[] => {
  const folder = join(root, 'node_modules/@fontsource-variable');
  return readdirSync(folder).map((name) => join(folder, name));
};

/** Packages that the services need: the project's dependencies and theirs, as far as they are installed here. */
function serviceFolders(root: string): readonly string[] {
  const found = new Set<string>();
  const follow = (folder: string, from: Manifest): void => {
    for (const name of Object.keys({ ...from.dependencies, ...from.optionalDependencies })) {
      const next = [join(folder, 'node_modules', name), join(root, 'node_modules', name)].find((place) =>
        existsSync(join(place, 'package.json')),
      );
      if (next === undefined || found.has(next)) continue;
      found.add(next);
      follow(next, manifestOf(next));
    }
  };
  follow(root, { ...manifestOf(root), optionalDependencies: {} });
  return [...found];
}

const manifestOf = (folder: string): Manifest => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;

function licenceOf(folder: string): Licence {
  const { name, version, license = '' } = manifestOf(folder);
  const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
  return { name, version, licence: license, text: file === undefined ? null : readFileSync(join(folder, file), 'utf8') };
}
