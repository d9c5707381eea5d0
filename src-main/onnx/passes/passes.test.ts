/** The passes: what they recover, fold and merge, what they leave alone, and that the network computes the same. */
import { describe, expect, it } from 'vitest';
import {
  floats,
  ints,
  onnxBytes,
  randomTensor,
  randomValues,
  testFolder,
  type TestAttribute,
  type TestNode,
  type TestTensor,
} from '../../../tests/support/onnx-graph.ts';
import { relativeDistance, runOnnxRuntime } from '../../../tests/support/onnx-runtime.ts';
import { evaluateNetwork } from '../../../src-shared/network/evaluate.ts';
import type { Network } from '../../../src-shared/network/index.ts';
import { sizeOf } from '../../../src-shared/tensor/index.ts';
import { importNetwork, readModel } from '../index.ts';

/** Writes formulas as nodes: `f('Mul', 'x', 0.5)` returns the name of the product. */
function formula() {
  const nodes: TestNode[] = [];
  const weights: Record<string, TestTensor> = {};
  const f = (
    type: string,
    ...operands: readonly (string | number | TestTensor | Readonly<Record<string, TestAttribute>>)[]
  ): string => {
    const inputs: string[] = [];
    let attributes: Readonly<Record<string, TestAttribute>> = {};
    for (const operand of operands) {
      if (typeof operand === 'string') inputs.push(operand);
      else if (typeof operand === 'number' || isTensor(operand)) {
        const name = `c${Object.keys(weights).length}`;
        weights[name] = typeof operand === 'number' ? floats([], [operand]) : operand;
        inputs.push(name);
      } else attributes = operand;
    }
    const output = `v${nodes.length}`;
    nodes.push({ type, name: `/part/${type}_${nodes.length}`, inputs, outputs: [output], attributes });
    return output;
  };
  return { f, nodes, weights };
}

const isTensor = (value: unknown): value is TestTensor => typeof value === 'object' && value !== null && 'values' in value;

type F = ReturnType<typeof formula>['f'];

/** Imports the model of a formula in `x` and checks that it computes what ONNX Runtime does. */
async function imported(build: (f: F) => string, sample: readonly number[] = [4, 6], tolerance = 1e-5): Promise<Network> {
  const { f, nodes, weights } = formula();
  const output = build(f);
  const bytes = onnxBytes({ nodes, weights, inputs: [{ name: 'x', shape: ['batch', ...sample] }], outputs: [output] });
  using folder = testFolder();
  const { network } = importNetwork(await readModel(folder.write('model.onnx', bytes)));
  const shape = [2, ...sample];
  const data = randomValues(sizeOf(shape), 7, 2);
  const [computed] = evaluateNetwork(network, { shape, data, dtype: 'float' });
  const [wanted] = await runOnnxRuntime(bytes, shape, data);
  expect(relativeDistance(computed!.data, wanted!.data)).toBeLessThanOrEqual(tolerance);
  expect(new Set(network.nodes.map((node) => node.id)).size).toBe(network.nodes.length);
  return network;
}

const ops = (network: Network): string[] => network.nodes.map((node) => node.op);

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

const batchNorm = (f: F, x: string, channels: number): string =>
  f(
    'BatchNormalization',
    x,
    randomTensor([channels], 11),
    randomTensor([channels], 12),
    randomTensor([channels], 13),
    floats(
      [channels],
      Array.from({ length: channels }, (_, c) => 0.5 + c),
    ),
  );

