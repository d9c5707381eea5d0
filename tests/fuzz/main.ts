/**
 * `npm run fuzz`: the engines against each other on random networks, damaged messages to the host, models, plans, project files, shards,
 * archives and images, jobs that may stay, and evaluations that are killed. Prints its seed, what
 * became of the input, and what went wrong, each with the command that repeats it. Status 1 where anything did.
 */
import { parseArgs } from 'node:util';
import { leftByJobs } from '../support/short-jobs.ts';
import { killEvaluation } from './kills.ts';
import { type Finding, type FuzzResult, supervise, type TargetName } from './supervise.ts';

const ROUNDS: Readonly<Record<TargetName, number>> = {
  engines: 3000,
  host: 10_000,
  models: 5000,
  plans: 1000,
  projects: 250,
  schemas: 10_000,
  shards: 100,
  archives: 5000,
  images: 5000,
};
const KILLS = 20;
const JOBS = 500;

const { values } = parseArgs({
  options: {
    /** Another seed than one drawn by chance. */
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 32)) },
    /** One of the targets only, `jobs` or `kills`. */
    target: { type: 'string' },
    /** One round only. */
    round: { type: 'string' },
    /** Other than the usual number of rounds, jobs or kills. */
    rounds: { type: 'string' },
  },
});
const seed = Number(values.seed);
const isWanted = (name: string): boolean => values.target === undefined || values.target === name;

function printOutcomes(target: TargetName, { outcomes, slowestMs, peakMb }: FuzzResult): void {
  const rounds = [...outcomes.values()].reduce((sum, count) => sum + count, 0);
  console.log(`${target}: ${rounds} rounds, slowest ${slowestMs.toFixed(0)} ms, most memory ${peakMb.toFixed(0)} MB`);
  const byCount = [...outcomes].sort((a, b) => b[1] - a[1]);
  for (const [outcome, count] of byCount) console.log(`${String(count).padStart(6)}  ${outcome}`);
}

/** The same thing is found many times: once with all of its words. */
function printFindings(target: TargetName, findings: readonly Finding[]): void {
  const kind = ({ what }: Finding): string => what.split('\n').slice(0, 3).join('\n').replaceAll(/\d+/g, 'n');
  for (const same of Map.groupBy(findings, kind).values()) {
    const command = `npm run fuzz -- --seed ${seed} --target ${target} --round ${same[0]!.round}`;
    console.log(`FOUND ${same.length} times, repeat with ${command}\n${same[0]!.what}`);
    process.exitCode = 1;
  }
}

console.log(`seed ${seed}`);
for (const target of (Object.keys(ROUNDS) as TargetName[]).filter(isWanted)) {
  const from = Number(values.round ?? 0);
  const to = values.round === undefined ? Number(values.rounds ?? ROUNDS[target]) : from + 1;
  const result = await supervise({ target, seed, from, to });
  printOutcomes(target, result);
  printFindings(target, result.findings);
}
if (isWanted('jobs')) {
  const count = Number(values.rounds ?? JOBS);
  const left = await leftByJobs(count);
  console.log(`jobs: ${count} short ones, ${left} processes left`);
  if (left > 0) process.exitCode = 1;
}
if (isWanted('kills')) {
  const { stored, findings } = await killEvaluation(seed, Number(values.rounds ?? KILLS));
  console.log(`kills: batches kept after each: ${stored.join(', ')}`);
  for (const finding of findings) console.log(`FOUND ${finding}`);
  if (findings.length > 0) process.exitCode = 1;
}
