/** Max pooling is moved in front of its ReLU, and the network stays the same function. */
import { describe, expect, it } from 'vitest';
import { evaluateNetwork } from '../../src-shared/network/evaluate.ts';
import type { Network, ValueId } from '../../src-shared/network/index.ts';
import { testBuilder, type TestBuilder } from '../../src-shared/network/operators/testing/builder.ts';
import { randomTensor } from '../../src-shared/network/operators/testing/random.ts';
import { BATCH } from '../../src-shared/tensor/index.ts';
import { moveMaxPooling } from './move-max-pooling.ts';

const SAMPLES = randomTensor([3, 2, 6, 6]);

function network(build: (b: TestBuilder) => readonly ValueId[]): Network {
  const b = testBuilder([BATCH, 2, 6, 6]);
  const outputs = build(b).map((value) => ({ name: value, value }));
  return { ...b.network(outputs[0]!.value), outputs };
}

const relu = (b: TestBuilder, x: ValueId): ValueId => b.emit('Relu', [x]);
const pool = (b: TestBuilder, x: ValueId, size = 2, stride = 2): ValueId => {
  const attributes = { kernel_shape: [BigInt(size), BigInt(size)], strides: [BigInt(stride), BigInt(stride)] };
  return b.read({ type: 'MaxPool', inputs: [x], attributes })[0]!;
};
const negative = (b: TestBuilder, x: ValueId): ValueId => b.emit('Neg', [x]);

/** What reads what: each node with the operators that made its inputs. */
function shapeOf({ nodes, input }: Network): string[] {
  const makers = new Map<ValueId, string>([[input.value, 'x'], ...nodes.map(({ output, op }) => [output, op] as const)]);
  return nodes.map(({ op, inputs }) => `${op}(${inputs.map((value) => makers.get(value)).join(', ')})`);
}

/** The moved network, after checking that nothing else has changed. */
function moved(before: Network): Network {
  const after = moveMaxPooling(before);
  expect(evaluateNetwork(after, SAMPLES).map(({ data }) => [...data])).toEqual(
    evaluateNetwork(before, SAMPLES).map(({ data }) => [...data]),
  );
  expect(after.outputs).toEqual(before.outputs);
  const ids = after.nodes.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const known = new Set<ValueId>([after.input.value]);
  for (const node of after.nodes) {
    expect(node.inputs.every((value) => known.has(value))).toBe(true);
    expect(after.shapes.has(node.output)).toBe(true);
    known.add(node.output);
  }
  return after;
}

