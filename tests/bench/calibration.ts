/**
 * How long calibration takes against the float network over the same images: `node tests/bench/calibration.ts MODEL` prints both,
 * medians of rounds in turn, as JSON. Both open a session of their own each round; images are read before.
 */
import { calibrate, type CalibrationBatch } from '../../src-main/calibrate/index.ts';
import { compile, placeNeurons } from '../../src-main/convert/index.ts';
import { batches } from '../../src-main/dataset/index.ts';
import { cpuEngine } from '../../src-main/engines/cpu/index.ts';
import { importNetwork, readModel } from '../../src-main/onnx/index.ts';
import { median } from '../../src-main/services/run/bench/median.ts';
import { choicesOf } from '../../src-main/services/model/choices.ts';
import { preprocessFor } from '../../src-main/services/model/model-preprocess.ts';
import { openCalibration } from '../../src-main/services/model/samples.ts';
import { planFromOptions } from '../../src-shared/plan/index.ts';
import type { Recorder } from './results.ts';
import { CALIBRATION, EXAMPLES, runFile } from './spikeloom.ts';
import { join } from 'node:path';

const ROUNDS = 5;
const AIM = 3;

interface Times {
  readonly images: number;
  readonly float: number;
  readonly calibration: number;
}

async function measure(model: string): Promise<Times> {
  const placed = placeNeurons(importNetwork(await readModel(model)).network);
  const choices = choicesOf(placed, planFromOptions({}));
  const { preprocess } = await preprocessFor(model, undefined);
  const source = await openCalibration(CALIBRATION, placed, preprocess, {});
  const images: CalibrationBatch[] = [];
  for await (const { data, count } of batches(source, 100)) images.push({ data, samples: count });
  const spiking = compile(placed, choices);
  const times: { readonly float: number; readonly calibration: number }[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const start = performance.now();
    {
      await using session = await cpuEngine.prepare(spiking);
      for (const { data, samples } of images) await session.float(data, samples);
    }
    const middle = performance.now();
    await calibrate(placed, choices, images, { steps: 8, engine: cpuEngine });
    // The first round warms up.
    if (round > 0) times.push({ float: middle - start, calibration: performance.now() - middle });
  }
  return {
    images: source.count,
    float: median(times.map(({ float }) => float)),
    calibration: median(times.map(({ calibration }) => calibration)),
  };
}

export async function calibrationTable(record: Recorder): Promise<void> {
  for (const name of ['resnet20', 'vgg-small', 'vit-small']) {
    const output = await runFile('tests/bench/calibration.ts', [join(EXAMPLES, `${name}-cifar10.onnx`)]);
    const { images, float, calibration } = JSON.parse(output) as Times;
    const detail = `${calibration.toFixed(0)} and ${float.toFixed(0)} ms for ${images} images`;
    record({ table: 'calibration', workload: name, aim: AIM, values: [calibration / float], detail });
  }
}

if (import.meta.main) process.stdout.write(JSON.stringify(await measure(process.argv[2]!)));
