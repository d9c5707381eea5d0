/** The reference engine beyond the golden cases: batches that lie elsewhere, counts, conversion errors, recording, cancelling. */
import { describe, expect, it } from 'vitest';
import type { ValueId } from '../../../src-shared/network/index.ts';
import { evaluateNetwork } from '../../../src-shared/network/evaluate.ts';
import { testBuilder, type TestBuilder } from '../../../src-shared/network/operators/testing/builder.ts';
import { randomTensor } from '../../../src-shared/network/operators/testing/random.ts';
import { BATCH, type Shape, type Tensor } from '../../../src-shared/tensor/index.ts';
import { countSpikeBits } from '../../../src-shared/units/index.ts';
import { compileUniform, farthest, meanOfSteps, simulate, type Uniform } from '../../../tests/support/spiking.ts';
import { placeNeurons } from '../../convert/index.ts';
import { referenceEngine } from './index.ts';

const place = (shape: Shape, build: (b: TestBuilder) => ValueId) => {
  const b = testBuilder(shape);
  return placeNeurons(b.network(build(b)));
};

/** One sample of a batch. */
const sampleOf = ({ shape, data }: Tensor, index: number): Tensor => {
  const size = data.length / shape[0]!;
  return { shape: [1, ...shape.slice(1)], data: data.slice(index * size, (index + 1) * size), dtype: 'float' };
};

describe('the batch', () => {
  /** Tokens with a constant part of their own, a smooth function and neurons in between; the batch first, last but one, or merged. */
  const tokens = (order: 'batch first' | 'sequence first' | 'merged') =>
    place([BATCH, 3, 4], (b) => {
      const turn = (x: ValueId): ValueId => (order === 'batch first' ? x : b.emit('Transpose', [x], { perm: [1, 0, 2] }));
      const merge = (x: ValueId, shape: Shape): ValueId => (order === 'merged' ? b.emit('Reshape', [x], { shape }) : x);
      const weights = [1, 2, 3].map((seed) => b.constant(randomTensor([4, 4], seed)));
      const bias = b.constant(randomTensor([4], 4));
      const positions = b.constant(randomTensor(order === 'batch first' ? [3, 4] : [3, 1, 4], 5));
      const places = order === 'batch first' ? positions : b.constant({ ...randomTensor([3, 4], 5), shape: [3, 1, 4] });
      const first = b.emit('Add', [b.emit('Linear', [turn('x'), weights[0]!, bias]), places]);
      const relu = b.emit('Relu', [merge(first, [3 * BATCH, 4])]);
      const second = merge(b.emit('Linear', [relu, weights[1]!, bias]), [3, BATCH, 4]);
      const norm = b.emit('Tanh', [b.emit('Add', [second, places])]);
      return turn(b.emit('Linear', [norm, weights[2]!, bias]));
    });

  it.each(['rate', 'differential'] as const)('may lie behind the tokens, and be merged with them (%s)', async (coding) => {
    const x = randomTensor([4, 3, 4], 9);
    const run = async (order: Parameters<typeof tokens>[0]) =>
      (await simulate(compileUniform(tokens(order), { coding, neuron: 'mt-negative' }, 2), x, 12)).logits[0]!;
    const expected = await run('batch first');
    expect(farthest(await run('sequence first'), expected)).toBeLessThan(1e-9);
    expect(farthest(await run('merged'), expected)).toBeLessThan(1e-9);
  });

  it('gives every sample the answer that it has alone', async () => {
    const x = randomTensor([3, 3, 4], 9);
    for (const order of ['batch first', 'sequence first', 'merged'] as const) {
      const spiking = compileUniform(tokens(order), { coding: 'differential' }, 2);
      const { logits } = await simulate(spiking, x, 5);
      for (let index = 0; index < 3; index++) {
        const alone = await simulate(spiking, sampleOf(x, index), 5);
        const own = Array.from({ length: 5 }, (_, t) => [
          ...logits[0]!.subarray((t * 3 + index) * 12, (t * 3 + index + 1) * 12),
        ]).flat();
        expect(farthest(alone.logits[0]!, own)).toBeLessThan(1e-12);
      }
    }
  });

  it('may have several rows a sample, with thresholds of a row', async () => {
    // Two windows of a sample folded into the batch, against the same neurons side by side.
    const folded = place([BATCH, 2, 3], (b) => {
      const rows = b.emit('Reshape', ['x'], { shape: [2 * BATCH, 3] });
      const added = b.emit('Add', [rows, b.constant(randomTensor([3], 3))]);
      return b.emit('Reshape', [b.emit('Relu', [added])], { shape: [BATCH, 6] });
    });
    const aside = place([BATCH, 2, 3], (b) => {
      const added = b.emit('Add', ['x', b.constant(randomTensor([3], 3))]);
      return b.emit('Reshape', [b.emit('Relu', [added])], { shape: [BATCH, 6] });
    });
    const x = randomTensor([3, 2, 3], 4);
    for (const coding of ['rate', 'differential'] as const) {
      const [a, b] = await Promise.all([folded, aside].map((net) => simulate(compileUniform(net, { coding }, 0.7), x, 6)));
      expect([...a!.logits[0]!]).toEqual([...b!.logits[0]!]);
    }
  });
});