describe('affine constants', () => {
  it.each<[string, (f: F) => string, readonly number[], string]>([
    ['convolution', (f) => f('Conv', 'x', randomTensor([4, 1, 3, 3], 1), { group: 2n }), [2, 6, 6], 'Conv'],
    ['convolution with a bias', (f) => f('Conv', 'x', randomTensor([4, 2, 3, 3], 1), randomTensor([4], 2)), [2, 6, 6], 'Conv'],
    [
      'transposed convolution',
      (f) => f('ConvTranspose', 'x', randomTensor([6, 2, 3, 3], 1), { group: 2n }),
      [6, 4, 4],
      'ConvTranspose',
    ],
    ['linear layer', (f) => f('Gemm', 'x', randomTensor([4, 5], 1), randomTensor([4], 2), { transB: 1n }), [5], 'Linear'],
  ])('batch normalisation is folded into a %s, which keeps its name', async (_what, layer, sample, op) => {
    const network = await imported((f) => batchNorm(f, layer(f), 4), sample);
    expect(ops(network)).toEqual([op]);
    expect(network.nodes[0]).toMatchObject({ id: expect.stringContaining('_0') as string, inputs: { length: 3 } });
    expect(network.nodes[0]!.from).toHaveLength(2);
    expect(network.constants.get(network.nodes[0]!.inputs[1]!)!.data).toBeInstanceOf(Float32Array);
  });

  it('not where something else reads the layer', async () => {
    const network = await imported(
      (f) => {
        const y = f('Conv', 'x', randomTensor([4, 2, 3, 3], 1));
        return f('Add', y, batchNorm(f, y, 4));
      },
      [2, 6, 6],
    );
    expect(ops(network)).toEqual(['Conv', 'Mul', 'Add', 'Add']);
  });

  it('a bias added to a product is taken in, an addition that varies over positions is not', async () => {
    const product = (f: F) => f('MatMul', 'x', randomTensor([6, 5], 1));
    expect(ops(await imported((f) => f('Add', randomTensor([5], 2), product(f))))).toEqual(['Linear']);
    expect(ops(await imported((f) => f('Add', product(f), randomTensor([4, 5], 2))))).toEqual(['Linear', 'Add']);
  });
});

describe('shapes', () => {
  it('merges reshapes and transpositions and takes out what changes nothing', async () => {
    const network = await imported((f) => {
      const flat = f('Reshape', f('Reshape', 'x', ints([0, 2, 12])), ints([-1, 6, 4]));
      return f('Transpose', f('Transpose', f('Transpose', flat, { perm: [0n, 2n, 1n] }), { perm: [2n, 0n, 1n] }), {
        perm: [1n, 2n, 0n],
      });
    });
    expect(ops(network)).toEqual(['Reshape', 'Transpose']);
    expect(network.nodes[0]!.from).toHaveLength(2);
    expect(network.nodes[1]!.from).toHaveLength(3);
    expect(network.nodes[1]!.attributes.perm).toEqual([0, 2, 1]);
    const same = await imported((f) =>
      f('Relu', f('Transpose', f('Transpose', 'x', { perm: [0n, 2n, 1n] }), { perm: [0n, 2n, 1n] })),
    );
    expect(ops(same)).toEqual(['Relu']);
  });

  it('removes what no output needs', async () => {
    const network = await imported((f) => {
      f('Sigmoid', f('Tanh', 'x'));
      return f('Relu', 'x');
    });
    expect(ops(network)).toEqual(['Relu']);
    expect(network.constants.size).toBe(0);
  });
});

