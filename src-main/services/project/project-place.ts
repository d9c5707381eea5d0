/**
 * Decides whether a project can be created at a path, from its name, its folder and the file that may be there already. The
 * window asks while a person types. Every use case that creates a project asks before it computes anything, so that no one waits
 * for a project that cannot be written.
 */
import { accessSync, constants, existsSync, realpathSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { accessProblem, SpikeloomError } from '../../../src-shared/errors/index.ts';
import type { OptionId } from '../../../src-shared/message/index.ts';

export interface ProjectPlace {
  /** The full path that the project will have. */
  readonly path: string;
  /** False if a file of any kind is there. */
  readonly isFree: boolean;
}

/** Ending of a project's name. */
const ENDING = '.spikeloom';
const withoutEnding = (name: string): string => (name.toLowerCase().endsWith(ENDING) ? name.slice(0, -ENDING.length) : name);
/** Most bytes of a file name on common file systems, and of a full path in SQLite. */
const MOST_NAME = 255;
const MOST_PATH = 504;
/** Extra length of the longest temporary name beside the project: `.NAME.PID.tmp-journal`. */
const AROUND_NAME = '.'.length + '.4194304.tmp'.length + '-journal'.length;
const AROUND_PATH = '.'.length + '.4194304.tmp'.length;

/** Names that Windows reserves for devices, with any extension. */
const DEVICES = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * The reason why a file cannot have this name; undefined if it can. Looks at the name only, not at the disk. `platform`: a value
 * of `process.platform`.
 */
export function nameProblem(path: string, platform: string = process.platform): string | undefined {
  const isWindows = platform === 'win32';
  const name = path.split(isWindows ? /[\\/]/ : '/').at(-1)!;
  const bare = withoutEnding(name);
  if (path.trim() === '') return 'it has no name; give it one, such as model.spikeloom';
  if (bare.trim() === '' || bare === '.' || bare === '..') return 'the file has no name; give it one, such as model.spikeloom';
  if (/\p{Cc}/u.test(path)) return 'its name has a line break or another control character; take it out';
  if (isWindows && /[<>:"|?*]/.test(name))
    return 'Windows keeps the characters < > : " | ? * to itself; take them out of the name';
  if (isWindows && DEVICES.test(name)) return `Windows keeps the name ${name.split('.')[0]} for a device; choose another`;
  const [nameLength, pathLength] = [Buffer.byteLength(name), Buffer.byteLength(path)];
  const [mostName, mostPath] = [MOST_NAME - AROUND_NAME, MOST_PATH - AROUND_PATH];
  if (nameLength > mostName) return `its name is ${nameLength} bytes long, and ${mostName} are the most; shorten it`;
  if (pathLength > mostPath)
    return `its path is ${pathLength} bytes long, and ${mostPath} are the most; choose a folder nearer the root`;
  return undefined;
}

/**
 * The place at `path`, according to its name and folder. `option`: the command-line option that gave the path, which may be
 * relative. Throws `output.unwritable`, with the reason and a remedy, if no file can be created there.
 */
export function projectPlace(path: string, option?: OptionId): ProjectPlace {
  const unwritable = (why: string, cause?: unknown): SpikeloomError =>
    new SpikeloomError('output.unwritable', `${path === '' ? 'The project' : path} cannot be written: ${why}.`, {
      at: { file: path, ...(option === undefined ? {} : { option }) },
      cause,
    });
  const name = nameProblem(path);
  if (name !== undefined) throw unwritable(name);
  if (option === undefined && !isAbsolute(path)) throw unwritable('it does not say in which folder; give the whole path');
  try {
    const found = look(path);
    if (found?.isFile() === false) throw unwritable('it is a folder; name a file such as model.spikeloom');
    if (found) return { path: realpathSync(path), isFree: false };
    const folder = dirname(path);
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
      throw unwritable(`the folder ${folder} does not exist; make it first`);
    // For a link, the length of its target path counts.
    const problem = nameProblem(join(realpathSync(folder), basename(path)));
    if (problem !== undefined) throw unwritable(problem);
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw error instanceof SpikeloomError ? error : unwritable(accessProblem(error), error);
  }
  return { path: resolve(path), isFree: true };
}

/** The first free path among `NAME 2`, `NAME 3`, … `isTaken` is true for names reserved by projects that are being created. */
export function freePlace(path: string, isTaken: (path: string) => boolean): string {
  const [folder, name] = [dirname(path), basename(path)];
  const bare = withoutEnding(name);
  const [, stem = bare, number = '1'] = /^(.*) (\d+)$/.exec(bare) ?? [];
  for (let next = Number(number) + 1; ; next++) {
    const other = join(folder, `${stem} ${next}${ENDING}`);
    if (!existsSync(other) && !isTaken(other)) return other;
  }
}

/** Undefined only if the file is missing. If a file stands in place of one of its folders, this throws. */
function look(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
