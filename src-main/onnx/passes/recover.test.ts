/** Patterns: activations, normalisations and clips that a file writes as arithmetic are recovered; other arithmetic is left alone. */
import { describe, expect, it } from 'vitest';
import { opsOf as ops } from '../../../tests/support/check-model.ts';
import { type F, imported } from '../../../tests/support/formulas.ts';
import { floats, ints, randomTensor, type TestTensor } from '../../../tests/support/onnx-graph.ts';

const erfGate = (f: F, argument: string): string => f('Add', f('Erf', argument), 1);
const cube = (f: F): string => f('Mul', f('Mul', 'x', 'x'), 'x');
const ROOT_2_OVER_PI = Math.sqrt(2 / Math.PI);

const ACTIVATIONS: readonly { readonly what: string; readonly op: readonly string[]; readonly build: (f: F) => string }[] = [
  {
    what: 'x · (1 + erf(x / √2)) · ½',
    op: ['Gelu'],
    build: (f) => f('Mul', f('Mul', 'x', erfGate(f, f('Div', 'x', Math.SQRT2))), 0.5),
  },
  {
    what: '(½ · x) · (1 + erf(x · √½))',
    op: ['Gelu'],
    build: (f) => f('Mul', f('Mul', 0.5, 'x'), erfGate(f, f('Mul', 'x', Math.SQRT1_2))),
  },
  { what: 'x · (½ · (1 + erf))', op: ['Gelu'], build: (f) => f('Mul', 'x', f('Mul', 0.5, erfGate(f, f('Div', 'x', 1.4142)))) },
  {
    what: '½ · ((1 + erf) · x)',
    op: ['Gelu'],
    build: (f) => f('Mul', 0.5, f('Mul', f('Add', 1, f('Erf', f('Div', 'x', Math.SQRT2))), 'x')),
  },
  {
    what: 'x · (½ + ½ · erf)',
    op: ['Gelu'],
    build: (f) => f('Mul', 'x', f('Add', f('Mul', f('Erf', f('Div', 'x', Math.SQRT2)), 0.5), 0.5)),
  },
  {
    what: 'GELU by tanh, power',
    op: ['Gelu'],
    build: (f) => {
      const argument = f('Mul', f('Add', 'x', f('Mul', f('Pow', 'x', 3), 0.044715)), ROOT_2_OVER_PI);
      return f('Mul', f('Mul', 'x', 0.5), f('Add', f('Tanh', argument), 1));
    },
  },
  {
    what: 'GELU by tanh, products, factored',
    op: ['Gelu'],
    build: (f) => {
      const argument = f('Mul', f('Mul', 'x', ROOT_2_OVER_PI), f('Add', f('Mul', f('Mul', 'x', 'x'), 0.044715), 1));
      return f('Mul', f('Mul', f('Add', 1, f('Tanh', argument)), 'x'), 0.5);
    },
  },
  {
    what: 'GELU by tanh, cube',
    op: ['Gelu'],
    build: (f) => {
      const argument = f('Mul', ROOT_2_OVER_PI, f('Add', 'x', f('Mul', 0.044715, cube(f))));
      return f('Mul', 0.5, f('Mul', 'x', f('Add', 1, f('Tanh', argument))));
    },
  },
  { what: 'x · sigmoid(x)', op: ['Silu'], build: (f) => f('Mul', 'x', f('Sigmoid', 'x')) },
  { what: 'sigmoid(x) · x', op: ['Silu'], build: (f) => f('Mul', f('Sigmoid', 'x'), 'x') },
  { what: 'x · sigmoid(1.702 x)', op: ['Mul', 'Silu', 'Mul'], build: (f) => f('Mul', 'x', f('Sigmoid', f('Mul', 'x', 1.702))) },
  { what: 'x · tanh(softplus(x))', op: ['Mish'], build: (f) => f('Mul', 'x', f('Tanh', f('Softplus', 'x'))) },
  { what: 'clip(x + 3, 0, 6) / 6', op: ['HardSigmoid'], build: (f) => f('Div', f('Clip', f('Add', 'x', 3), 0, 6), 6) },
  {
    what: 'x · clip(x + 3, 0, 6) / 6',
    op: ['HardSwish'],
    build: (f) => f('Div', f('Mul', 'x', f('Clip', f('Add', 'x', 3), 0, 6)), 6),
  },
  {
    what: 'x · (clip(3 + x, 0, 6) / 6)',
    op: ['HardSwish'],
    build: (f) => f('Mul', 'x', f('Div', f('Clip', f('Add', 3, 'x'), 0, 6), 6)),
  },
  {
    what: 'x · hardsigmoid(x)',
    op: ['HardSwish'],
    build: (f) => f('Mul', 'x', f('HardSigmoid', 'x', { alpha: 1 / 6, beta: 0.5 })),
  },
];

