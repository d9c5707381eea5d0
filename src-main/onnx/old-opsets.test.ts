/** Operator sets before 7: broadcasting by attributes, one slope per channel, training modes, and what is refused. */
import { describe, expect, it } from 'vitest';
import { floats, onnxBytes, type TestAttribute, testFolder, type TestTensor } from '../../tests/support/onnx-graph.ts';
import { evaluateNetwork } from '../../src-shared/network/evaluate.ts';
import { importNetwork, readModel } from './index.ts';

interface Node {
  readonly type: string;
  readonly opset: number;
  readonly second?: TestTensor;
  readonly attributes?: Readonly<Record<string, TestAttribute>>;
}

/** What a node of one input `[batch, 2, 2]` makes of the samples [-1, 2, -3, 4]. */
async function run({ type, opset, second, attributes = {} }: Node): Promise<number[]> {
  using folder = testFolder();
  const file = folder.write(
    'model.onnx',
    onnxBytes({
      opset,
      nodes: [{ type, name: 'node', inputs: second ? ['x', 'second'] : ['x'], outputs: ['y'], attributes }],
      weights: second ? { second } : {},
      inputs: [{ name: 'x', shape: ['batch', 2, 2] }],
      outputs: ['y'],
    }),
  );
  const { network } = importNetwork(await readModel(file));
  const [y] = evaluateNetwork(network, { shape: [1, 2, 2], data: Float64Array.of(-1, 2, -3, 4), dtype: 'float' });
  return [...y!.data];
}

const PAIR = floats([2], [10, 20]);

describe('operator sets before 7', () => {
  it('places the second operand from the axis on', async () => {
    expect(await run({ type: 'Add', opset: 6, second: PAIR, attributes: { broadcast: 1n, axis: 1n } })).toEqual([9, 12, 17, 24]);
    expect(await run({ type: 'Mul', opset: 6, second: PAIR, attributes: { broadcast: 1n, axis: -1n } })).toEqual([
      -10, 40, -30, 80,
    ]);
  });

  it('places it at the end without an axis', async () => {
    expect(await run({ type: 'Sub', opset: 6, second: PAIR, attributes: { broadcast: 1n } })).toEqual([-11, -18, -13, -16]);
  });

  it('has one slope per channel', async () => {
    expect(await run({ type: 'PRelu', opset: 6, second: PAIR })).toEqual([-10, 2, -60, 4]);
    expect(await run({ type: 'PRelu', opset: 7, second: PAIR })).toEqual([-10, 2, -30, 4]);
  });

  it('reads an operator that never changed from set 1 on', async () => {
    expect(await run({ type: 'Softsign', opset: 1 })).toEqual([-0.5, 2 / 3, -0.75, 0.8]);
  });

  it.each([
    [{ type: 'Relu', opset: 5 }, /Relu of operator set 5 is not supported, only from 6 on/],
    [{ type: 'Upsample', opset: 6 }, /Upsample of operator set 6 is not supported, only from 7 on/],
    [{ type: 'Dropout', opset: 6 }, /training mode/],
    [{ type: 'Add', opset: 6, second: PAIR, attributes: { broadcast: 1n, axis: 3n } }, /axis 3 does not place/],
  ])('refuses $type of set $opset', async (node, message) => {
    await expect(run(node)).rejects.toThrow(message);
  });
});
