/**
 * Says whether a project can be made at a path: its name, its folder, and the file that is there already. The window asks while a person
 * types. All who make a project ask before anything is computed, so that nobody waits for one that cannot be written in the end.
 */
import { accessSync, constants, existsSync, realpathSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { accessProblem, SpikeloomError } from '../../../src-shared/errors/index.ts';
import type { OptionId } from '../../../src-shared/message/index.ts';

export interface ProjectPlace {
  /** The whole path, as the project will be called. */
  readonly path: string;
  /** False where a file is there, whatever it is. */
  readonly isFree: boolean;
}

/** Ending of a project's name. */
const ENDING = '.spikeloom';
const withoutEnding = (name: string): string => (name.toLowerCase().endsWith(ENDING) ? name.slice(0, -ENDING.length) : name);
/** Bytes of a name on common file systems, and of a whole path in SQLite. */
const MOST_NAME = 255;
const MOST_PATH = 504;
/** Longest names beside the project, while it is made and while it is open: `.NAME.PID.tmp-journal`. */
const AROUND_NAME = '.'.length + '.4194304.tmp'.length + '-journal'.length;
const AROUND_PATH = '.'.length + '.4194304.tmp'.length;

/** Names that Windows keeps for devices, whatever their ending. */
const DEVICES = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * The reason why a file cannot have this name; undefined if it can. `platform`: as Node names it. Looks at the name only, not at the
 * disk.
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
 * The place at `path`, as its name and its folder allow it. `option`: the option of the command line that names it, whose path may be
 * relative. Throws `output.unwritable` where no file can be made there, with the reason and what to do.
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
    // Links count with the length of the path that they lead to.
    const problem = nameProblem(join(realpathSync(folder), basename(path)));
    if (problem !== undefined) throw unwritable(problem);
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw error instanceof SpikeloomError ? error : unwritable(accessProblem(error), error);
  }
  return { path: resolve(path), isFree: true };
}

/** The first of `NAME 2`, `NAME 3`, … that is free; `isTaken` tells of names that are promised to projects which are being made. */
export function freePlace(path: string, isTaken: (path: string) => boolean): string {
  const [folder, name] = [dirname(path), basename(path)];
  const bare = withoutEnding(name);
  const [, stem = bare, number = '1'] = /^(.*) (\d+)$/.exec(bare) ?? [];
  for (let next = Number(number) + 1; ; next++) {
    const other = join(folder, `${stem} ${next}${ENDING}`);
    if (!existsSync(other) && !isTaken(other)) return other;
  }
}

/** Undefined for a file that is missing only: a file in place of one of its folders is an error. */
function look(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