describe('activations written out', () => {
  it.each(ACTIVATIONS)('$what → $op', async ({ op, build }) => {
    const network = await imported(build);
    expect(ops(network)).toEqual(op);
    const all = network.nodes.flatMap((node) => node.from);
    expect(new Set(all).size).toBeGreaterThan(1);
  });

  it.each<[string, (f: F) => string]>([
    ['another constant than ½', (f) => f('Mul', f('Mul', 'x', erfGate(f, f('Div', 'x', Math.SQRT2))), 0.6)],
    ['another constant than √2', (f) => f('Mul', f('Mul', 'x', erfGate(f, f('Div', 'x', 1.5))), 0.5)],
    [
      'an inner value that is read elsewhere',
      (f) => {
        const erf = f('Erf', f('Div', 'x', Math.SQRT2));
        return f('Add', f('Mul', f('Mul', 'x', f('Add', erf, 1)), 0.5), erf);
      },
    ],
    ['another value than x inside', (f) => f('Mul', f('Mul', 'x', erfGate(f, f('Div', f('Relu', 'x'), Math.SQRT2))), 0.5)],
  ])('%s is no GELU', async (_what, build) => {
    expect(ops(await imported(build))).not.toContain('Gelu');
  });

  it('a bounded ReLU that is scaled stays what it is', async () => {
    expect(ops(await imported((f) => f('Mul', f('Clip', 'x', 0, 6), 1 / 6)))).toEqual(['Clip', 'Mul']);
  });
});

interface NormOptions {
  readonly axes?: readonly bigint[];
  readonly square?: 'Pow' | 'Mul';
  readonly scale?: TestTensor | number;
  readonly bias?: TestTensor | number;
}

function layerNorm(f: F, { axes = [-1n], square = 'Pow', scale, bias }: NormOptions): string {
  const centred = f('Sub', 'x', f('ReduceMean', 'x', { axes }));
  const squared = square === 'Pow' ? f('Pow', centred, 2) : f('Mul', centred, centred);
  const normal = f('Div', centred, f('Sqrt', f('Add', f('ReduceMean', squared, { axes }), 1e-3)));
  const scaled = scale === undefined ? normal : f('Mul', normal, scale);
  return bias === undefined ? scaled : f('Add', scaled, bias);
}