describe('counts', () => {
  it('of multi-spike neurons follow their spikes through whatever moves them', async () => {
    const placed = place([BATCH, 4, 3], (b) => {
      const [relu, other] = [b.emit('Relu', ['x']), b.emit('Relu', [b.emit('Neg', ['x'])])];
      const joined = b.emit('Concat', [relu, other], { axis: 1 });
      const turned = b.emit('Transpose', [b.emit('Slice', [joined], { axes: [1], starts: [2], ends: [8], steps: [1] })], {
        perm: [0, 2, 1],
      });
      const padded = b.emit('Pad', [turned], { pads: [0, 0, 1, 0, 0, 0], mode: 'constant' });
      return b.emit('Linear', [padded, b.constant(randomTensor([7, 5]))]);
    });
    const spiking = compileUniform(placed, { coding: 'rate', neuron: 'ms', thresholds: 4 }, 1);
    const layers = spiking.stages.filter((stage) => stage.kind === 'neuron');
    const steps = 4;
    const x = randomTensor([2, 4, 3], 3);
    const { values, counted } = await simulate(spiking, x, steps, { values: layers.map(({ output }) => output) });
    const [{ accumulates, operations }] = [...counted.values()] as [{ accumulates: Float64Array; operations: Float64Array }];
    const [first, second] = layers.map(({ output }) =>
      countSpikeBits(values!.get(output)!, new Float64Array(12 * 2 * steps).fill(1 / 8)),
    );
    for (let t = 0; t < steps; t++) {
      // The last two rows of the first layer, all of the second; each spike goes to five outputs.
      let spikes = 0;
      for (let i = 0; i < 24; i++) spikes += second![t * 24 + i]! + (i % 12 >= 6 ? first![t * 24 + i]! : 0);
      expect(accumulates[t]).toBe(5 * spikes);
      expect(accumulates[t]!).toBeGreaterThanOrEqual(operations[t]!);
    }
    expect(accumulates.some((count, t) => count > operations[t]!)).toBe(true);
  });

  it('leave out the constant part where it is not sent again', async () => {
    const placed = place([BATCH, 3], (b) => {
      const w = b.constant(randomTensor([3, 4]));
      const square = b.constant(randomTensor([4, 2], 3));
      return b.emit('Linear', [b.emit('Linear', ['x', w, b.constant(randomTensor([4], 2))]), square]);
    });
    const x = randomTensor([2, 3]);
    const second = async (coding: 'rate' | 'differential') =>
      [...(await simulate(compileUniform(placed, { coding }), x, 3)).counted.values()].map(({ operations }) => [...operations]);
    expect(await second('rate')).toEqual([
      [24, 24, 24],
      [16, 16, 16],
    ]);
    expect(await second('differential')).toEqual([
      [24, 0, 0],
      [16, 0, 0],
    ]);
  });
});

