/**
 * `npm run bench`: the figures of BENCHMARKS.md as Markdown. Every row is measured in processes of its own; what is compared is
 * measured in turn. Compare ratios, not milliseconds of different runs.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { calibrationTable } from './calibration.ts';
import { coldStartTable } from './cold-start.ts';
import { countingTable } from './counting.ts';
import { evaluationTable } from './evaluation.ts';
import { paperTable } from './paper.ts';
import { speedTables } from './speed.ts';
import { runFile } from './spikeloom.ts';

/** Parts by name; all of them without arguments. */
const PARTS: Readonly<Record<string, (folder: string) => Promise<void>>> = {
  speed: speedTables,
  paper: paperTable,
  calibration: calibrationTable,
  counting: countingTable,
  evaluation: evaluationTable,
  start: coldStartTable,
  async graph() {
    // Needs Chromium; the other parts do not.
    await (await import('./graph-frames.ts')).graphFramesTable();
  },
  async kernels() {
    const output = await runFile('tests/bench/kernels.ts', []);
    process.stdout.write(`\n**Neuron kernels, one core**\n\n${output.trimEnd().replaceAll(/^/gm, '- ')}\n`);
  },
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in PARTS));
if (unknown.length > 0) {
  process.stderr.write(`no such part: ${unknown.join(', ')}; there are ${Object.keys(PARTS).join(', ')}\n`);
  process.exit(2);
}
const load = loadavg()[0]!.toFixed(1);
process.stdout.write(
  `${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores, Node ${process.versions.node}, load ${load} at the start\n`,
);
const folder = await mkdtemp(join(tmpdir(), 'spikeloom-bench-'));
try {
  for (const name of asked.length > 0 ? asked : Object.keys(PARTS)) await PARTS[name]!(folder);
} finally {
  await rm(folder, { recursive: true, force: true });
}
