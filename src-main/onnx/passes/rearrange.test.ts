/** Passes that rearrange: what they fold, merge, share and turn to channels first, and what they leave alone. */
import { describe, expect, it } from 'vitest';
import { opsOf as ops } from '../../../tests/support/check-model.ts';
import { type F, imported } from '../../../tests/support/formulas.ts';
import { floats, ints, randomTensor } from '../../../tests/support/onnx-graph.ts';

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

  it.each(['Floor', 'Sin', 'Sign', 'Abs'])('through %s, as through every function of single entries', async (type) => {
    const network = await imported((f) => f('Transpose', inside(f, f(type, inside(f, 'x', 1)), 2), first), [5, 6, 4]);
    expect(ops(network)).toEqual(['Transpose', 'Conv', type, 'Conv']);
  });

  it.each(['ReduceL1', 'ReduceLogSumExp', 'ReduceMax'])('through %s, as through every reduction', async (type) => {
    const network = await imported((f) => f(type, inside(f, 'x', 1), { axes: [1n, 2n], keepdims: 0n }), [5, 6, 4]);
    expect(ops(network)).toEqual(['Transpose', 'Conv', type]);
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
