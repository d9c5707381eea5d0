/**
 * Whole networks as different exporters write them: imported as ONNX Runtime computes them, at a dynamic and at a fixed batch, with
 * every node's fate said, and spiking towards the same answer.
 */
import { describe, expect, it } from 'vitest';
import { importNetwork, preflight, readModel } from '../../src-main/onnx/index.ts';
import { evaluateNetwork } from '../../src-shared/network/evaluate.ts';
import { atBatch, sizeOf } from '../../src-shared/tensor/index.ts';
import { withFixedBatch } from '../support/fixed-batch.ts';
import { becameOf, checkedModel, converted, opsOf, outputErrors } from '../support/check-model.ts';
import { EXPORTED } from '../support/exported-models.ts';
import { onnxBytes, randomValues, testFolder } from '../support/onnx-graph.ts';
import { relativeDistance, runOnnxRuntime } from '../support/onnx-runtime.ts';

const STEPS = 32;

describe.each(Object.entries(EXPORTED))('%s', (_name, make) => {
  const { model, becomes } = make();
  const shape = model.inputs![0]!.shape;
  const isFixed = typeof shape[0] === 'number';

  it('computes what ONNX Runtime does, and says what became of its nodes', async () => {
    const { report, distance } = await checkedModel(model, { batch: isFixed ? 1 : 3 });
    expect(distance).toBeLessThanOrEqual(1e-5);
    for (const [type, ops] of Object.entries(becomes)) expect(becameOf(report, type), type).toEqual(ops);
    using folder = testFolder();
    const { totals, nodes } = preflight(await readModel(folder.write('model.onnx', onnxBytes(model))));
    expect(totals.blocked + totals.unchecked).toBe(0);
    expect(nodes).toEqual(report);
  });

  // A file that has a fixed batch already is not fixed again.
  it.each(isFixed ? [] : [1, 2])('exported at batch %i it is the same network', async (batch) => {
    using folder = testFolder();
    const file = folder.write('dynamic.onnx', onnxBytes(model));
    const fixed = folder.write('fixed.onnx', await withFixedBatch(file, shape.slice(1) as number[], batch));
    const { network } = importNetwork(await readModel(fixed));
    const all = [3, ...(shape.slice(1) as number[])];
    const data = randomValues(sizeOf(all), 8);
    const [computed] = evaluateNetwork(network, { shape: all, data, dtype: 'float' });
    const [wanted] = await runOnnxRuntime(file, all, data);
    expect(relativeDistance(computed!.data, wanted!.data)).toBeLessThanOrEqual(1e-5);
  });

  it('spikes towards the float network', async () => {
    const { network } = await checkedModel(model, { batch: isFixed ? 1 : 2 });
    const spiking = await converted(network, STEPS, { thresholdLevel: 'layer' });
    const { errors, angles } = (await outputErrors(spiking, STEPS))[0]!;
    expect(errors.at(-1)!).toBeLessThan(0.02);
    expect(errors.at(-1)!).toBeLessThan(errors[0]! / 8);
    expect(angles.at(-1)!).toBeLessThan(2e-4);
  });
});

it('channels last: batch normalisation is folded, and every ReLU has its channels first', async () => {
  const { network } = await checkedModel(EXPORTED['convolutions, Keras']!().model);
  expect(opsOf(network).filter((op) => op === 'Transpose')).toHaveLength(1);
  const clips = network.nodes.filter(({ op }) => op === 'Clip');
  expect(clips.map(({ output }) => atBatch(network.shapes.get(output)!, 1).slice(0, 2))).toEqual([
    [1, 6],
    [1, 6],
  ]);
  expect(opsOf(network).slice(0, 5)).toEqual(['Transpose', 'Conv', 'Clip', 'Conv', 'Clip']);
});
