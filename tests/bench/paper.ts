/**
 * Against the paper's code. It runs beside ours if `PAPER_CODE` names a clone of github.com/h-z-h-cell/ANN-to-SNN-DCGS; `PAPER_PYTHON` names
 * a Python with torch, numpy, onnx and pillow (`python3` if it is not set). The quoted times are those of another machine.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { median } from '../../src-main/services/run/bench/median.ts';
import { type CountingTimes, countingTimes } from './counting.ts';
import type { Recorder } from './results.ts';
import { bench, example, EXAMPLES } from './spikeloom.ts';

const STEPS = 8;
const BATCH = 100;
const ROUNDS = 3;
const AIM = 15;

const table = 'paper';

/** Seconds that the paper's code takes for 100 images on 2 threads, T = 8, multi-threshold neurons of n thresholds, as quoted. */
const QUOTED = [
  { name: 'resnet20', thresholds: 8, seconds: 9.9 },
  { name: 'resnet20', thresholds: 4, seconds: 2.6 },
  { name: 'vgg-small', thresholds: 8, seconds: 5.4 },
  { name: 'vit-small', thresholds: 8, seconds: 12.8 },
];

/** What paper-code.py prints: seconds, and the distance of its logits from the recorded ones. */
interface PaperRun {
  readonly silent: number;
  readonly counting: number;
  readonly distance: number;
}

export async function paperTable(record: Recorder): Promise<void> {
  for (const { name, thresholds, seconds } of QUOTED) {
    const own = (await bench({ ...example(name, STEPS, BATCH), thresholds })).snn_ms / 1000;
    const detail = `${seconds.toFixed(1)} s quoted, ${own.toFixed(3)} s here`;
    record({ table, workload: `${name}, n = ${thresholds}, quoted`, aim: AIM, values: [seconds / own], detail });
  }
  const code = process.env.PAPER_CODE;
  if (code === undefined) process.stderr.write('The paper’s code did not run in turn: PAPER_CODE names no clone of it.\n');
  else for (const thresholds of [8, 4]) await inTurn(record, thresholds, code, process.env.PAPER_PYTHON ?? 'python3');
}

async function inTurn(record: Recorder, thresholds: number, code: string, python: string): Promise<void> {
  const theirs: PaperRun[] = [];
  const ours: CountingTimes[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const args = [join(import.meta.dirname, 'paper-code.py'), code, EXAMPLES, String(thresholds)];
    theirs.push(JSON.parse((await promisify(execFile)(python, args)).stdout) as PaperRun);
    ours.push(await countingTimes('resnet20', thresholds, BATCH));
  }
  const rows = (['counting', 'silent'] as const).map((kind) => ({
    their: median(theirs.map((run) => run[kind])),
    own: median(ours.map((run) => run[kind])) / 1000,
  }));
  const seconds = rows.map(({ their, own }) => `${their.toFixed(2)} and ${own.toFixed(3)} s`).join(', ');
  const distance = Math.max(...theirs.map((run) => run.distance)).toExponential(1);
  record({
    table,
    workload: `resnet20, n = ${thresholds}, in turn, operations counted / not counted`,
    aim: AIM,
    values: rows.map(({ their, own }) => their / own),
    detail: `${seconds}; its logits are within ${distance} of the recorded ones`,
  });
}
