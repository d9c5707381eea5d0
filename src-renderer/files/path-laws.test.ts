/** Laws of paths on either kind of system, and what each purpose takes. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FILE_PURPOSES } from '../../src-shared/contract/index.ts';
import { fileName, projectName } from '../ui/format.ts';
import { readPath } from './path-text.ts';
import { folderOf, isFullPath, joinPath } from './paths.ts';
import { shownEntries, takesFile, WANTED, withProjectEnding } from './purposes.ts';
import { typeAhead } from './type-ahead.ts';

/** Names that people meet: with blanks, from right to left, ideographs, long, hidden, with dots. */
const NAMES = ['a', 'a b', 'شبكة', '畳み込み', 'x.onnx', '.hidden', 'a.b.c', 'ß', '👩‍💻', 'n'.repeat(200), '%20', '~', '#1@0:4'];
/** On Unix a backslash is part of a name, and a colon too. */
const UNIX_NAMES = [...NAMES, 'odd\\name', 'c:', 'trailing\\'];
const unix = fc.array(fc.constantFrom(...UNIX_NAMES), { maxLength: 4 }).map((parts) => `/${parts.join('/')}`);
const windows = fc
  .tuple(fc.constantFrom('C:\\', 'd:\\', '\\\\server\\share\\'), fc.array(fc.constantFrom(...NAMES), { maxLength: 4 }))
  .map(([root, parts]) => `${root}${parts.join('\\')}`);

describe.each([
  ['Unix', unix, UNIX_NAMES],
  ['Windows', windows, NAMES],
] as const)('paths of %s', (_, folders, names) => {
  it('part into the folder and the name that they were joined from', () => {
    fc.assert(
      fc.property(folders, fc.constantFrom(...names), (folder, name) => {
        const path = joinPath(folder, name);
        expect(fileName(path)).toBe(name);
        expect(joinPath(folderOf(path), fileName(path))).toBe(path);
        expect(isFullPath(path)).toBe(true);
        expect(folderOf(path).replace(/[\\/]$/, '')).toBe(folder.replace(/[\\/]$/, ''));
      }),
    );
  });

  it('come to a root that is its own folder', () => {
    fc.assert(
      fc.property(folders, (folder) => {
        let path = folder;
        for (let depth = 0; depth < 8; depth++) path = folderOf(path);
        expect(folderOf(path)).toBe(path);
      }),
    );
  });

  it('are read as they are, with or without what people paste around them', () => {
    fc.assert(
      fc.property(folders, (path) => {
        const home = path.startsWith('/') ? '/home/ann' : 'C:\\Users\\ann';
        const read = readPath(path, home);
        expect(readPath(`  "${path}"\n`, home)).toBe(path);
        expect(readPath(`'${path}'`, home)).toBe(path);
        expect(read).toBe(path.trim());
      }),
    );
  });
});

it('an address of a browser is the path it was made from', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...UNIX_NAMES), { minLength: 1, maxLength: 4 }), (parts) => {
      const address = `file:///${parts.map(encodeURIComponent).join('/')}`;
      expect(readPath(address, '/home/ann')).toBe(`/${parts.join('/')}`);
    }),
  );
});

describe('the name of a project', () => {
  it.each([
    ['/a/net.spikeloom', 'net'],
    ['C:\\a\\net.SPIKELOOM', 'net'],
    ['/a/odd\\name.spikeloom', 'odd\\name'],
    ['/a/net.spikeloom.bak', 'net.spikeloom.bak'],
    ['/a/شبكة.spikeloom', 'شبكة'],
    ['/', '/'],
    ['', ''],
  ])('at %j is %j', (path, name) => expect(projectName(path)).toBe(name));

  it('has its ending once', () => {
    fc.assert(
      fc.property(fc.constantFrom(...NAMES, 'a.spikeloom', 'A.SpikeLoom'), (name) => {
        const ended = withProjectEnding(name);
        expect(ended.toLowerCase()).toMatch(/\.spikeloom$/);
        expect(withProjectEnding(ended)).toBe(ended);
        expect(ended.startsWith(name)).toBe(true);
      }),
    );
  });
});

describe('a purpose', () => {
  const entries = ['Images', 'a.onnx', 'B.ONNX', 'p.spikeloom', 'y.npy', 'y.csv', 'onnx', '.onnx'].map((name) => ({
    name,
    kind: name === 'Images' ? ('folder' as const) : ('file' as const),
    size: 1,
  }));

  it.each([
    ['model', ['a.onnx', 'B.ONNX', '.onnx']],
    ['project', ['p.spikeloom']],
    ['samples', ['a.onnx', 'B.ONNX', 'p.spikeloom', 'y.npy', 'y.csv', 'onnx', '.onnx']],
    ['labels', ['y.npy']],
    ['new-project', ['p.spikeloom']],
    ['export', []],
  ] as const)('%s shows folders and the files it takes', (purpose, files) => {
    expect(shownEntries(entries, purpose).map(({ name }) => name)).toEqual(['Images', ...files]);
    if (WANTED[purpose].files)
      expect(entries.filter(({ kind, name }) => kind === 'file' && takesFile(name, purpose)).map(({ name }) => name)).toEqual(
        files,
      );
  });

  it('that takes no files takes none', () => {
    for (const purpose of FILE_PURPOSES.filter((one) => !WANTED[one].files)) {
      for (const { name } of entries) expect(takesFile(name, purpose)).toBe(false);
    }
  });
});

describe('letters that are typed', () => {
  const named = (names: readonly string[]) => names.map((name) => ({ name }));

  it('whatever the names, lead to the first that begins with them', () => {
    const name = fc.stringMatching(/^[a-dA-D]{1,4}$/);
    fc.assert(
      fc.property(fc.array(name, { maxLength: 12 }), fc.stringMatching(/^[a-d]{1,3}$/), (names, typed) => {
        const jump = typeAhead(() => 0);
        let found = -1;
        for (const letter of typed) found = jump(letter, named(names));
        expect(found).toBe(names.findIndex((one) => one.toLowerCase().startsWith(typed)));
      }),
    );
  });

  it.each([
    ['within the pause go on', 700, 2],
    ['after it begin anew', 701, 0],
  ])('%s', (_, pause, found) => {
    let time = 0;
    const jump = typeAhead(() => time);
    const entries = named(['b', 'a', 'ab']);
    jump('a', entries);
    time = pause;
    expect(jump('b', entries)).toBe(found);
  });

  it('find nothing in an empty folder, and letters of any script', () => {
    expect(typeAhead(() => 0)('a', [])).toBe(-1);
    expect(typeAhead(() => 0)('ش', named(['a', 'شبكة']))).toBe(1);
    expect(typeAhead(() => 0)('É', named(['a', 'été']))).toBe(1);
  });
});
