/**
 * The one error type of Spikeloom. An error that a person can act on has a code (stable, for programs), a sentence (the problem,
 * its place and a remedy, for people) and its cause. Any other thrown value is a bug.
 */

import { type Message, onCommandLine, type OptionId, withTexts } from '../message/index.ts';

/** Stable names of all errors. The part before the dot is the area. */
export type ErrorCode =
  | 'model.not-onnx'
  | 'model.truncated'
  | 'model.external-data'
  | 'model.unsupported'
  | 'model.inputs'
  | 'model.outputs'
  | 'model.cyclic'
  | 'model.invalid'
  | 'model.blocked'
  | 'model.batch'
  | 'dataset.not-found'
  | 'dataset.format'
  | 'dataset.shape'
  | 'dataset.labels'
  | 'dataset.empty'
  | 'dataset.value'
  | 'preprocess.invalid'
  | 'plan.syntax'
  | 'plan.invalid'
  | 'plan.unknown-layer'
  | 'plan.coding'
  | 'option.invalid'
  | 'output.unwritable'
  | 'output.exists'
  | 'export.unsupported'
  | 'export.disagrees'
  | 'numbers.unsupported'
  | 'capsule.damaged'
  | 'sweep.damaged'
  | 'sweep.differs'
  | 'project.not-a-project'
  | 'project.newer'
  | 'project.damaged'
  | 'project.foreign'
  | 'project.exists'
  | 'project.read-only'
  | 'project.missing'
  | 'engine.unavailable'
  | 'engine.failed'
  | 'engine.disagrees'
  | 'plan.stale'
  | 'files.unreadable'
  | 'files.remote'
  | 'job.missing'
  | 'run.missing'
  | 'export.missing'
  | 'connection.lost'
  | 'cancelled';

/** The place of an error: any of a file, a node or layer of the network, and a setting by its option. */
export interface ErrorPlace {
  readonly file?: string;
  readonly node?: string;
  readonly layer?: string;
  readonly option?: OptionId;
}

/** Words longer than any path that a person has typed. */
const LONG_WORD = /\S{400,}/g;
/** The start and the end of a long word. */
const shortened = (word: string): string => `${word.slice(0, 100)}…${word.slice(-100)}`;

/** Codes for work that failed (exit status 1). All others mean wrong usage or unreadable input (2). */
const WORK_FAILED: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'model.blocked',
  'engine.failed',
  'engine.disagrees',
  'engine.unavailable',
  'export.unsupported',
  'export.disagrees',
  'numbers.unsupported',
]);

/**
 * An error that a person can act on. `sentence` is one line: the problem, its place, the remedy. `message` is the same in the
 * words of the command line. The sentence may quote the contents of files, so it is cleaned here: line breaks are removed, other
 * control characters (terminal commands) are made visible, and very long words (a path of 5,000 characters) are shortened.
 */
export class SpikeloomError extends Error {
  readonly code: ErrorCode;
  readonly sentence: Message;
  readonly at: ErrorPlace;

  constructor(code: ErrorCode, message: Message, options: { at?: ErrorPlace; cause?: unknown } = {}) {
    const sentence = withTexts(message, (text) =>
      text
        .replaceAll(/\s*[\n\r]\s*/g, ' ')
        .replaceAll(/\p{Cc}/gu, '\u{FFFD}')
        .replaceAll(LONG_WORD, shortened),
    );
    super(onCommandLine(sentence), options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'SpikeloomError';
    this.code = code;
    this.sentence = sentence;
    this.at = options.at ?? {};
  }
}

/** Exit status of the command line for a thrown value: 130 cancelled, 2 wrong usage or input, 1 anything else. */
export function exitStatus(error: unknown): 1 | 2 | 130 {
  if (error instanceof SpikeloomError) {
    if (error.code === 'cancelled') return 130;
    return WORK_FAILED.has(error.code) ? 1 : 2;
  }
  return error instanceof DOMException && error.name === 'AbortError' ? 130 : 1;
}

/** The message of anything thrown, for use inside a longer sentence. */
export function messageOf(error: unknown): Message {
  if (error instanceof SpikeloomError) return error.sentence;
  return error instanceof Error ? error.message : String(error);
}

/** What is wrong with a file according to the operating system, and a remedy. The rest of the system's message only repeats the file name. */
const ACCESS_PROBLEMS: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist; check the path',
  ENOTDIR: 'a part of its path is not a folder; check the path',
  EACCES: 'permission denied; check the permissions',
  EPERM: 'permission denied; check the permissions',
  EISDIR: 'it is a folder; name a file',
  EROFS: 'it is on a read-only disk; choose another place',
  ENOSPC: 'the disk is full; make room or choose another place',
  EMFILE: 'too many files are open; close other programs',
  EIO: 'the disk reports an error; copy the file to another one',
  ENAMETOOLONG: 'its name is too long; rename it',
  ELOOP: 'links lead in a circle; check the path',
  ERR_INVALID_ARG_VALUE: 'its path holds a character that no path may have; check the path',
  ENXIO: 'it is a pipe or a device; name a file',
};

/** The reason why a file cannot be read or written, with a remedy, as the end of a sentence. For any other error, its message. */
export function accessProblem(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return ACCESS_PROBLEMS[code] ?? onCommandLine(messageOf(error));
}

/**
 * Turns an error of the operating system into `files.unreadable` with the path, if no more specific code was assigned closer to
 * the work. Undefined for any other error.
 */
export function systemError(error: unknown): SpikeloomError | undefined {
  if (!(error instanceof Error) || !('syscall' in error) || !('code' in error)) return undefined;
  const problem = ACCESS_PROBLEMS[String(error.code)];
  if (problem === undefined) return undefined;
  const file = 'path' in error && typeof error.path === 'string' ? error.path : undefined;
  return new SpikeloomError('files.unreadable', `${file ?? 'A file'} cannot be used: ${problem}.`, {
    at: file === undefined ? {} : { file },
    cause: error,
  });
}
