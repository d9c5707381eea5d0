/**
 * `npm run bench [-- PART …]` prints the tables of BENCHMARKS.md as they are measured; with `--write` it also enters them into BENCHMARKS.json
 * and writes BENCHMARKS.md anew. Every row is measured in processes of its own; what is compared is measured in turn.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { machineName, provenance, writeResults } from '../support/recorded-results.ts';
import { cTable } from './c.ts';
import { calibrationTable } from './calibration.ts';
import { coldStartTable } from './cold-start.ts';
import { countingTable } from './counting.ts';
import { evaluationTable } from './evaluation.ts';
import { forecastLines } from './forecast.ts';
import { gpuTable } from './gpu.ts';
import { importTables } from './import-size.ts';
import { benchmarksPage, printer } from './markdown.ts';
import { openProjectsTable } from './open-projects.ts';
import { packageTables } from './packages.ts';
import { paperTable } from './paper.ts';
import { type Measured, type Recorder, recordedResults, RESULTS_FILE, withMeasured } from './results.ts';
import { sensitivityTables } from './sensitivity.ts';
import { speedTable } from './speed.ts';
import { ROOT } from './spikeloom.ts';
import { otherTuneTables, tuneTable } from './tune.ts';

const PAGE_FILE = 'BENCHMARKS.md';

/** Parts by name; all of them without arguments, but for the long ones. `folder`: where files may be written. */
const PARTS: Readonly<Record<string, (record: Recorder, folder: string) => Promise<void>>> = {
  speed: speedTable,
  paper: paperTable,
  calibration: calibrationTable,
  counting: countingTable,
  evaluation: evaluationTable,
  sensitivity: sensitivityTables,
  import: importTables,
  start: coldStartTable,
  projects: openProjectsTable,
  async graph(record) {
    // Needs Chromium; the other parts do not.
    await (await import('./graph-frames.ts')).graphTables(record);
  },
  async charts(record) {
    // Needs Chromium too.
    await (await import('./charts.ts')).chartsTable(record);
  },
  async kernels(record) {
    // Needs the compiler of kernels, which a machine that only measures lacks (scripts/measure-gpu.sh).
    await (await import('./kernels.ts')).kernelsTable(record);
  },
  c: cTable,
  packages: packageTables,
  gpu: gpuTable,
  forecast: (_record, folder) => forecastLines(folder),
  tune: tuneTable,
  'tune-others': otherTuneTables,
};

/** Parts that take more than ten minutes or record nothing, which are measured only if they are named. */
const NAMED: readonly string[] = ['forecast', 'tune', 'tune-others'];

/** Enters results of this machine and of this checkout into BENCHMARKS.json, and writes BENCHMARKS.md anew. */
async function keep(measured: readonly Measured[]): Promise<void> {
  const source = { ...provenance(ROOT, [RESULTS_FILE, PAGE_FILE]), machine: machineName() };
  const results = withMeasured(recordedResults(), measured, source);
  writeResults(join(ROOT, RESULTS_FILE), results);
  await writeFile(join(ROOT, PAGE_FILE), benchmarksPage(results));
}

const options = process.argv.slice(2);
const write = options.includes('--write');
const asked = options.filter((option) => option !== '--write');
const unknown = asked.filter((name) => !(name in PARTS));
if (unknown.length > 0) {
  process.stderr.write(
    `no such part: ${unknown.join(', ')}; there are ${Object.keys(PARTS).join(', ')}, and the option --write\n`,
  );
  process.exit(2);
}
process.stdout.write(`${machineName()}, Node ${process.versions.node}, load ${loadavg()[0]!.toFixed(1)} at the start\n`);
const print = printer((text) => process.stdout.write(text));
const folder = await mkdtemp(join(tmpdir(), 'spikeloom-bench-'));
try {
  for (const name of asked.length > 0 ? asked : Object.keys(PARTS).filter((name) => !NAMED.includes(name))) {
    const measured: Measured[] = [];
    await PARTS[name]!((one) => {
      print(one);
      measured.push(one);
    }, folder);
    // Part by part: what was measured stays if a later part fails or is stopped.
    if (write) await keep(measured);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
