/**
 * Against the paper's code, which runs beside ours where `PAPER_CODE` names a clone of github.com/h-z-h-cell/ANN-to-SNN-DCGS and
 * `PAPER_PYTHON` a Python with torch, numpy, onnx and pillow (`python3` without). Its times that are quoted are those of another machine.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { median } from '../../src-main/services/bench/median.ts';
import { type CountingTimes, countingTimes } from './counting.ts';
import { table } from './markdown.ts';
import { bench, example, EXAMPLES } from './spikeloom.ts';

const STEPS = 8;
const BATCH = 100;
const ROUNDS = 3;

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

export async function paperTable(): Promise<void> {
  const row = table(`Seconds for 100 images, T = ${STEPS}`, [
    'network',
    'n',
    'paper’s code, quoted',
    'Spikeloom',
    'times faster',
  ]);
  for (const { name, thresholds, seconds } of QUOTED) {
    const own = (await bench({ ...example(name, STEPS, BATCH), thresholds })).snn_ms / 1000;
    row([name, String(thresholds), seconds.toFixed(1), own.toFixed(2), (seconds / own).toFixed(1)]);
  }
  const code = process.env.PAPER_CODE;
  if (code === undefined) process.stdout.write('\nThe paper’s code did not run beside it: PAPER_CODE names no clone of it.\n');
  else await inTurn(code, process.env.PAPER_PYTHON ?? 'python3');
}

async function inTurn(code: string, python: string): Promise<void> {
  const head = ['resnet20, n', 'counting operations', 'paper’s code', 'Spikeloom', 'times faster'];
  const row = table(`The same on this machine, in turn, medians of ${ROUNDS}`, head);
  const apart: string[] = [];
  for (const thresholds of [8, 4]) {
    const theirs: PaperRun[] = [];
    const ours: CountingTimes[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const args = [join(import.meta.dirname, 'paper-code.py'), code, EXAMPLES, String(thresholds)];
      theirs.push(JSON.parse((await promisify(execFile)(python, args)).stdout) as PaperRun);
      ours.push(await countingTimes('resnet20', thresholds, BATCH));
    }
    for (const kind of ['counting', 'silent'] as const) {
      const [their, own] = [median(theirs.map((run) => run[kind])), median(ours.map((run) => run[kind])) / 1000];
      row([String(thresholds), kind === 'counting' ? 'yes' : 'no', their.toFixed(2), own.toFixed(3), (their / own).toFixed(1)]);
    }
    apart.push(`n = ${thresholds}: ${Math.max(...theirs.map((run) => run.distance)).toExponential(1)}`);
  }
  process.stdout.write(`\nIts mean logits after the last step differ from the recorded ones by at most ${apart.join(', ')}.\n`);
}
