/** Samples that import has mixed up are found, and the node that does it; those kept apart are not complained of. */
import { describe, expect, it } from 'vitest';
import { BATCH as B } from '../../src-shared/tensor/index.ts';
import { testBuilder } from '../../src-shared/network/operators/testing/builder.ts';
import { floats, ints, onnxBytes, testFolder, type TestNode } from '../../tests/support/onnx-graph.ts';
import { mixingNode } from './check-samples.ts';
import { importNetwork, readModel } from './index.ts';

describe('a check of two samples', () => {
  /** Tokens first, merged with the batch, and taken apart again with the batch on the given side. */
  function network(apart: readonly number[]) {
    const build = testBuilder([B, 3, 4]);
    const turned = build.emit('Transpose', ['x'], { perm: [1, 0, 2] });
    const merged = build.emit('Reshape', [turned], { shape: [3 * B, 4] });
    const bent = build.emit('Tanh', [merged]);
    const parted = build.emit('Reshape', [bent], { shape: apart });
    const built = build.network(parted);
    return { ...built, nodes: built.nodes.map((node) => ({ ...node, from: [node.id] })), parted };
  }

  it('finds the reshape that takes tokens for samples', () => {
    const wrong = network([B, 3, 4]);
    expect(mixingNode(wrong, new Set(), 1)?.output).toBe(wrong.parted);
    expect(mixingNode(wrong, new Set([wrong.parted]), undefined)?.output).toBe(wrong.parted);
    expect(mixingNode(network([3, B, 4]), new Set(), 1)).toBeUndefined();
  });

  it('does not compute a network with an open batch, or a large one, for nothing', () => {
    expect(mixingNode(network([B, 3, 4]), new Set(), undefined)).toBeUndefined();
    const build = testBuilder([B, 100, 1000]);
    const y = build.emit('Linear', ['x', build.constant({ shape: [1000, 1000], data: new Float32Array(1e6), dtype: 'float' })]);
    expect(mixingNode(build.network(y), new Set(), 1)).toBeUndefined();
  });
});

/** A file at batch 1 of tokens `[1, 3, 4]`. */
async function imported(nodes: readonly TestNode[], weights: Readonly<Record<string, ReturnType<typeof ints>>>) {
  using folder = testFolder();
  const bytes = onnxBytes({ nodes, weights, inputs: [{ name: 'x', shape: [1, 3, 4] }], outputs: ['y'] });
  return importNetwork(await readModel(folder.write('model.onnx', bytes)));
}

const node = (type: string, inputs: readonly string[], output: string, attributes: TestNode['attributes'] = {}): TestNode => ({
  type,
  name: output,
  inputs,
  attributes,
  outputs: [output],
});

describe('where a reshape of a file at batch 1 could mean several things', () => {
  const turned = node('Transpose', ['x'], 'turned', { perm: [1n, 0n, 2n] });
  const merged = node('Reshape', ['turned', 'merge'], 'merged');

  it('the batch is where it was put before', async () => {
    const apart = [node('Reshape', ['merged', 'apart'], 'parted'), node('Transpose', ['parted'], 'y', { perm: [1n, 0n, 2n] })];
    const weights = { merge: ints([3, 4]), apart: ints([3, 1, 4]) };
    const { network } = await imported([turned, merged, ...apart], weights);
    // Merged and parted without anything between, and turned back: nothing is left but the input.
    expect(network.nodes).toEqual([]);
    const [first] = (
      await imported([turned, merged, node('Relu', ['merged'], 'relu'), node('Reshape', ['relu', 'apart'], 'y')], weights)
    ).network.outputs;
    expect(first!.name).toBe('y');
  });

  it('tokens taken for samples are refused, by name', async () => {
    // [3, 4] of tokens first as [1, 3, 4]: right for one sample, but the sizes of several would be in another order.
    const apart = [node('Reshape', ['merged', 'apart'], 'parted'), node('Add', ['parted', 'x'], 'y')];
    await expect(imported([turned, merged, ...apart], { merge: ints([3, 4]), apart: ints([1, 3, 4]) })).rejects.toMatchObject({
      code: 'model.batch',
      at: { node: 'y' },
    });
  });

  it('operands with their samples in different orders are refused', async () => {
    const weights = { merge: ints([3, 4]), w: floats([4], [1, 2, 3, 4]) };
    const nodes = [turned, merged, node('Reshape', ['x', 'merge'], 'plain'), node('Add', ['merged', 'plain'], 'y')];
    await expect(imported(nodes, weights)).rejects.toThrow(
      /node y \(Add\): the samples of its operands .* lie in different orders/,
    );
  });
});
