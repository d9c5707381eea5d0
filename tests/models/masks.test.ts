/** Clamps and gates written with comparisons: imported as what they are, in whatever words, and other masks as steps. */
import { describe, expect, it } from 'vitest';
import { checkedModel, converted, opsOf, outputErrors } from '../support/check-model.ts';
import { DATA_TYPE } from '../../src-main/onnx/proto/types.ts';
import { floats, randomTensor, testNode, type TestNode, type TestTensor } from '../support/onnx-graph.ts';

/** Nodes that make `y` of `a`; numbers are constants. */
type Written = readonly string[];

/** The node that a line such as `f = Cast:float(m)` stands for. */
function nodeOf(line: string): TestNode {
  const [, output, type, to, operands] = /^(\w+) = (\w+)(?::(float|int32))?\((.*)\)$/.exec(line)!;
  const attributes = to === undefined ? {} : { to: BigInt(DATA_TYPE[to as 'float' | 'int32']) };
  return testNode(type!, operands!.replaceAll(',', ''), output!, { attributes });
}

/** By what it is, and how it is written. */
const WRITTEN: readonly (readonly [op: string, how: string, nodes: Written])[] = [
  ['Relu', 'Where(x > 0, x, 0)', ['m = Greater(a, 0)', 'y = Where(m, a, 0)']],
  ['Relu', 'Where(0 < x, x, 0)', ['m = Less(0, a)', 'y = Where(m, a, 0)']],
  ['Relu', 'Where(x < 0, 0, x)', ['m = Less(a, 0)', 'y = Where(m, 0, a)']],
  ['Relu', 'Where(x ≤ 0, 0, x)', ['m = LessOrEqual(a, 0)', 'y = Where(m, 0, a)']],
  ['Relu', 'Where(¬(x < 0), x, 0)', ['n = Less(a, 0)', 'm = Not(n)', 'y = Where(m, a, 0)']],
  ['Relu', 'x · (x > 0)', ['m = Greater(a, 0)', 'f = Cast:float(m)', 'y = Mul(a, f)']],
  ['Relu', '(x ≥ 0) · x', ['m = GreaterOrEqual(a, 0)', 'f = Cast:float(m)', 'y = Mul(f, a)']],
  ['Relu', 'x · float(int(x > 0))', ['m = Greater(a, 0)', 'i = Cast:int32(m)', 'f = Cast:float(i)', 'y = Mul(f, a)']],
  ['Relu', 'x − x · (x < 0)', ['m = Less(a, 0)', 'f = Cast:float(m)', 'n = Mul(a, f)', 'y = Sub(a, n)']],
  ['Clip', 'Where(x > 1, 1, x)', ['m = Greater(a, 1)', 'y = Where(m, 1, a)']],
  ['Clip', 'Where(x > −0.5, x, −0.5)', ['m = Greater(a, -0.5)', 'y = Where(m, a, -0.5)']],
  ['Clip', 'x · (x < 0)', ['m = Less(a, 0)', 'f = Cast:float(m)', 'y = Mul(a, f)']],
  [
    'Clip',
    'two choices, one after the other',
    ['m = Less(a, -0.5)', 'b = Where(m, -0.5, a)', 'n = Greater(b, 1)', 'y = Where(n, 1, b)'],
  ],
  ['Clip', 'two choices of the same value', ['m = Less(a, 0)', 'n = Greater(a, 1)', 'b = Where(n, 1, a)', 'y = Where(m, 0, b)']],
  [
    'Clip',
    'one choice by both comparisons',
    ['m = Less(a, 0)', 'n = Greater(a, 1)', 'o = Or(m, n)', 'c = Clip(a, 0, 1)', 'y = Where(o, c, a)'],
  ],
  ['LeakyRelu', 'Where(x > 0, x, 0.1 x)', ['m = Greater(a, 0)', 'l = Mul(a, 0.1)', 'y = Where(m, a, l)']],
  ['Abs', 'Where(x < 0, −x, x)', ['m = Less(a, 0)', 'n = Neg(a)', 'y = Where(m, n, a)']],
];

function model(written: Written) {
  const nodes = written.map(nodeOf);
  const weights: Record<string, TestTensor> = { w: randomTensor([5, 6], 1), v: randomTensor([6, 3], 2) };
  for (const input of nodes.flatMap(({ inputs }) => inputs))
    if (!Number.isNaN(Number(input))) weights[input] = floats([], [Number(input)]);
  return {
    weights,
    nodes: [testNode('MatMul', 'x w', 'a'), ...nodes, testNode('MatMul', 'y v', 'z')],
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
    ['a gate of another value', ['m = Greater(a, 0.2)', 't = Tanh(a)', 'y = Where(m, t, 0)']],
    ['a threshold by channel', ['m = Greater(a, c)', 'y = Where(m, a, 0)']],
    ['a jump', ['m = Greater(a, 0.5)', 'y = Where(m, a, 0)']],
    [
      'both and either',
      ['m = Greater(a, 0.1)', 'n = Less(a, 0.9)', 'o = And(m, n)', 'p = Xor(k, k)', 'q = Or(o, p)', 'y = Where(q, a, 1)'],
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

  it('clipped at bounds that hold 0 and 1 it is still a mask, at others it is not', async () => {
    const clipped = (low: number, high: number) => {
      const mask = ['m = Greater(a, 0)', 'f = Cast:float(m)', `c = Clip(f, ${low}, ${high})`];
      return model([...mask, 'i = Cast:int32(c)', 'g = Cast:float(i)', 'y = Mul(a, g)']);
    };
    expect((await checkedModel(clipped(-1, 2))).distance).toBeLessThanOrEqual(1e-6);
    await expect(checkedModel(clipped(-1, 0.5))).rejects.toThrow(/a cast of values computed from the network's input/);
  });

  it('spikes approach what a clamp computes', async () => {
    const { network } = await checkedModel(model(WRITTEN.find(([, how]) => how.startsWith('two choices of'))![2]));
    const { errors } = (await outputErrors(await converted(network, 64), 64))[0]!;
    expect(errors.at(-1)!).toBeLessThan(0.02);
  });
});
