/**
 * What counting operations costs: `node tests/bench/counting.ts MODEL [THRESHOLDS] [BATCH]` prints the median milliseconds of a batch with all
 * counted layers and of the same network without any, over rounds in turn, as JSON.
 */
import { calibrate } from '../../src-main/calibrate/index.ts';
import { compile, placeNeurons } from '../../src-main/convert/index.ts';
import { cpuEngine } from '../../src-main/engines/cpu/index.ts';
import { importNetwork, readModel } from '../../src-main/onnx/index.ts';
import { median } from '../../src-main/services/run/bench/median.ts';
import { choicesOf } from '../../src-main/services/model/choices.ts';
import { preprocessFor } from '../../src-main/services/model/model-preprocess.ts';
import { openCalibration } from '../../src-main/services/model/samples.ts';
import { planFromOptions } from '../../src-shared/plan/index.ts';
import { milliseconds } from './markdown.ts';
import type { Recorder } from './results.ts';
import { CALIBRATION, example, runFile } from './spikeloom.ts';

const STEPS = 8;
const THRESHOLDS = 8;
const BATCH = 64;
const ROUNDS = 40;
const AIM = 1.05;

/** Median milliseconds of a batch. */
export interface CountingTimes {
  readonly counting: number;
  readonly silent: number;
}

async function measure(model: string, thresholds: number, batch: number): Promise<CountingTimes> {
  const placed = placeNeurons(importNetwork(await readModel(model)).network);
  const choices = choicesOf(placed, planFromOptions({ steps: STEPS, thresholds }));
  const { preprocess } = await preprocessFor(model, undefined);
  const source = await openCalibration(CALIBRATION, placed, preprocess, {});
  const data = await source.read(0, batch);
  const { layers } = await calibrate(placed, choices, [{ data, samples: batch }], { steps: STEPS, engine: cpuEngine });
  const spiking = compile(placed, choices, new Map([...layers].map(([name, { thresholds }]) => [name, thresholds])));
  await using counting = await cpuEngine.prepare(spiking);
  await using silent = await cpuEngine.prepare({ ...spiking, counted: [] });
  const time = async (session: typeof counting): Promise<number> => {
    const began = performance.now();
    await session.run(data, batch, { steps: STEPS });
    return performance.now() - began;
  };
  // In turn, and which goes first in turn too: the second of two is given what the first left to collect.
  const sessions = [counting, silent];
  const times: [number[], number[]] = [[], []];
  for (let round = 0; round <= ROUNDS; round++) {
    for (const which of round % 2 === 0 ? [0, 1] : [1, 0]) {
      const taken = await time(sessions[which]!);
      // The first round warms up.
      if (round > 0) times[which]!.push(taken);
    }
  }
  return { counting: median(times[0]), silent: median(times[1]) };
}

/** Measures one of the example networks, in a process of its own. */
export async function countingTimes(name: string, thresholds: number, batch: number): Promise<CountingTimes> {
  const args = [example(name, STEPS, batch).model, String(thresholds), String(batch)];
  return JSON.parse(await runFile('tests/bench/counting.ts', args)) as CountingTimes;
}

export async function countingTable(record: Recorder): Promise<void> {
  for (const name of ['resnet20', 'vgg-small', 'vit-small']) {
    const { counting, silent } = await countingTimes(name, THRESHOLDS, BATCH);
    const detail = `${milliseconds(counting)} and ${milliseconds(silent)} ms a batch`;
    record({ table: 'counting', workload: name, aim: AIM, values: [counting / silent], detail });
  }
}

if (import.meta.main) {
  const [model = '', thresholds = THRESHOLDS, batch = BATCH] = process.argv.slice(2);
  process.stdout.write(JSON.stringify(await measure(model, Number(thresholds), Number(batch))));
}
