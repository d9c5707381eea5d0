/** Places at which a project can be made are found before anything is computed. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createProject, openProject } from '../../project/index.ts';
import { freePlace, nameProblem, projectPlace } from './project-place.ts';

const folder = mkdtempSync(join(tmpdir(), 'spikeloom-place-'));
const at = (name: string): string => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a name', () => {
  it.each([
    ['', 'no name'],
    ['  ', 'no name'],
    ['/data/.spikeloom', 'no name'],
    ['/data/', 'no name'],
    ['/data/..', 'no name'],
    ['/data/a\nb.spikeloom', 'line break'],
    ['/data/a\0b.spikeloom', 'control character'],
    [`/data/${'n'.repeat(300)}.spikeloom`, 'bytes long'],
    [`/data/${'ü'.repeat(120)}.spikeloom`, 'bytes long'],
    [`/${'d/'.repeat(250)}a.spikeloom`, 'path is 512 bytes long'],
  ])('%j cannot be', (path, says) => expect(nameProblem(path, 'linux')).toContain(says));

  it.each(['C:\\data\\con.spikeloom', 'C:\\data\\LPT1.spikeloom', 'C:\\data\\a:b.spikeloom', 'C:\\data\\a?.spikeloom'])(
    '%j cannot be on Windows',
    (path) => expect(nameProblem(path, 'win32')).toContain('Windows keeps'),
  );

  it.each(['/data/con.spikeloom', '/data/a:b?.spikeloom', '/data/Größe 2.spikeloom', '/data/a.b', '/data/x'])(
    '%j can be',
    (path) => expect(nameProblem(path, 'linux')).toBeUndefined(),
  );

  it('that is as long as can be works, with all that lies beside it', () => {
    const longest = (head: string, most: number): string => `${head}${'n'.repeat(most - head.length - 10)}.spikeloom`;
    let deep = folder;
    while (deep.length < 380) deep = join(deep, 'd'.repeat(20));
    mkdirSync(deep, { recursive: true });
    for (const path of [longest(`${folder}/`, folder.length + 1 + 234), longest(`${deep}/`, 491)]) {
      expect(nameProblem(path)).toBeUndefined();
      expect(nameProblem(path.replace('.spikeloom', 'n.spikeloom'))).toContain('bytes long');
      createProject(path, () => undefined);
      openProject(path).close();
    }
  });
});

describe('a place', () => {
  it('is free, or has a file', () => {
    writeFileSync(at('there.spikeloom'), '');
    expect(projectPlace(at('new.spikeloom'))).toEqual({ path: at('new.spikeloom'), isFree: true });
    expect(projectPlace(at('there.spikeloom'))).toEqual({ path: at('there.spikeloom'), isFree: false });
  });

  it('that no file can be at is refused', () => {
    mkdirSync(at('folder.spikeloom'));
    writeFileSync(at('file'), '');
    const saying = (path: string): unknown => {
      try {
        return projectPlace(path);
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(saying('name.spikeloom')).toContain('give the whole path');
    expect(saying(at('folder.spikeloom'))).toContain('it is a folder');
    expect(saying(at('absent/a.spikeloom'))).toContain('absent does not exist; make it first');
    expect(saying(at('file/a.spikeloom'))).toContain('a part of its path is not a folder');
  });

  it.skipIf(process.getuid?.() === 0)('without permission is refused (root may write everywhere: not run as root)', () => {
    mkdirSync(at('closed'));
    chmodSync(at('closed'), 0o555);
    expect(() => projectPlace(at('closed/a.spikeloom'))).toThrow('permission denied');
  });
});

it('the next free name goes on counting', () => {
  for (const name of ['a.spikeloom', 'a 2.spikeloom', 'b 9.spikeloom']) writeFileSync(at(name), '');
  const free = (name: string, taken: readonly string[] = []) => freePlace(at(name), (path) => taken.includes(path));
  expect(free('a.spikeloom')).toBe(at('a 3.spikeloom'));
  expect(free('a.spikeloom', [at('a 3.spikeloom')])).toBe(at('a 4.spikeloom'));
  expect(free('b 9.spikeloom')).toBe(at('b 10.spikeloom'));
  expect(free('new.spikeloom')).toBe(at('new 2.spikeloom'));
});
