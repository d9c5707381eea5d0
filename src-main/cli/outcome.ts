/** The end of a command: its answer on standard output, an error as one line on standard error, and the exit status (docs/cli.md). */
import { exitStatus, messageOf, SpikeloomError } from '../../src-shared/errors/index.ts';
import { onCommandLine, option } from '../../src-shared/message/index.ts';

/** The answer of a command. */
export interface Outcome {
  /** The document that `--json` prints. */
  readonly json: unknown;
  /** The answer as text for people. */
  readonly text: () => string;
  /** Exit status, if it is not 0. */
  readonly status?: 1;
}

/** Prints an answer and ends the program. */
export async function finish({ json, text, status }: Outcome, asJson: boolean): Promise<never> {
  await print(process.stdout, asJson ? `${JSON.stringify(json, null, 2)}\n` : `${text()}\n`);
  return end(status ?? 0);
}

/** Waits until all output is written, then ends the program at once. */
export async function end(status: number): Promise<never> {
  await Promise.all([print(process.stdout, ''), print(process.stderr, '')]);
  process.exit(status);
}

/** Prints an error as one line, and with `--json` also as a document. Returns the exit status. */
export async function reportError(error: unknown, asJson: boolean): Promise<number> {
  const known = error instanceof SpikeloomError ? error : undefined;
  const message = known?.message ?? `unexpected: ${onCommandLine(messageOf(error))}${placeOf(error)}`;
  const { code = 'internal', at = {} } = known ?? {};
  const place = at.option === undefined ? at : { ...at, option: onCommandLine([option(at.option)]) };
  if (asJson) await print(process.stdout, `${JSON.stringify({ error: { code, message, at: place } }, null, 2)}\n`);
  await print(process.stderr, `spikeloom: ${oneLine(message)}\n`);
  return exitStatus(error);
}

/** Translates commander's message into the words of this program. `command`: the command that was called, if it exists. */
export function usageError(message: string, command: string | undefined): SpikeloomError {
  const text = oneLine(message)
    .replace(/^error: /, '')
    .replace(/\.$/, '');
  return new SpikeloomError('option.invalid', `${text}; see spikeloom ${command === undefined ? '' : `${command} `}--help`);
}

const oneLine = (text: string): string => text.trim().replaceAll(/\s*\n\s*/g, ' ');

/** The place in the program where an unexpected error arose, for a bug report. */
function placeOf(error: unknown): string {
  const line = error instanceof Error ? error.stack?.split('\n').find((entry) => /^\s+at /.test(entry)) : undefined;
  return line === undefined ? '' : ` (${line.trim()})`;
}

const print = (stream: NodeJS.WriteStream, text: string): Promise<void> =>
  new Promise((resolve) => {
    stream.write(text, () => resolve());
  });
