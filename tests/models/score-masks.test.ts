/**
 * Attention masks as people export them: −∞, the lowest number of a type or a large number, added to the scores or chosen by Where. Each must be
 * imported as what ONNX Runtime computes, and its spiking form must approach that on every engine.
 */
import { describe, expect, it } from 'vitest';
import { cpuEngine } from '../../src-main/engines/cpu/index.ts';
import { referenceEngine } from '../../src-main/engines/reference/index.ts';
import { DATA_TYPE } from '../../src-main/onnx/proto/types.ts';
import { checkedModel, converted, outputErrors } from '../support/check-model.ts';
import { floats, randomTensor, testNode, type TestModel, type TestNode, type TestTensor } from '../support/onnx-graph.ts';

const LENGTH = 6;
const WIDTH = 8;
const STEPS = 32;
const LOWEST_FLOAT = -3.4028234663852886e38;

/** True where a query does not see a key. */
type Hides = (query: number, key: number) => boolean;
const later: Hides = (query, key) => key > query;

const added = (hidden: number, hides: Hides = later, front: readonly number[] = []): TestTensor =>
  floats(
    [...front, LENGTH, LENGTH],
    Array.from({ length: LENGTH ** 2 }, (_, i) => (hides(Math.floor(i / LENGTH), i % LENGTH) ? hidden : 0)),
  );
const truths = (isTrue: Hides): TestTensor => ({
  shape: [LENGTH, LENGTH],
  values: [],
  raw: {
    dataType: DATA_TYPE.bool,
    rawData: Uint8Array.from({ length: LENGTH ** 2 }, (_, i) => (isTrue(Math.floor(i / LENGTH), i % LENGTH) ? 1 : 0)),
  },
});
const sees: Hides = (query, key) => !later(query, key);

/** Attention of one head over `[batch, 6, 8]`. `nodes` make the masked scores `m` of the scores `s`. */
function model(
  weights: Readonly<Record<string, TestTensor>>,
  nodes: readonly TestNode[],
  after: readonly TestNode[] = [],
): TestModel {
  return {
    weights: {
      wq: randomTensor([WIDTH, WIDTH], 1, 0.5),
      wk: randomTensor([WIDTH, WIDTH], 2, 0.5),
      wv: randomTensor([WIDTH, WIDTH], 3, 0.5),
      ...weights,
    },
    nodes: [
      testNode('MatMul', 'x wq', 'q'),
      testNode('MatMul', 'x wk', 'k'),
      testNode('MatMul', 'x wv', 'v'),
      testNode('Transpose', 'k', 'kt', { attributes: { perm: [0n, 2n, 1n] } }),
      testNode('MatMul', 'q kt', 's'),
      ...nodes,
      ...(after.length > 0
        ? after
        : [testNode('Softmax', 'm', 'p', { attributes: { axis: -1n } }), testNode('MatMul', 'p v', 'y')]),
    ],
    inputs: [{ name: 'x', shape: ['batch', LENGTH, WIDTH] }],
    outputs: ['y'],
  };
}

const number = (value: number): TestTensor => floats([], [value]);
const WRITTEN: readonly (readonly [how: string, written: TestModel])[] = [
  ['scores + mask of −∞', model({ mask: added(-Infinity) }, [testNode('Add', 's mask', 'm')])],
  ['mask of −∞ + scores', model({ mask: added(-Infinity, later, [1]) }, [testNode('Add', 'mask s', 'm')])],
  [
    'a bias and a mask of −∞',
    model({ mask: added(-Infinity), bias: randomTensor([LENGTH, LENGTH], 7) }, [
      testNode('Add', 's mask', 'a'),
      testNode('Add', 'a bias', 'm'),
    ]),
  ],
  ['a mask of −∞ for one key', model({ mask: floats([LENGTH], [0, 0, -Infinity, 0, 0, 0]) }, [testNode('Add', 's mask', 'm')])],
  ['the lowest 32-bit number', model({ mask: added(LOWEST_FLOAT) }, [testNode('Add', 's mask', 'm')])],
  ['the lowest 16-bit number', model({ mask: added(-65504) }, [testNode('Add', 's mask', 'm')])],
  ['−10,000', model({ mask: added(-10000) }, [testNode('Add', 's mask', 'm')])],
  [
    'Where(hidden, −∞, scores)',
    model({ hidden: truths(later), low: number(-Infinity) }, [testNode('Where', 'hidden low s', 'm')]),
  ],
  ['Where(seen, scores, −∞)', model({ seen: truths(sees), low: number(-Infinity) }, [testNode('Where', 'seen s low', 'm')])],
  [
    'Where(seen, scores, the lowest number)',
    model({ seen: truths(sees), low: number(LOWEST_FLOAT) }, [testNode('Where', 'seen s low', 'm')]),
  ],
];

describe.each(['rate', 'differential'] as const)('%s coding', (coding) => {
  it.each(WRITTEN)('%s', async (_how, written) => {
    const { network, distance } = await checkedModel(written);
    expect(distance).toBeLessThanOrEqual(2e-6);
    const spiking = await converted(network, STEPS, { coding });
    const [[reference], [cpu]] = await Promise.all([
      outputErrors(spiking, STEPS, referenceEngine),
      outputErrors(spiking, STEPS, cpuEngine),
    ]);
    for (const { errors } of [reference!, cpu!])
      expect(errors.at(-1)!, `after each step ${errors.map((error) => error.toFixed(4)).join(' ')}`).toBeLessThan(0.05);
  });
});

describe('is refused by name', () => {
  it('−∞ that no softmax follows', async () => {
    const after = [testNode('MatMul', 'm v', 'y')];
    const written = model({ mask: added(-Infinity) }, [testNode('Add', 's mask', 'm')], after);
    await expect(checkedModel(written, { onnxRuntime: false })).rejects.toThrow(
      /weight mask holds -Infinity .* in front of a softmax/,
    );
  });

  it('−∞ that Where chooses, and no softmax follows', async () => {
    const weights = { seen: truths(sees), low: number(-Infinity) };
    const written = model(weights, [testNode('Where', 'seen s low', 'm')], [testNode('MatMul', 'm v', 'y')]);
    await expect(checkedModel(written, { onnxRuntime: false })).rejects.toThrow(/constant of node m holds -Infinity/);
  });

  it('a query that sees no key', async () => {
    const written = model({ mask: added(-Infinity, (query) => query === 2) }, [testNode('Add', 's mask', 'm')]);
    await expect(checkedModel(written, { onnxRuntime: false })).rejects.toThrow(
      /weight mask holds -Infinity .* leave an entry in each row/,
    );
  });

  it('a query from which two masks together hide every key', async () => {
    const masks = {
      mask: added(-Infinity, (query, key) => query === 2 && key < 3),
      other: added(-Infinity, (_query, key) => key >= 3),
    };
    const written = model(masks, [testNode('Add', 's mask', 'a'), testNode('Add', 'a other', 'm')]);
    await expect(checkedModel(written, { onnxRuntime: false })).rejects.toThrow(
      /weight mask holds -Infinity .* leave an entry in each row/,
    );
  });
});
