/** Clamps and gates written with comparisons: imported as what they are, in whatever words, and other masks as steps. */
import { describe, expect, it } from 'vitest';
import { checkedModel, converted, opsOf, outputErrors } from '../support/check-model.ts';
import { floats, type TestNode, type TestTensor } from '../support/onnx-graph.ts';
import { randomTensor } from '../support/onnx-graph.ts';

const FLOAT = { to: 1n };
const INT32 = { to: 6n };

/** Nodes that make `y` of `a`; constants are the weights named like numbers. */
type Written = readonly (readonly [type: string, inputs: string, output: string, attributes?: TestNode['attributes']])[];

/** By what it is, and how it is written. */
const WRITTEN: readonly (readonly [op: string, how: string, nodes: Written])[] = [
  [
    'Relu',
    'Where(x > 0, x, 0)',
    [
      ['Greater', 'a 0', 'm'],
      ['Where', 'm a 0', 'y'],
    ],
  ],
  [
    'Relu',
    'Where(0 < x, x, 0)',
    [
      ['Less', '0 a', 'm'],
      ['Where', 'm a 0', 'y'],
    ],
  ],
  [
    'Relu',
    'Where(x < 0, 0, x)',
    [
      ['Less', 'a 0', 'm'],
      ['Where', 'm 0 a', 'y'],
    ],
  ],
  [
    'Relu',
    'Where(x ≤ 0, 0, x)',
    [
      ['LessOrEqual', 'a 0', 'm'],
      ['Where', 'm 0 a', 'y'],
    ],
  ],
  [
    'Relu',
    'Where(¬(x < 0), x, 0)',
    [
      ['Less', 'a 0', 'n'],
      ['Not', 'n', 'm'],
      ['Where', 'm a 0', 'y'],
    ],
  ],
  [
    'Relu',
    'x · (x > 0)',
    [
      ['Greater', 'a 0', 'm'],
      ['Cast', 'm', 'f', FLOAT],
      ['Mul', 'a f', 'y'],
    ],
  ],
  [
    'Relu',
    '(x ≥ 0) · x',
    [
      ['GreaterOrEqual', 'a 0', 'm'],
      ['Cast', 'm', 'f', FLOAT],
      ['Mul', 'f a', 'y'],
    ],
  ],
  [
    'Relu',
    'x · float(int(x > 0))',
    [
      ['Greater', 'a 0', 'm'],
      ['Cast', 'm', 'i', INT32],
      ['Cast', 'i', 'f', FLOAT],
      ['Mul', 'f a', 'y'],
    ],
  ],
  [
    'Relu',
    'x − x · (x < 0)',
    [
      ['Less', 'a 0', 'm'],
      ['Cast', 'm', 'f', FLOAT],
      ['Mul', 'a f', 'n'],
      ['Sub', 'a n', 'y'],
    ],
  ],
  [
    'Clip',
    'Where(x > 1, 1, x)',
    [
      ['Greater', 'a 1', 'm'],
      ['Where', 'm 1 a', 'y'],
    ],
  ],
  [
    'Clip',
    'Where(x > −0.5, x, −0.5)',
    [
      ['Greater', 'a -0.5', 'm'],
      ['Where', 'm a -0.5', 'y'],
    ],
  ],
  [
    'Clip',
    'x · (x < 0)',
    [
      ['Less', 'a 0', 'm'],
      ['Cast', 'm', 'f', FLOAT],
      ['Mul', 'a f', 'y'],
    ],
  ],
  [
    'Clip',
    'two choices, one after the other',
    [
      ['Less', 'a -0.5', 'm'],
      ['Where', 'm -0.5 a', 'b'],
      ['Greater', 'b 1', 'n'],
      ['Where', 'n 1 b', 'y'],
    ],
  ],
  [
    'Clip',
    'two choices of the same value',
    [
      ['Less', 'a 0', 'm'],
      ['Greater', 'a 1', 'n'],
      ['Where', 'n 1 a', 'b'],
      ['Where', 'm 0 b', 'y'],
    ],
  ],
  [
    'Clip',
    'one choice by both comparisons',
    [
      ['Less', 'a 0', 'm'],
      ['Greater', 'a 1', 'n'],
      ['Or', 'm n', 'o'],
      ['Clip', 'a 0 1', 'c'],
      ['Where', 'o c a', 'y'],
    ],
  ],
  [
    'LeakyRelu',
    'Where(x > 0, x, 0.1 x)',
    [
      ['Greater', 'a 0', 'm'],
      ['Mul', 'a 0.1', 'l'],
      ['Where', 'm a l', 'y'],
    ],
  ],
  [
    'Abs',
    'Where(x < 0, −x, x)',
    [
      ['Less', 'a 0', 'm'],
      ['Neg', 'a', 'n'],
      ['Where', 'm n a', 'y'],
    ],
  ],
];

