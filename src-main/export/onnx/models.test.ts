/** The written ONNX models as files: names, shapes, versions, metadata, and what they do not contain. */
import { expect, it } from 'vitest';
import { choicesOf, compileUniform, importModel, sameThresholds } from '../../../tests/support/spiking.ts';
import { perceptron, residual } from '../../../tests/fixtures/small-networks.ts';
import type { TestModel } from '../../../tests/support/onnx-graph.ts';
import type { Coding } from '../../../src-shared/plan/types.ts';
import { compile, placeNeurons } from '../../convert/index.ts';
import { decodeModel } from '../../onnx/proto/schema.ts';
import { isIdentifier } from '../identifiers.ts';
import { type ModelFacts, stepModel, unrolledModel } from './models.ts';

const FACTS: ModelFacts = { name: 'net', steps: 3, batch: undefined, producerVersion: '1.2.3' };

const spikingOf = async (model: TestModel, coding: Coding = 'differential') =>
  compileUniform(placeNeurons(await importModel(model)), { coding });

/** A model as plain data. */
function read(bytes: Uint8Array) {
  const { graph, opsetImport, ...model } = decodeModel(bytes) as ReturnType<typeof decodeModel> & {
    readonly irVersion: { toNumber(): number };
    readonly metadataProps: readonly { readonly key: string; readonly value: string }[];
  };
  const shapes = (ports: NonNullable<typeof graph>['input']) =>
    Object.fromEntries(
      ports.map(({ name, type }) => [
        name,
        type!.tensorType!.shape!.dim.map((size) => (size.value === 'dimParam' ? size.dimParam : size.dimValue.toNumber())),
      ]),
    );
  return {
    graph: graph!,
    inputs: shapes(graph!.input),
    outputs: shapes(graph!.output),
    versions: [model.irVersion.toNumber(), opsetImport[0]!.version.toNumber()],
    metadata: Object.fromEntries(model.metadataProps.map(({ key, value }) => [key, value])),
  };
}

it('a step model has the names, shapes and states that its metadata describe', async () => {
  const { bytes, states } = stepModel(await spikingOf(perceptron), FACTS);
  const { inputs, outputs, versions, metadata } = read(bytes);
  expect(versions).toEqual([8, 13]);
  expect(Object.keys(inputs)).toEqual(['x', ...states.map((_, index) => `state_${index}`)]);
  expect(Object.keys(outputs)).toEqual(['y', 'z', 'y_step', 'z_step', ...states.map((_, index) => `state_${index}_next`)]);
  expect([inputs['x'], outputs['y'], outputs['z_step']]).toEqual([
    ['batch', 7],
    ['batch', 5],
    ['batch', 3],
  ]);
  for (const { in: input, out, shape } of states) expect([inputs[input], outputs[out]]).toEqual([shape, shape]);
  expect(JSON.parse(metadata['spikeloom.states']!)).toEqual(states);
  expect(metadata).toMatchObject({ 'spikeloom.T': '3', 'spikeloom.version': '1.2.3' });
});

it('an unrolled model takes the place of the original', async () => {
  const { inputs, outputs, versions } = read(unrolledModel(await spikingOf(perceptron), FACTS));
  expect(versions).toEqual([8, 13]);
  expect(inputs).toEqual({ x: ['batch', 7] });
  expect(outputs).toEqual({ y: ['batch', 5], z: ['batch', 3], y_steps: [3, 'batch', 5], z_steps: [3, 'batch', 3] });
});

it('a fixed batch fixes every size', async () => {
  const spiking = await spikingOf(residual);
  for (const bytes of [stepModel(spiking, { ...FACTS, batch: 2 }).bytes, unrolledModel(spiking, { ...FACTS, batch: 2 })]) {
    const { inputs, outputs } = read(bytes);
    expect([inputs, outputs].flatMap((ports) => Object.values(ports).flat()).every(Number.isInteger)).toBe(true);
    expect(inputs['x']).toEqual([2, 3, 12, 12]);
  }
});

it.each(['rate', 'differential'] as const)('all names are C identifiers, without control flow (%s)', async (coding) => {
  const spiking = await spikingOf(residual, coding);
  for (const bytes of [stepModel(spiking, FACTS).bytes, unrolledModel(spiking, FACTS)]) {
    const { graph } = read(bytes);
    const values = graph.node.flatMap(({ input, output }) => [...input, ...output]).filter((name) => name !== '');
    expect([...values, ...graph.node.map(({ name }) => name)].filter((name) => !isIdentifier(name))).toEqual([]);
    expect(new Set(graph.node.map(({ name }) => name)).size).toBe(graph.node.length);
    expect(graph.node.filter(({ opType, domain }) => domain !== '' || ['If', 'Loop', 'Scan'].includes(opType))).toEqual([]);
    // Everything that is computed is needed.
    const used = new Set([...graph.node.flatMap(({ input }) => input), ...graph.output.map(({ name }) => name)]);
    expect(graph.node.filter(({ output }) => !output.some((name) => used.has(name)))).toEqual([]);
    expect(graph.initializer.filter(({ name }) => !used.has(name))).toEqual([]);
  }
});

it('a port keeps its name, and a state takes another if that is its name', async () => {
  const renamed: TestModel = JSON.parse(
    JSON.stringify(perceptron, (_, value: unknown) => (value instanceof Float32Array ? { floats: [...value] } : value)),
    (_, value: unknown) => {
      if (value === 'x') return 'state_1';
      if (value === 'y') return 'y:0';
      return typeof value === 'object' && value !== null && 'floats' in value
        ? Float32Array.from(value.floats as number[])
        : value;
    },
  ) as TestModel;
  const { bytes, states } = stepModel(await spikingOf(renamed), FACTS);
  const { inputs, outputs } = read(bytes);
  expect(Object.keys(inputs).slice(0, 4)).toEqual(['state_1', 'state_0', 'state_1_2', 'state_2']);
  expect(Object.keys(outputs).slice(0, 4)).toEqual(['y:0', 'z', 'y:0_step', 'z_step']);
  expect(new Set(states.flatMap((state) => [state.in, state.out])).size).toBe(2 * states.length);
});

it('refuses to unroll more steps than a runtime would open', async () => {
  const spiking = await spikingOf(residual);
  expect(() => unrolledModel(spiking, { ...FACTS, steps: 5000 })).toThrow(/5000 steps, the graph has about \d+ nodes/);
});

it('needs no node for neurons that never fire', async () => {
  const placed = placeNeurons(await importModel(perceptron));
  const silent = compile(placed, choicesOf(placed), sameThresholds(placed, 0));
  const { graph } = read(stepModel(silent, FACTS).bytes);
  expect(graph.node.some(({ opType }) => opType === 'GreaterOrEqual')).toBe(false);
});