describe('conversion errors', () => {
  it.each([
    [{ coding: 'rate', neuron: 'if-negative' }],
    [{ coding: 'differential', neuron: 'mt' }],
    [{ coding: 'leaky-rate', neuron: 'lif', tau: 0.9 }],
    [{ coding: 'differential-leaky', neuron: 'lif', tau: 0.9 }],
  ] satisfies [Uniform][])('of %o are those of the answer, where the layer is the output', async (uniform) => {
    const placed = place([BATCH, 5], (b) => b.emit('Relu', [b.emit('Linear', ['x', b.constant(randomTensor([5, 4]))])]));
    const x = randomTensor([2, 5], 8);
    const steps = 10;
    const { logits, neurons, float } = await simulate(compileUniform(placed, uniform, 1.5), x, steps, { conversionError: true });
    const [counts] = [...neurons.values()];
    const { squaredError, squaredNorm } = counts!;
    const expected = evaluateNetwork(placed.network, x)[0]!.data;
    expect(farthest(float![0]!, expected)).toBeLessThan(1e-12);
    expect(squaredNorm).toBeCloseTo(
      Array.from(expected).reduce((sum, value) => sum + value * value, 0),
      12,
    );
    for (let t = 0; t < steps; t++) {
      const mean = meanOfSteps(logits[0]!, steps, t + 1);
      expect(squaredError![t]!).toBeCloseTo(
        mean.reduce((sum, value, i) => sum + (value - expected[i]!) ** 2, 0),
        9,
      );
    }
  });
});

describe('a run', () => {
  const placed = place([BATCH, 3], (b) => b.emit('Relu', [b.emit('Neg', ['x'])]));
  const x = randomTensor([2, 3]);

  it('records what was asked for, step by step', async () => {
    const spiking = compileUniform(placed);
    const [negated, relu] = spiking.stages.map(({ output }) => output) as [ValueId, ValueId];
    const { values } = await simulate(spiking, x, 3, { values: [relu, negated] });
    expect([...values!.keys()].toSorted()).toEqual([relu, negated].toSorted());
    expect([...values!.get(negated)!]).toEqual([...Array.from(x.data, (value) => 0 - value), ...new Array<number>(12).fill(0)]);
    expect(values!.get(relu)).toHaveLength(18);
    expect((await simulate(spiking, x, 3)).values).toBeUndefined();
  });

  it('reports progress and stops when it is told to', async () => {
    await using session = await referenceEngine.prepare(compileUniform(placed));
    const seen: number[] = [];
    await session.run(x.data, 2, { steps: 4, onProgress: (fraction) => seen.push(fraction) });
    expect(seen).toEqual([0.25, 0.5, 0.75, 1]);
    const control = new AbortController();
    const stopped = session.run(x.data, 2, { steps: 1000, signal: control.signal, onProgress: () => control.abort() });
    await expect(stopped).rejects.toThrow('aborted');
    await expect(session.float(x.data, 2, { signal: AbortSignal.abort() })).rejects.toThrow('aborted');
  });

  it('summarises any value of the float network, a batch as one part', async () => {
    await using session = await referenceEngine.prepare(compileUniform(placed));
    const values = ['x', ...placed.network.nodes.map(({ output }) => output)];
    const request = { shape: [3], level: 'layer', percentiles: [], of: 'value', bins: 2 } as const;
    const found = await session.summarise(
      x.data,
      2,
      values.map((value) => ({ value, request })),
    );
    expect(found.map((parts) => parts.map(({ rows }) => rows))).toEqual(values.map(() => [2]));
    const mean = Array.from(x.data).reduce((sum, value) => sum + value, 0) / 6;
    expect(found[0]![0]!.moments.mean[0]).toBeCloseTo(mean, 12);
  });

  it('computes the float network', async () => {
    await using session = await referenceEngine.prepare(compileUniform(placed));
    const [output] = await session.float(x.data, 2);
    expect([...output!]).toEqual(Array.from(x.data, (value) => Math.max(0, -value)));
  });
});
