/**
 * Whether a project can be made at a path: its name, its folder, and what is there already. Asked while a person types, and again before
 * anything is computed, so that nobody waits for a project that cannot be written in the end.
 */
import { accessSync, constants, existsSync, realpathSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { accessProblem, SpikeloomError } from '../../src-shared/errors/index.ts';

export interface ProjectPlace {
  /** The whole path, as the project will be called. */
  readonly path: string;
  /** False where a file is there, whatever it is. */
  readonly isFree: boolean;
}

/** Ending of a project's name. */
const ENDING = '.spikeloom';
/** Bytes of a name on common file systems, and of a whole path in SQLite. */
const MOST_NAME = 255;
const MOST_PATH = 504;
/** Longest names beside the project, while it is made and while it is open: `.NAME.PID.tmp-journal`. */
const AROUND_NAME = '.'.length + '.4194304.tmp'.length + '-journal'.length;
const AROUND_PATH = '.'.length + '.4194304.tmp'.length;

/** Names that Windows keeps for devices, whatever their ending. */
const DEVICES = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * Why a file cannot have this name; undefined where it can. `platform`: as Node names it.
 * Only the name is looked at, not what is on the disk.
 */
export function nameProblem(path: string, platform: string = process.platform): string | undefined {
  const isWindows = platform === 'win32';
  const name = path.split(isWindows ? /[\\/]/ : '/').at(-1)!;
  const bare = name.toLowerCase().endsWith(ENDING) ? name.slice(0, -ENDING.length) : name;
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

/** The place at `path`, as its name and its folder allow it. Throws `output.unwritable` where no file can be made there, with the reason and what to do. */
export function projectPlace(path: string): ProjectPlace {
  const name = nameProblem(path);
  if (name !== undefined) throw unwritable(path, name);
  if (!isAbsolute(path)) throw unwritable(path, 'it does not say in which folder; give the whole path');
  const found = look(path);
  if (found?.isFile() === false) throw unwritable(path, 'it is a folder; name a file such as model.spikeloom');
  if (found) {
    return { path: realpathSync(path), isFree: false };
  }
  const folder = dirname(path);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw unwritable(path, `the folder ${folder} does not exist; make it first`);
  // What counts is the length of the path that links lead to.
  const whole = join(realpathSync(folder), basename(path));
  const problem = nameProblem(whole);
  if (problem !== undefined) throw unwritable(path, problem);
  try {
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw unwritable(path, accessProblem(error), error);
  }
  return { path: resolve(path), isFree: true };
}

/** The first of `NAME 2`, `NAME 3`, … that is free; `isTaken` tells of names that are promised to projects which are being made. */
export function freePlace(path: string, isTaken: (path: string) => boolean): string {
  const [folder, name] = [dirname(path), basename(path)];
  const bare = name.toLowerCase().endsWith(ENDING) ? name.slice(0, -ENDING.length) : name;
  const [, stem = bare, number = '1'] = /^(.*) (\d+)$/.exec(bare) ?? [];
  for (let next = Number(number) + 1; ; next++) {
    const other = join(folder, `${stem} ${next}${ENDING}`);
    if (!existsSync(other) && !isTaken(other)) return other;
  }
}

function look(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch (error) {
    // Only of a missing file is there nothing to say: a file in place of a folder says so.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw unwritable(path, accessProblem(error), error);
  }
}

const unwritable = (path: string, why: string, cause?: unknown): SpikeloomError =>
  new SpikeloomError('output.unwritable', `${path === '' ? 'The project' : path} cannot be written: ${why}.`, {
    at: { file: path },
    cause,
  });