function model(nodes: Written) {
  const weights: Record<string, TestTensor> = { w: randomTensor([5, 6], 1), v: randomTensor([6, 3], 2) };
  for (const [, inputs] of nodes)
    for (const input of inputs.split(' ')) if (!Number.isNaN(Number(input))) weights[input] = floats([], [Number(input)]);
  return {
    weights,
    nodes: [
      { type: 'MatMul', inputs: ['x', 'w'], outputs: ['a'] },
      ...nodes.map(([type, inputs, output, attributes = {}]) => ({
        type,
        inputs: inputs.split(' '),
        outputs: [output],
        attributes,
      })),
      { type: 'MatMul', inputs: ['y', 'v'], outputs: ['z'] },
    ],
    inputs: [{ name: 'x', shape: ['batch', 5] }],
    outputs: ['z'],
  };
}

describe('comparisons', () => {
  it.each(WRITTEN)('%s as %s', async (op, _how, nodes) => {
    const { network, distance, report } = await checkedModel(model(nodes), { batch: 16 });
    expect(distance).toBeLessThanOrEqual(1e-6);
    expect(opsOf(network)).toEqual(['Linear', op, 'Linear']);
    expect(report.every(({ fate }) => fate !== 'blocked')).toBe(true);
  });

  it.each<[what: string, nodes: Written]>([
    [
      'a gate of another value',
      [
        ['Greater', 'a 0.2', 'm'],
        ['Tanh', 'a', 't'],
        ['Where', 'm t 0', 'y'],
      ],
    ],
    [
      'a threshold by channel',
      [
        ['Greater', 'a c', 'm'],
        ['Where', 'm a 0', 'y'],
      ],
    ],
    [
      'a jump',
      [
        ['Greater', 'a 0.5', 'm'],
        ['Where', 'm a 0', 'y'],
      ],
    ],
    [
      'both and either',
      [
        ['Greater', 'a 0.1', 'm'],
        ['Less', 'a 0.9', 'n'],
        ['And', 'm n', 'o'],
        ['Xor', 'k k', 'p'],
        ['Or', 'o p', 'q'],
        ['Where', 'q a 1', 'y'],
      ],
    ],
  ])('%s stays a step, and computes the same', async (_what, nodes) => {
    const plain = model(nodes);
    const weights = {
      ...plain.weights,
      c: randomTensor([6], 4, 0.5),
      k: { shape: [6], values: [], raw: { dataType: 9, rawData: new Uint8Array(6) } },
    };
    const { network, distance } = await checkedModel({ ...plain, weights }, { batch: 16 });
    expect(distance).toBeLessThanOrEqual(1e-6);
    expect(opsOf(network)).toContain('Step');
  });

  it('spikes approach what a clamp computes', async () => {
    const { network } = await checkedModel(model(WRITTEN.find(([, how]) => how.startsWith('two choices of'))![2]));
    const { errors } = (await outputErrors(await converted(network, 64), 64))[0]!;
    expect(errors.at(-1)!).toBeLessThan(0.02);
  });
});
