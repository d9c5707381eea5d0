/** Tables of `npm run bench`, written row by row as they are measured, in the form of BENCHMARKS.md. */

const line = (cells: readonly string[]): void => void process.stdout.write(`| ${cells.join(' | ')} |\n`);

/** Begins a table. Returns the function that writes a row. */
export function table(title: string, head: readonly string[]): (cells: readonly string[]) => void {
  process.stdout.write(`\n**${title}**\n\n`);
  line(head);
  line(head.map(() => '---'));
  return line;
}

/** Milliseconds, with as many digits as they deserve. */
export const milliseconds = (ms: number): string => ms.toFixed(ms < 100 ? 1 : 0);
