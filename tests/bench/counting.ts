/**
 * What counting operations costs: `node tests/bench/counting.ts MODEL` prints the median, over rounds in turn, of the time of a batch
 * with all counted layers over that of the same network without any, as JSON.
 */
import { join } from 'node:path';
import { calibrate } from '../../src-main/calibrate/index.ts';
import { compile, placeNeurons } from '../../src-main/convert/index.ts';
import { ENGINES } from '../../src-main/engines/index.ts';
import { importNetwork, readModel } from '../../src-main/onnx/index.ts';
import { median } from '../../src-main/services/bench/median.ts';
import { choicesOf } from '../../src-main/services/choices.ts';
import { openCalibration, preprocessFor } from '../../src-main/services/samples.ts';
import { planFromOptions } from '../../src-shared/plan/index.ts';
import { table } from './markdown.ts';
import { CALIBRATION, EXAMPLES, runFile } from './spikeloom.ts';

const STEPS = 8;
const BATCH = 64;
const ROUNDS = 15;

async function measure(model: string): Promise<number> {
  const placed = placeNeurons(importNetwork(await readModel(model)).network);
  const choices = choicesOf(placed, planFromOptions({ steps: STEPS }));
  const { preprocess } = await preprocessFor(model, undefined);
  const source = await openCalibration(CALIBRATION, placed, preprocess, {});
  const data = await source.read(0, BATCH);
  const { layers } = await calibrate(placed, choices, [{ data, samples: BATCH }], { steps: STEPS, engine: ENGINES.cpu });
  const spiking = compile(placed, choices, new Map([...layers].map(([name, { thresholds }]) => [name, thresholds])));
  await using counting = await ENGINES.cpu.prepare(spiking);
  await using silent = await ENGINES.cpu.prepare({ ...spiking, counted: [] });
  const time = async (session: typeof counting): Promise<number> => {
    const began = performance.now();
    await session.run(data, BATCH, { steps: STEPS });
    return performance.now() - began;
  };
  const ratios: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const ratio = (await time(counting)) / (await time(silent));
    // The first round warms up.
    if (round > 0) ratios.push(ratio);
  }
  return median(ratios);
}

export async function countingTable(): Promise<void> {
  const row = table(`Counting synaptic operations, T = ${STEPS}, B = ${BATCH}`, ['network', 'time with counting / without']);
  for (const name of ['resnet20', 'vgg-small', 'vit-small']) {
    const output = await runFile('tests/bench/counting.ts', [join(EXAMPLES, `${name}-cifar10.onnx`)]);
    row([name, Number(output).toFixed(3)]);
  }
}

if (import.meta.main) process.stdout.write(JSON.stringify(await measure(process.argv[2]!)));