describe('channels last', () => {
  const last = { perm: [0n, 2n, 3n, 1n] };
  const first = { perm: [0n, 3n, 1n, 2n] };
  const conv = (f: F, x: string, seed: number) => f('Conv', x, randomTensor([4, 4, 1, 1], seed));
  /** A convolution of a value with channels last. */
  const inside = (f: F, x: string, seed: number) => f('Transpose', conv(f, f('Transpose', x, first), seed), last);

  it('what stands between convolutions is computed with channels first, batch normalisation folded', async () => {
    const network = await imported(
      (f) => {
        const y = f('Relu', f('Add', f('Mul', inside(f, 'x', 1), randomTensor([4], 2)), randomTensor([1, 1, 1, 4], 3)));
        return f('Transpose', inside(f, f('Add', y, inside(f, y, 4)), 5), first);
      },
      [5, 6, 4],
    );
    expect(ops(network)).toEqual(['Transpose', 'Conv', 'Relu', 'Conv', 'Add', 'Conv']);
  });

  it('through concatenation, padding, slopes and means', async () => {
    const network = await imported(
      (f) => {
        const y = inside(f, 'x', 1);
        const bent = f('PRelu', y, randomTensor([1, 1, 4], 2));
        const wide = f('Concat', bent, f('Sigmoid', y), { axis: 3n });
        const padded = f('Pad', wide, ints([0, 1, 0, 0, 0, 0, 2, 0]), floats([], [0]));
        return f('ReduceMean', padded, { axes: [1n, 2n], keepdims: 0n });
      },
      [5, 6, 4],
    );
    expect(ops(network)).toEqual(['Transpose', 'Conv', 'PRelu', 'Sigmoid', 'Concat', 'Pad', 'ReduceMean']);
    expect(network.nodes.at(-1)!.attributes.axes).toEqual([2, 3]);
  });

  it('a gate of the channels meets them', async () => {
    const network = await imported(
      (f) => {
        const y = inside(f, 'x', 1);
        const mean = f('ReduceMean', y, { axes: [1n, 2n], keepdims: 1n });
        const gate = f('Sigmoid', f('MatMul', mean, randomTensor([4, 4], 2)));
        return inside(f, f('Mul', y, gate), 3);
      },
      [5, 6, 4],
    );
    expect(ops(network)).toEqual([
      'Transpose',
      'Conv',
      'ReduceMean',
      'Reshape',
      'Linear',
      'Sigmoid',
      'Reshape',
      'Mul',
      'Conv',
      'Transpose',
    ]);
  });

  it('not where other axes are meant', async () => {
    const network = await imported((f) => f('Softmax', f('Transpose', f('Relu', 'x'), last), { axis: -1n }), [4, 5, 6]);
    expect(ops(network)).toEqual(['Relu', 'Transpose', 'Softmax']);
    const positions = await imported((f) => f('Relu', f('Add', inside(f, 'x', 1), randomTensor([5, 6, 4], 2))), [5, 6, 4]);
    expect(ops(positions)).toEqual(['Transpose', 'Conv', 'Add', 'Relu', 'Transpose']);
  });
});

describe('what is there twice', () => {
  it('equal weights are kept once, layers stay apart', async () => {
    const network = await imported(
      (f) => {
        const layer = (x: string) => f('Gemm', x, randomTensor([6, 6], 1), randomTensor([6], 2));
        return f('Add', f('Relu', layer('x')), f('Relu', layer(f('Tanh', 'x'))));
      },
      [6],
    );
    expect(ops(network).toSorted()).toEqual(['Add', 'Linear', 'Linear', 'Relu', 'Relu', 'Tanh']);
    expect(network.constants.size).toBe(2);
  });

  it('a factor of one use of shared weights stays beside them, a normalisation of each is folded', async () => {
    const shared = (f: F, behind: (y: string) => string) => {
      const w = randomTensor([6, 6], 1);
      return f('Concat', behind(f('MatMul', 'x', w)), f('MatMul', f('Tanh', 'x'), w), { axis: 1n });
    };
    const scaled = await imported((f) => shared(f, (y) => f('Mul', y, 0.5)), [6]);
    expect(ops(scaled).toSorted()).toEqual(['Concat', 'Linear', 'Linear', 'Mul', 'Tanh']);
    const normal = await imported((f) => shared(f, (y) => f('Mul', y, randomTensor([6], 3))), [6]);
    expect(ops(normal).toSorted()).toEqual(['Concat', 'Linear', 'Linear', 'Tanh']);
  });

  it('sums and means that are computed twice are one, layers that read the same value are not', async () => {
    const network = await imported(
      (f) => {
        const mean = () => f('ReduceMean', 'x', { axes: [1n], keepdims: 1n });
        return f('Add', f('Relu', f('Sub', 'x', mean())), f('Relu', f('Sub', 'x', mean())));
      },
      [6],
    );
    expect(ops(network)).toEqual(['ReduceMean', 'Neg', 'Add', 'Relu', 'Relu', 'Add']);
    expect(network.nodes[0]!.from).toHaveLength(2);
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