describe('normalisations written out', () => {
  const six = randomTensor([6], 1);
  const last: readonly [string, NormOptions, number][] = [
    ['with scale and bias', { scale: six, bias: randomTensor([6], 2) }, 3],
    ['squared by a product', { square: 'Mul', scale: six, bias: randomTensor([1, 1, 6], 2) }, 3],
    ['with a scale', { scale: six }, 2],
    ['with a bias', { bias: six }, 3],
    ['with a scale of one number', { scale: 1.5, bias: six }, 3],
    ['over two axes', { axes: [1n, 2n], scale: randomTensor([4, 6], 3) }, 2],
    ['without either', {}, 1],
  ];
  it.each(last)('LayerNormalization %s', async (_what, options, inputs) => {
    const network = await imported((f) => layerNorm(f, options));
    expect(ops(network)).toEqual(['LayerNormalization']);
    expect(network.nodes[0]!.inputs).toHaveLength(inputs);
    expect(network.nodes[0]!.attributes.epsilon).toBeCloseTo(1e-3, 8);
  });

  it('a scale that varies along other axes stays behind it', async () => {
    expect(ops(await imported((f) => layerNorm(f, { scale: randomTensor([4, 6], 3) })))).toEqual(['LayerNormalization', 'Mul']);
  });

  it('over the channels of an image: transposed around, with scale and bias', async () => {
    const options = { axes: [1n], scale: randomTensor([3, 1, 1], 4), bias: randomTensor([3, 1, 1], 5) };
    const network = await imported((f) => layerNorm(f, options), [3, 4, 5]);
    expect(ops(network)).toEqual(['Transpose', 'LayerNormalization', 'Transpose']);
  });

  it('RMSNormalization, by division and by a power', async () => {
    const mean = (f: F) => f('Add', f('ReduceMean', f('Pow', 'x', 2), { axes: [-1n] }), 1e-3);
    expect(ops(await imported((f) => f('Mul', f('Div', 'x', f('Sqrt', mean(f))), six)))).toEqual(['RMSNormalization']);
    expect(ops(await imported((f) => f('Mul', six, f('Mul', 'x', f('Reciprocal', f('Sqrt', mean(f)))))))).toEqual([
      'RMSNormalization',
    ]);
    expect(ops(await imported((f) => f('Mul', 'x', f('Pow', mean(f), -0.5))))).toEqual(['RMSNormalization']);
  });

  it('Softmax, with and without the maximum', async () => {
    const soft = (f: F, exp: string) => f('Div', exp, f('ReduceSum', exp, ints([-1])));
    expect(ops(await imported((f) => soft(f, f('Exp', 'x'))))).toEqual(['Softmax']);
    expect(ops(await imported((f) => soft(f, f('Exp', f('Sub', 'x', f('ReduceMax', 'x', { axes: [-1n] }))))))).toEqual([
      'Softmax',
    ]);
  });
});

describe('clips of two nodes', () => {
  it.each<[string, (f: F) => string, readonly string[]]>([
    ['Relu, then Min', (f) => f('Min', f('Relu', 'x'), 1.5), ['Clip']],
    ['Min, then Max', (f) => f('Max', f('Min', 'x', 1.5), -0.5), ['Clip']],
    ['a bound that is cut off', (f) => f('Max', f('Min', 'x', -1), 1), ['Minimum', 'Maximum']],
    ['a bound that varies', (f) => f('Min', f('Relu', 'x'), randomTensor([6], 1)), ['Relu', 'Minimum']],
    ['two on one side', (f) => f('Max', f('Relu', 'x'), 1), ['Relu', 'Maximum']],
  ])('%s', async (_what, build, expected) => {
    expect(ops(await imported(build))).toEqual(expected);
  });
});

describe('GroupNormalization from groups as instances', () => {
  const grouped = (f: F, groups: number, back: readonly number[]) => {
    const parts = f('Reshape', 'x', ints([0, groups, -1]));
    const one = (value: number) => floats([groups], new Array<number>(groups).fill(value));
    return f('Reshape', f('InstanceNormalization', parts, one(2), one(0.5), { epsilon: 1e-3 }), ints(back));
  };
  const of = (f: F, normal: string) => f('Add', f('Mul', normal, randomTensor([6, 1, 1], 1)), randomTensor([1, 6, 1, 1], 2));

  it('with scale and bias', async () => {
    const network = await imported((f) => of(f, grouped(f, 3, [-1, 6, 4, 5])), [6, 4, 5]);
    expect(ops(network)).toEqual(['GroupNormalization']);
    expect(network.nodes[0]!.attributes.groups).toBe(3);
  });

  it('not where the groups are no channels', async () => {
    expect(ops(await imported((f) => grouped(f, 4, [-1, 6, 4, 5]), [6, 4, 5]))).toContain('InstanceNormalization');
    expect(ops(await imported((f) => grouped(f, 3, [-1, 4, 6, 5]), [6, 4, 5]))).toContain('InstanceNormalization');
  });
});
