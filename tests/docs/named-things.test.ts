/** The documents name only files, folders and npm scripts that exist, and link only to those. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { alternatives, isNamed, namedThings } from './named-things.ts';

const ROOT = join(import.meta.dirname, '..', '..');
/** Folders that are installed or made, not part of the repository. */
const NOT_OURS = new Set(['node_modules', 'build', '.git', 'demo-out']);
/** What looks like a path and is none: folders of a user, arrays inside a file. */
const NO_PATHS = new Set(['images/train', 'images/test', 'class/*.jpg', 'ann/predictions', 'ann/logits']);

const repository = (folder = ''): string[] =>
  readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (folder === '' && NOT_OURS.has(entry.name)) return [];
    return entry.isDirectory() ? [path, ...repository(path)] : [path];
  });
const PATHS = repository();
const ROOTS = new Set(readdirSync(ROOT, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])));
const { scripts: SCRIPTS } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: Record<string, string> };
const PAGES = PATHS.filter((path) => path.endsWith('.md'));

/** What a page names and nobody has. */
function missing(page: string, folder: string): string[] {
  const { paths, scripts, links } = namedThings(page, ROOTS);
  const isOurs = (path: string): boolean => !NO_PATHS.has(path) && !NOT_OURS.has(path.split('/')[0]!);
  return [
    ...paths.filter(isOurs).filter((path) => !alternatives(path).every((one) => isNamed(one, PATHS))),
    ...scripts.filter((script) => !(script in SCRIPTS)).map((script) => `npm run ${script}`),
    ...links.filter((link) => !existsSync(join(ROOT, folder, link))),
  ];
}

it('reads the pages of the repository', () => expect(PAGES).toEqual(expect.arrayContaining(['README.md', 'docs/cli.md'])));

it.each(PAGES)('%s names what exists', (page) => {
  expect(missing(readFileSync(join(ROOT, page), 'utf8'), dirname(page))).toEqual([]);
});

describe('a stale name is found', () => {
  it.each([
    ['a script', 'Call `npm run build` first.', ['npm run build']],
    ['a script in a fence', '```\nnpm run -s build -- all\n```', ['npm run build']],
    ['a file by the end of its path', 'See `worker/frame.ts`.', ['worker/frame.ts']],
    ['a file by its name', 'See `no-such-file.ts`, and `conv.ts`.', ['no-such-file.ts']],
    ['a folder', 'In `src-main/nowhere` and `src-main/onnx`.', ['src-main/nowhere']],
    ['a folder by the end of its path', '| `services/nowhere` | `services/jobs` |', ['services/nowhere']],
    ['one of several in braces', '`src-renderer/{graph,nowhere}`', ['src-renderer/{graph,nowhere}']],
    ['a file in a command', '`npx node tests/bench/nowhere.ts MODEL`', ['tests/bench/nowhere.ts']],
    ['a link', '[page](docs/nowhere.md#part)', ['docs/nowhere.md']],
  ])('%s', (_, page, expected) => expect(missing(page, '')).toEqual(expected));

  it('but nothing that is no name of the repository', () => {
    const page =
      '`d / (t+1)`, `--shard i/N`, `logits.npy`, `DIR/report.json`, `64 · bits/64`, `blocks.0.relu1`, `npm ci`, [site](https://a.b/c.md)';
    expect(missing(page, '')).toEqual([]);
  });
});
