/** What `inspect` announces is what conversion makes: for every operator of the registry, alone and in the middle of a network. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Network, ValueId } from '../../src-shared/network/index.ts';
import { type TestBuilder, testBuilder } from '../../src-shared/network/operators/testing/builder.ts';
import { randomTensor } from '../../src-shared/network/operators/testing/random.ts';
import { type Sample, samples } from '../../src-shared/network/operators/testing/samples.ts';
import { planFromOptions } from '../../src-shared/plan/index.ts';
import type { SpikingNetwork } from '../../src-shared/spiking/index.ts';
import { atBatch, BATCH, isBatchSize, type Shape, sizeOf, type Tensor } from '../../src-shared/tensor/index.ts';
import { compile, placeNeurons } from '../convert/index.ts';
import { importNetwork, readModel, writeOnnx } from '../onnx/index.ts';
import { choicesOf } from './choices.ts';
import { type InspectedNode, type Inspection, inspectModel } from './inspect-model.ts';

const folder = mkdtempSync(join(tmpdir(), 'spikeloom-inspect-'));
const file = join(folder, 'model.onnx');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const perSample = (shape: Shape): number => sizeOf(atBatch(shape, 1));

/** The first of a sample's coded inputs is what `before` makes of x; others come from it by a linear layer of their size. */
function networkOf({ op, inputs, attributes }: Sample, around: boolean): Network {
  const shapes = inputs.filter((input): input is Shape => !('shape' in input));
  const first = shapes[0]!;
  const b = testBuilder([BATCH, perSample(first)]);
  const weight = (of: Shape): ValueId =>
    b.constant({ ...randomTensor(of, 1), data: Float32Array.from(randomTensor(of, 1).data) });
  const linear = (x: ValueId, size: number): ValueId => b.emit('Linear', [x, weight([b.shapeOf(x)[1]!, size])]);
  const shaped = (x: ValueId, shape: Shape): ValueId => {
    // A batch that is not the first axis: brought there by a transposition.
    const axis = shape.findIndex(isBatchSize);
    const made = [shape[axis]!, ...shape.filter((_, at) => at !== axis)];
    const moved = b.emit('Reshape', [x], { shape: made });
    const perm = shape.map((_, at) => (at === axis ? 0 : at < axis ? at + 1 : at));
    return axis === 0 ? moved : b.emit('Transpose', [moved], { perm });
  };
  const start = around ? b.emit('Relu', [linear('x', perSample(first))]) : 'x';
  let coded = 0;
  const operands = inputs.map((input) => {
    if ('shape' in input) return weightOf(b, input);
    return shaped(coded++ === 0 ? start : linear(start, perSample(input)), input);
  });
  const output = b.emit(op, operands, attributes);
  return b.network(around && isBatchSize(b.shapeOf(output)[0]!) ? ending(b, output, linear) : output);
}

/** A linear layer on everything, so that a smooth operator in front of it makes a smooth network. */
function ending(b: TestBuilder, value: ValueId, linear: (x: ValueId, size: number) => ValueId): ValueId {
  const shape = b.shapeOf(value);
  return linear(b.emit('Reshape', [value], { shape: [shape[0]!, sizeOf(shape.slice(1))] }), 2);
}

const weightOf = (b: TestBuilder, tensor: Tensor): ValueId =>
  b.constant(tensor.dtype === 'float' ? { ...tensor, data: Float32Array.from(tensor.data) } : tensor);

async function inspected({ nodes, constants, outputs, input, shapes }: Network): Promise<[Inspection, SpikingNetwork]> {
  const port = ({ value }: { readonly value: ValueId }) => ({ value, shape: shapes.get(value)! });
  writeFileSync(file, writeOnnx({ name: 'test', nodes, constants, inputs: [port(input)], outputs: outputs.map(port) }));
  const inspection = await inspectModel(file);
  const placed = placeNeurons(importNetwork(await readModel(file)).network);
  return [inspection, compile(placed, choicesOf(placed, planFromOptions({})))];
}

/** Names of the file's nodes that a stage's node stands for, of each stage of a kind. */
const origins = ({ stages }: SpikingNetwork, kind: 'expectation' | 'product' | 'max-pool'): Set<string> =>
  new Set(stages.flatMap((stage) => (stage.kind === kind ? stage.node.from : [])));

const neuronsOf = ({ stages, network }: SpikingNetwork, name: string): string[] =>
  stages
    .filter((stage) => stage.kind === 'neuron')
    .filter((unit) => network.nodes.find(({ id }) => id === unit.node)!.from.includes(name))
    .map((unit) => unit.name);

const namesOf = (nodes: readonly InspectedNode[]): string[] => nodes.map(({ name }) => name).sort();

describe.each([
  ['alone', false],
  ['between layers', true],
] as const)('%s', (_, around) => {
  it.each(samples.map((sample, index) => [`${sample.op} ${index}`, sample] as const))('%s', async (_name, sample) => {
    const [{ nodes, convertible, layers }, spiking] = await inspected(networkOf(sample, around));
    expect(convertible).toBe(true);
    const realValued = nodes.filter(({ why }) => why?.includes('real values'));
    expect(namesOf(realValued)).toEqual([...origins(spiking, 'expectation')].sort());
    expect(nodes.filter(({ status }) => status === 'real-valued').every((node) => realValued.includes(node))).toBe(true);
    for (const { name, status, into, layers: announced = [] } of nodes) {
      expect([...announced].sort(), name).toEqual(neuronsOf(spiking, name).sort());
      if (status === 'native' || status === 'real-valued') expect(into, name).toHaveLength(1);
      if (origins(spiking, 'product').has(name) || origins(spiking, 'max-pool').has(name))
        expect(status, name).not.toBe('real-valued');
    }
    expect(layers.map(({ name }) => name)).toEqual(
      spiking.stages.filter((stage) => stage.kind === 'neuron').map((stage) => stage.name),
    );
  });
});

it('a clip from 0 to 6 is two layers of neurons, not a real-valued unit', async () => {
  const b = testBuilder([BATCH, 3]);
  const [{ nodes, totals }] = await inspected(b.network(b.emit('Clip', ['x'], { min: 0, max: 6 })));
  const clip = nodes.find(({ type }) => type === 'Clip')!;
  expect(clip).toMatchObject({ status: 'rewritten', into: ['Relu', 'Add', 'Neg'] });
  expect(clip.layers).toEqual([expect.stringMatching(/^[^.]+$/), expect.stringMatching(/\.bound$/)]);
  expect(clip.why).toBeUndefined();
  expect(totals['real-valued']).toBe(0);
});