describe('moveMaxPooling', () => {
  it('exchanges a pool and its ReLU, which keeps its name', () => {
    const before = network((b) => [negative(b, pool(b, relu(b, 'x')))]);
    const after = moved(before);
    expect(shapeOf(after)).toEqual(['MaxPool(x)', 'Relu(MaxPool)', 'Neg(Relu)']);
    const [[oldRelu], [newRelu]] = [before, after].map(({ nodes }) => nodes.filter(({ op }) => op === 'Relu'));
    expect(newRelu).toMatchObject({ id: oldRelu!.id, path: oldRelu!.path });
  });

  it('leaves a ReLU that others read to them, and names the new one after the pool', () => {
    const before = network((b) => {
      const r = relu(b, 'x');
      return [pool(b, r), negative(b, r)];
    });
    const after = moved(before);
    expect(shapeOf(after)).toEqual(['Relu(x)', 'MaxPool(x)', 'Relu(MaxPool)', 'Neg(Relu)']);
    const pooled = before.nodes.find(({ op }) => op === 'MaxPool')!;
    expect(after.nodes[2]).toMatchObject({ path: pooled.path, output: pooled.output });
  });

  it('gives each of several pools of one ReLU a ReLU of its own', () => {
    const after = moved(
      network((b) => {
        const r = relu(b, 'x');
        return [pool(b, r), pool(b, r, 3), negative(b, r)];
      }),
    );
    expect(shapeOf(after)).toEqual(['Relu(x)', 'MaxPool(x)', 'Relu(MaxPool)', 'MaxPool(x)', 'Relu(MaxPool)', 'Neg(Relu)']);
  });

  it('leaves a ReLU that is an output of the network', () => {
    const after = moved(
      network((b) => {
        const r = relu(b, 'x');
        return [pool(b, r), r];
      }),
    );
    expect(shapeOf(after)).toEqual(['Relu(x)', 'MaxPool(x)', 'Relu(MaxPool)']);
  });

  it('moves stacked pools, and one at the output', () => {
    expect(shapeOf(moved(network((b) => [pool(b, pool(b, relu(b, 'x')))])))).toEqual([
      'MaxPool(x)',
      'MaxPool(MaxPool)',
      'Relu(MaxPool)',
    ]);
  });

  it('moves global max pooling', () => {
    const global = (b: TestBuilder, x: ValueId): ValueId => b.read({ type: 'GlobalMaxPool', inputs: [x] })[0]!;
    expect(shapeOf(moved(network((b) => [negative(b, global(b, pool(b, relu(b, 'x'))))])))).toEqual([
      'MaxPool(x)',
      'ReduceMax(MaxPool)',
      'Relu(ReduceMax)',
      'Neg(Relu)',
    ]);
  });

  it('moves past a concatenation of ReLUs, each with a pool of its own', () => {
    const joined = (b: TestBuilder): ValueId => {
      const inner = b.emit('Concat', [relu(b, 'x'), relu(b, negative(b, 'x'))], { axis: 1 });
      return b.emit('Concat', [inner, pool(b, relu(b, pool(b, 'x', 1, 1)), 1, 1), inner], { axis: 1 });
    };
    const small = (b: TestBuilder) => {
      const both = b.emit('Concat', [relu(b, 'x'), relu(b, negative(b, 'x'))], { axis: 1 });
      return [negative(b, pool(b, both))];
    };
    const before = network(small);
    const after = moved(before);
    expect(shapeOf(after)).toEqual([
      'Neg(x)',
      'MaxPool(x)',
      'Relu(MaxPool)',
      'MaxPool(Neg)',
      'Relu(MaxPool)',
      'Concat(Relu, Relu)',
      'Neg(Concat)',
    ]);
    const names = (net: Network) => net.nodes.flatMap(({ op, path }) => (op === 'Relu' ? [path] : []));
    expect(names(after)).toEqual(names(before));
    // Nested, with parts that occur twice, and read by others too.
    const nested = network((b) => {
      const all = joined(b);
      return [pool(b, all), negative(b, all)];
    });
    const ends = moved(nested);
    const producers = new Map(ends.nodes.map((node) => [node.output, node.op]));
    for (const { op, inputs } of ends.nodes) if (op === 'MaxPool') expect(producers.get(inputs[0]!)).not.toBe('Relu');
    expect(ends.nodes.every(({ op, inputs }) => op !== 'MaxPool' || producers.get(inputs[0]!) !== 'Concat')).toBe(true);
  });

  it('stays behind a concatenation of anything else, or along the axes it pools', () => {
    for (const build of [
      (b: TestBuilder) => b.emit('Concat', [relu(b, 'x'), negative(b, 'x')], { axis: 1 }),
      (b: TestBuilder) => b.emit('Concat', [relu(b, 'x'), relu(b, 'x')], { axis: 2 }),
    ]) {
      const before = network((b) => [pool(b, build(b))]);
      expect(shapeOf(moved(before))).toEqual(shapeOf(before));
    }
  });

  it('moves in front of a ReLU with a bound too, but of no other clip', () => {
    const clip = (b: TestBuilder, x: ValueId, min: number): ValueId => b.emit('Clip', [x], { min, max: 0.5 });
    expect(shapeOf(moved(network((b) => [pool(b, clip(b, 'x', 0))])))).toEqual(['MaxPool(x)', 'Clip(MaxPool)']);
    expect(shapeOf(moved(network((b) => [pool(b, clip(b, 'x', -1))])))).toEqual(['Clip(x)', 'MaxPool(Clip)']);
  });

  it('leaves a pool without a ReLU where it is', () => {
    expect(shapeOf(moved(network((b) => [relu(b, negative(b, pool(b, negative(b, 'x'))))])))).toEqual([
      'Neg(x)',
      'MaxPool(Neg)',
      'Neg(MaxPool)',
      'Relu(Neg)',
    ]);
  });
});
