/** Kinds of folders and files of samples as a table: what is on the disk, what is opened, and the samples, labels and notes that must come of it. */
import { mkdir, symlink } from 'node:fs/promises';
import { expect } from 'vitest';
import { onCommandLine } from '../../src-shared/message/index.ts';
import { openSource, type OpenOptions } from '../../src-main/dataset/index.ts';
import type { TestFolder } from './test-folder.ts';
import { plainPng } from './test-images.ts';

/** A file's content, or what stands in its place; a number is an image of that red. */
export type Content = number | string | Uint8Array | { readonly link: string } | 'FOLDER';

export interface SampleKind {
  readonly what: string;
  readonly files: Readonly<Record<string, Content>>;
  /** What is opened, in the folder of the case. */
  readonly spec?: string;
  readonly options?: Partial<OpenOptions>;
  /** First value of each sample. */
  readonly first?: readonly number[];
  readonly labels?: readonly number[] | undefined;
  /** One for each note, in order. */
  readonly notes?: readonly RegExp[];
  readonly refused?: { readonly code: string; readonly says: RegExp };
}

/** Puts the files of a kind into a folder of its own and opens them: `only` where the kind names nothing. */
export async function expectSamples(kind: SampleKind, folder: TestFolder, common: OpenOptions, only = ''): Promise<void> {
  const root = kind.what.replaceAll(/\W+/g, '-');
  await place(kind.files, root, folder);
  const { labels: file, ...options } = kind.options ?? {};
  const labelFile = file === undefined ? {} : { labels: folder.path(`${root}/${file}`) };
  const opened = openSource(folder.path(`${root}/${kind.spec ?? only}`), { ...common, ...options, ...labelFile });
  if (kind.refused) {
    const message = expect.stringMatching(kind.refused.says) as string;
    await expect(opened).rejects.toMatchObject({ code: kind.refused.code, message });
    return;
  }
  const source = await opened;
  const data = await source.read(0, source.count);
  expect(Array.from({ length: source.count }, (_, i) => data[(i * data.length) / source.count])).toEqual(kind.first);
  if ('labels' in kind) expect(source.labels && [...source.labels]).toEqual(kind.labels);
  expect(source.notes().map(onCommandLine)).toEqual((kind.notes ?? []).map((note) => expect.stringMatching(note) as string));
}

async function place(files: SampleKind['files'], root: string, folder: TestFolder): Promise<void> {
  await mkdir(folder.path(root), { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    const at = `${root}/${name}`;
    if (content === 'FOLDER') await mkdir(folder.path(at), { recursive: true });
    else if (typeof content === 'number') await folder.write(at, await plainPng([content, 0, 0]));
    else if (typeof content === 'object' && 'link' in content) await symlink(content.link, folder.path(at));
    else await folder.write(at, content);
  }
}
