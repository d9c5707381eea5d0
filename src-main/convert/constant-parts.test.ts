/** The constant part of every value against the network itself, with its input and all units silent (docs/algorithm.md §1). */
import { describe, expect, it } from 'vitest';
import type { ValueId } from '../../src-shared/network/index.ts';
import { operatorOf } from '../../src-shared/network/operators/index.ts';
import { testBuilder } from '../../src-shared/network/operators/testing/builder.ts';
import { randomTensor } from '../../src-shared/network/operators/testing/random.ts';
import type { SpikingNetwork } from '../../src-shared/spiking/index.ts';
import { atBatch, BATCH, type Tensor, tensor64 } from '../../src-shared/tensor/index.ts';
import * as models from '../../tests/fixtures/small-networks.ts';
import type { TestModel } from '../../tests/support/onnx-graph.ts';
import { compileUniform, importModel } from '../../tests/support/spiking.ts';
import { placeNeurons } from './place-neurons.ts';

const networks: readonly (readonly [string, TestModel])[] = Object.entries(models).flatMap(([name, model]) =>
  'nodes' in model ? [[name, model]] : [],
);

/** What each segment writes for one sample when it reads nothing but zeros, or what other segments write then. */
function silentPass({ network, stages }: SpikingNetwork): Map<ValueId, readonly number[]> {
  const values = new Map<ValueId, Tensor>();
  const valueOf = (value: ValueId): Tensor =>
    network.constants.get(value) ?? values.get(value) ?? tensor64(atBatch(network.shapes.get(value)!, 1));
  const written = new Map<ValueId, readonly number[]>();
  for (const stage of stages) {
    if (stage.kind !== 'segment') continue;
    for (const node of stage.nodes)
      values.set(node.output, operatorOf(node.op).evaluate(node.inputs.map(valueOf), node.attributes));
    written.set(stage.output, Array.from(valueOf(stage.output).data));
  }
  return written;
}

function check(spiking: SpikingNetwork): void {
  for (const [value, expected] of silentPass(spiking)) {
    const part = spiking.constantParts.get(value);
    if (expected.some((entry) => entry !== 0)) expect([...part!], value).toEqual(expected);
    else expect(part, value).toBeUndefined();
  }
  // What units write is silent.
  for (const stage of spiking.stages) if (stage.kind !== 'segment') expect(spiking.constantParts.has(stage.output)).toBe(false);
}

it.each(networks)('%s', async (_, model) => {
  const placed = placeNeurons(await importModel(model));
  check(compileUniform(placed));
  check(compileUniform(placed, { coding: 'rate' }));
});

describe('what a constant part goes through', () => {
  it('convolutions of one, two and three dimensions, transposed ones, pools, sums, moves', () => {
    for (const spatial of [[6], [4, 5], [3, 4, 2]]) {
      const rank = spatial.length;
      const b = testBuilder([BATCH, 2, ...spatial]);
      const ones = spatial.map(() => 1);
      const windows = { strides: ones, pads: [...ones, ...ones], dilations: ones, group: 1 };
      const kernel = spatial.map(() => 2);
      const weights = [randomTensor([4, 2, ...kernel], 1), randomTensor([4], 2)].map((tensor) => b.constant(tensor));
      const conv = b.emit('Conv', ['x', ...weights], windows);
      const relu = b.emit('Relu', [conv]);
      const size = b.shapeOf(relu);
      const back = [randomTensor([4, 3, ...kernel], 3), randomTensor([3], 4)].map((tensor) => b.constant(tensor));
      const turned = b.emit('ConvTranspose', [relu, ...back], { ...windows, outputPadding: spatial.map(() => 0) });
      const place = b.constant(randomTensor([1, 3, ...b.shapeOf(turned).slice(2)], 5));
      const added = b.emit('Add', [turned, place]);
      const joined = b.emit('Concat', [added, added], { axis: 1 });
      const mean = b.emit('ReduceMean', [joined], { axes: Array.from({ length: rank }, (_, i) => i + 2), keepdims: 0 });
      const linear = [randomTensor([6, 3], 6), randomTensor([3], 7)].map((tensor) => b.constant(tensor));
      const network = b.network(b.emit('Linear', [mean, ...linear]));
      expect(size.length).toBe(rank + 2);
      check(compileUniform(placeNeurons(network)));
    }
  });

  it('a linear layer that reads another one, a bias of zeros, a sum that spreads', () => {
    const b = testBuilder([BATCH, 3]);
    const constants = [randomTensor([3, 3], 1), randomTensor([3], 2), tensor64([3])].map((tensor) => b.constant(tensor));
    const [w, bias, zeros] = constants as [ValueId, ValueId, ValueId];
    const first = b.emit('Linear', ['x', w, zeros]);
    const second = b.emit('Linear', [first, w, bias]);
    const third = b.emit('Linear', [second, w, zeros]);
    const wide = b.emit('Expand', [b.emit('Reshape', [third], { shape: [BATCH, 1, 3] })], { shape: [BATCH, 2, 3] });
    const spiking = compileUniform(placeNeurons(b.network(b.emit('Add', [wide, b.constant(randomTensor([2, 1], 3))]))));
    check(spiking);
    expect(spiking.constantParts.has(first)).toBe(false);
    expect(spiking.constantParts.has(second)).toBe(true);
  });
});
