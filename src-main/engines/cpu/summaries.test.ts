/** Statistics taken in the workers: what the reference engine finds, and the same to the last bit whatever the number of workers. */
import { beforeAll, describe, expect, it } from 'vitest';
import { buildKernels } from '../../../scripts/build-kernels.mjs';
import * as models from '../../../tests/fixtures/small-networks.ts';
import { onnxBytes, testFolder, type TestModel } from '../../../tests/support/onnx-graph.ts';
import { choicesOf } from '../../../tests/support/spiking.ts';
import { calibrate, type Calibration } from '../../calibrate/index.ts';
import { type PlacedNetwork, placeNeurons } from '../../convert/index.ts';
import { importNetwork, readModel } from '../../onnx/index.ts';
import type { Engine } from '../../../src-shared/engine/index.ts';
import { referenceEngine } from '../reference/index.ts';
import { cpuEngine } from './index.ts';

beforeAll(buildKernels);

async function place(model: TestModel): Promise<PlacedNetwork> {
  using folder = testFolder();
  return placeNeurons(importNetwork(await readModel(folder.write('m.onnx', onnxBytes(model)))).network);
}

/** Two batches, each of another number of parts. */
function calibrated(model: TestModel, placed: PlacedNetwork, engine: Engine, threads = 1): Promise<Calibration> {
  const batches = [19, 3].map((samples, seed) => ({ data: models.samplesOf(model, samples, seed), samples }));
  const choices = choicesOf(placed, {}, ({ name }) => ({
    threshold: {
      method: 'percentile',
      percentile: 90,
      of: name.includes('2') ? 'magnitude' : 'value',
      level: name.length % 2 === 0 ? 'channel' : 'neuron',
      scale: 1,
    },
  }));
  return calibrate(placed, choices, batches, { steps: 4, engine, threads });
}

describe.each(['residual', 'overlapping', 'attention', 'sequenceFirst', 'batchFirst'] as const)('statistics of %s', (name) => {
  it('are those of the reference engine', async () => {
    const placed = await place(models[name]);
    const ours = await calibrated(models[name], placed, cpuEngine);
    for (const [layer, { statistics }] of (await calibrated(models[name], placed, referenceEngine)).layers) {
      const found = ours.layers.get(layer)!.statistics;
      expect(found.samples).toBe(statistics.samples);
      for (const key of ['max', 'mean', 'variance'] as const) {
        statistics[key].forEach((value, group) => expect(found[key][group]).toBeCloseTo(value, 4));
      }
      statistics.percentiles[0]!.forEach((value, group) => expect(found.percentiles[0]![group]).toBeCloseTo(value, 4));
    }
  });

  it('do not depend on the number of workers', async () => {
    const placed = await place(models[name]);
    const [one, three] = [
      await calibrated(models[name], placed, cpuEngine, 1),
      await calibrated(models[name], placed, cpuEngine, 3),
    ];
    expect(three).toEqual(one);
  });
});
