/**
 * `npm run fuzz`: damaged models, plans, project files and arrays. Prints its seed, what became of the input, and what went wrong,
 * each with the command that repeats it. Status 1 where anything did.
 */
import { parseArgs } from 'node:util';
import { type FuzzResult, supervise, type TargetName } from './supervise.ts';

const ROUNDS: Readonly<Record<TargetName, number>> = { models: 5000, plans: 1000, projects: 250, arrays: 250 };

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 32)) },
    target: { type: 'string' },
    round: { type: 'string' },
    rounds: { type: 'string' },
  },
});
const seed = Number(values.seed);
const targets = Object.keys(ROUNDS).filter((name) => values.target === undefined || name === values.target) as TargetName[];

function print(target: TargetName, rounds: number, { outcomes, slowestMs, peakMb }: FuzzResult): void {
  console.log(`${target}: ${rounds} rounds, slowest ${slowestMs.toFixed(0)} ms, peak ${peakMb.toFixed(0)} MB`);
  for (const [outcome, count] of [...outcomes].sort((a, b) => b[1] - a[1]))
    console.log(`${String(count).padStart(6)}  ${outcome}`);
}

console.log(`seed ${seed}`);
for (const target of targets) {
  const from = Number(values.round ?? 0);
  const to = from + Number(values.round === undefined ? (values.rounds ?? ROUNDS[target]) : 1);
  const result = await supervise({ target, seed, from, to });
  print(target, to - from, result);
  // The same thing is found many times: once with all of its words.
  for (const same of Map.groupBy(result.findings, ({ what }) =>
    what.split('\n').slice(0, 3).join('\n').replaceAll(/\d+/g, 'n'),
  ).values()) {
    console.log(
      `FOUND ${same.length} times: npm run fuzz -- --seed ${seed} --target ${target} --round ${same[0]!.round}\n${same[0]!.what}`,
    );
    process.exitCode = 1;
  }
}
