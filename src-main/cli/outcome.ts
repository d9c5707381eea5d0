/** How a command ends: its answer on standard output, an error as one line on standard error, the exit status (docs/cli.md). */
import { exitStatus, messageOf, SpikeloomError } from '../../src-shared/errors/index.ts';
import { onCommandLine, option } from '../../src-shared/message/index.ts';

/** What a command answers. */
export interface Outcome {
  /** The document of `--json`. */
  readonly json: unknown;
  /** The same for people. */
  readonly text: () => string;
  /** Exit status, where it is not 0. */
  readonly status?: 1;
}

/** Prints an answer and ends the program. */
export async function finish({ json, text, status }: Outcome, asJson: boolean): Promise<never> {
  await print(process.stdout, asJson ? `${JSON.stringify(json, null, 2)}\n` : `${text()}\n`);
  return end(status ?? 0);
}

/** Ends the program at once, once everything that was printed has left. */
export async function end(status: number): Promise<never> {
  await Promise.all([print(process.stdout, ''), print(process.stderr, '')]);
  process.exit(status);
}

/** Prints an error as one line and, with `--json`, as the document; returns the exit status. */
export async function reportError(error: unknown, asJson: boolean): Promise<number> {
  const known = error instanceof SpikeloomError ? error : undefined;
  const message = known?.message ?? `unexpected: ${onCommandLine(messageOf(error))}${placeOf(error)}`;
  const { code = 'internal', at = {} } = known ?? {};
  const place = at.option === undefined ? at : { ...at, option: onCommandLine([option(at.option)]) };
  if (asJson) await print(process.stdout, `${JSON.stringify({ error: { code, message, at: place } }, null, 2)}\n`);
  await print(process.stderr, `spikeloom: ${oneLine(message)}\n`);
  return exitStatus(error);
}

/** commander's message in the words of this program. `command`: the one that was called, if it is one. */
export function usageError(message: string, command: string | undefined): SpikeloomError {
  const text = oneLine(message)
    .replace(/^error: /, '')
    .replace(/\.$/, '');
  return new SpikeloomError('option.invalid', `${text}; see spikeloom ${command === undefined ? '' : `${command} `}--help`);
}

const oneLine = (text: string): string => text.trim().replaceAll(/\s*\n\s*/g, ' ');

/** Where in the program something unexpected happened: a bug report needs it. */
function placeOf(error: unknown): string {
  const line = error instanceof Error ? error.stack?.split('\n').find((entry) => /^\s+at /.test(entry)) : undefined;
  return line === undefined ? '' : ` (${line.trim()})`;
}

const print = (stream: NodeJS.WriteStream, text: string): Promise<void> =>
  new Promise((resolve) => {
    stream.write(text, () => resolve());
  });
