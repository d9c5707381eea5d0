/** What compiling promises to engines and exporters, over networks of many kinds, and what it refuses. */
import { describe, expect, it } from 'vitest';
import type { Network, ValueId } from '../../src-shared/network/index.ts';
import { operatorOf } from '../../src-shared/network/operators/index.ts';
import { evaluateNetwork } from '../../src-shared/network/evaluate.ts';
import { randomTensor } from '../../src-shared/network/operators/testing/random.ts';
import { testBuilder } from '../../src-shared/network/operators/testing/builder.ts';
import type { Segment, SpikingNetwork, Stage, Unit } from '../../src-shared/spiking/index.ts';
import { BATCH } from '../../src-shared/tensor/index.ts';
import * as models from '../../tests/fixtures/small-networks.ts';
import type { TestModel } from '../../tests/support/onnx-graph.ts';
import {
  choicesOf,
  compileUniform,
  farthest,
  floatOutput,
  importModel,
  meanOfSteps,
  sameThresholds,
  simulate,
} from '../../tests/support/spiking.ts';
import { compile } from './compile.ts';
import { placeNeurons } from './place-neurons.ts';

const networks: readonly (readonly [string, TestModel])[] = Object.entries(models).flatMap(([name, model]) =>
  'nodes' in model ? [[name, model]] : [],
);

const reads = (stage: Stage): readonly ValueId[] =>
  stage.kind === 'segment' || stage.kind === 'product' ? stage.inputs : [stage.input];
const segmentsOf = ({ stages }: SpikingNetwork): Segment[] => stages.filter((stage) => stage.kind === 'segment');
const unitsOf = ({ stages }: SpikingNetwork): Unit[] => stages.filter((stage) => stage.kind !== 'segment');

/** All that must hold of any SpikingNetwork. */
function checkStages(spiking: SpikingNetwork): void {
  const { network, stages } = spiking;
  const codings = new Map<ValueId, string>([
    [network.input.value, spiking.coding.includes('differential') ? 'differential' : 'rate'],
  ]);
  for (const stage of stages) {
    for (const value of reads(stage)) {
      expect(codings.has(value), `${stage.id} reads ${value} before it is written`).toBe(true);
      if (stage.kind === 'neuron') expect(stage.inputCoding).toBe(codings.get(value));
      else expect(stage.kind === 'transcoder' ? stage.from : stage.coding, stage.id).toBe(codings.get(value));
    }
    expect(codings.has(stage.output), `${stage.output} is written twice`).toBe(false);
    codings.set(stage.output, stage.coding);
    expect(network.shapes.has(stage.output)).toBe(true);
  }
  for (const { value } of network.outputs) expect(codings.has(value), `output ${value}`).toBe(true);

  const linear = segmentsOf(spiking).flatMap(({ nodes }) => nodes.map(({ id }) => id));
  expect(new Set(linear).size).toBe(linear.length);
  const names = stages.flatMap((stage) => (stage.kind === 'segment' ? [] : [`${stage.kind === 'neuron'} ${stage.name}`]));
  expect(new Set(names).size).toBe(names.length);
  const counted = spiking.counted.map(({ name }) => name);
  expect(new Set(counted).size).toBe(counted.length);
}

/** Linear nodes of a network that depend on its input. */
function linearNodes({ nodes, input }: Network): string[] {
  const coded = new Set<ValueId>([input.value]);
  return nodes.flatMap(({ id, op, inputs, output, attributes }) => {
    const own = inputs.map((value) => coded.has(value));
    if (!own.includes(true)) return [];
    coded.add(output);
    return operatorOf(op).spiking(own, attributes) === 'linear' ? [id] : [];
  });
}

describe.each(networks)('%s', (_, model) => {
  const placed = () => importModel(model).then(placeNeurons);

  it.each(['rate', 'differential', 'mixed'] as const)(
    '%s: stages in order, codings that meet, names of their own',
    async (coding) => {
      const own = await placed();
      const choices = choicesOf(own, { coding: coding === 'mixed' ? 'rate' : coding, neuron: 'mt-negative' }, (_, index) =>
        coding === 'mixed' && index % 2 === 0 ? { coding: 'differential' } : {},
      );
      const spiking = compile(own, choices);
      checkStages(spiking);
      expect(
        segmentsOf(spiking)
          .flatMap(({ nodes }) => nodes.map(({ id }) => id))
          .toSorted(),
      ).toEqual(linearNodes(own.network).toSorted());
      expect(unitsOf(spiking).filter(({ kind }) => kind === 'neuron')).toHaveLength(own.sites.length);
    },
  );

  it('counted layers read what stages write, and what only segments read stays inside', async () => {
    const spiking = compileUniform(await placed());
    const written = new Set([spiking.network.input.value, ...spiking.stages.map(({ output }) => output)]);
    for (const layer of spiking.counted) {
      expect(layer.inputs.every((value) => written.has(value))).toBe(true);
      const stage = spiking.stages.find(({ id }) => id === layer.stage)!;
      expect(layer.inputs.every((value) => reads(stage).includes(value))).toBe(true);
    }
    // A segment that another one reads ends because something else reads it too, it is an output, or it is counted.
    const outputs = new Set(spiking.network.outputs.map(({ value }) => value));
    for (const { output } of segmentsOf(spiking)) {
      const readers = spiking.stages.filter((stage) => reads(stage).includes(output));
      const alone = readers.length === 1 && readers[0]!.kind === 'segment' && !outputs.has(output);
      if (alone) expect(spiking.counted.some(({ inputs }) => inputs.includes(output))).toBe(true);
    }
  });

  it('computes the float network of the file', async () => {
    const network = await importModel(model);
    const x = randomTensor([3, ...network.shapes.get(network.input.value)!.slice(1)]);
    const output = await floatOutput(compileUniform(await placed()), x);
    expect(farthest(output, evaluateNetwork(network, x)[0]!.data)).toBeLessThan(1e-12);
  });
});

describe('where codings meet', () => {
  it('a transcoder stands at the meeting point, and layers before it still receive spikes', async () => {
    const placed = placeNeurons(await importModel(models.residual));
    const choices = choicesOf(placed, { coding: 'differential' }, ({ name }) => (name === 'ra' ? { coding: 'rate' } : {}));
    // ra is read by two convolutions, which are added: both by rate, no transcoder.
    expect(unitsOf(compile(placed, choices)).filter(({ kind }) => kind === 'transcoder')).toEqual([]);
  });

  it.each(['rate', 'differential'] as const)('in the coding of the plan, %s', async (coding) => {
    const other = coding === 'rate' ? 'differential' : 'rate';
    const b = testBuilder([BATCH, 3]);
    const relu = b.emit('Relu', ['x']);
    const joined = b.emit('Concat', [relu, 'x', b.emit('Neg', [relu])], { axis: 1 });
    const placed = placeNeurons(b.network(b.emit('Neg', [joined])));
    const spiking = compile(
      placed,
      choicesOf(placed, { coding, neuron: 'mt-negative' }, () => ({ coding: other })),
      sameThresholds(placed, 1),
    );
    checkStages(spiking);
    expect(unitsOf(spiking).flatMap((unit) => (unit.kind === 'transcoder' ? [[unit.name, unit.from, unit.coding]] : []))).toEqual(
      [
        [`${joined}.transcoder1`, other, coding],
        [`${joined}.transcoder3`, other, coding],
      ],
    );
    const x = randomTensor([2, 3]);
    const { logits } = await simulate(spiking, x, 128);
    expect(farthest(meanOfSteps(logits[0]!, 128), await floatOutput(spiking, x))).toBeLessThan(0.01);
  });
});

describe('the leaky codings', () => {
  it.each(['leaky-rate', 'differential-leaky'] as const)('%s have no form for products and smooth functions', async (coding) => {
    for (const [model, layer] of [
      [models.attention, 'norm'],
      [models.gating, 'gate'],
    ] as const) {
      const placed = placeNeurons(await importModel(model));
      expect(() => compileUniform(placed, { coding, neuron: 'lif', tau: 0.9 })).toThrow(
        expect.objectContaining({ code: 'plan.coding', at: { layer }, message: expect.stringContaining(`Coding ${coding}`) }),
      );
    }
    const residual = placeNeurons(await importModel(models.residual));
    const spiking = compileUniform(residual, { coding, neuron: 'lif', tau: 0.9 });
    expect(spiking.tau).toBe(0.9);
    expect(unitsOf(spiking).every((unit) => unit.kind !== 'neuron' || unit.tau === 0.9)).toBe(true);
  });
});

describe('networks of unusual form', () => {
  const x = randomTensor([2, 4]);
  const converge = async (spiking: SpikingNetwork, network: Network, bound: number): Promise<void> => {
    checkStages(spiking);
    const { logits } = await simulate(spiking, x, 200);
    evaluateNetwork(network, x).forEach(({ data }, index) => {
      expect(farthest(meanOfSteps(logits[index]!, 200), data)).toBeLessThan(bound);
    });
  };
  const build = () => {
    const b = testBuilder([BATCH, 4]);
    const w = b.constant({ ...randomTensor([4, 4], 5) });
    const bias = b.constant({ ...randomTensor([4], 6) });
    const linear = (value: ValueId): ValueId => b.emit('Linear', [value, w, bias]);
    const ports = (...values: ValueId[]) => ({ ...b.network('x'), outputs: values.map((value) => ({ name: value, value })) });
    return { b, linear, ports };
  };

  it.each(['rate', 'differential'] as const)('%s: the identity, answered exactly at once', async (coding) => {
    const { ports } = build();
    const spiking = compileUniform(placeNeurons(ports('x')), { coding });
    expect(spiking.stages).toEqual([]);
    const { logits } = await simulate(spiking, x, 3);
    for (let t = 0; t < 3; t++) expect(farthest(logits[0]!.subarray(t * 8, (t + 1) * 8), x.data)).toBeLessThan(1e-12);
  });

  it.each(['rate', 'differential'] as const)(
    '%s: a softmax at the end, hidden layers as outputs, the input used twice',
    async (coding) => {
      const { b, linear, ports } = build();
      const relu = b.emit('Relu', [linear('x')]);
      const again = linear(relu);
      const sum = b.emit('Add', [again, 'x']);
      const softmax = b.emit('Softmax', [sum], { axis: 1 });
      const network = ports(softmax, sum, relu, again, 'x', relu);
      const placed = placeNeurons(network);
      expect(placed.sites.map(({ rule }) => rule)).toEqual(['relu']);
      await converge(compileUniform(placed, { coding, neuron: 'mt-negative' }, 4), network, 0.05);
    },
  );

  it.each(['rate', 'differential'] as const)('%s: a value added to itself, a linear layer alone', async (coding) => {
    const { b, linear, ports } = build();
    const doubled = b.emit('Add', ['x', 'x']);
    const network = ports(linear(doubled));
    await converge(compileUniform(placeNeurons(network), { coding }), network, 1e-9);
  });

  it.each(['rate', 'differential'] as const)('%s: a pool of overlapping windows, and one of padded, converge', async (coding) => {
    const b = testBuilder([BATCH, 4]);
    const image = b.emit('Reshape', ['x'], { shape: [BATCH, 1, 4] });
    const pool = (input: ValueId, strides: number[], pads: number[]): ValueId =>
      b.emit('MaxPool', [input], { kernel: [2], strides, pads, dilations: [1], ceil: 0 });
    const w = b.constant(randomTensor([2, 1, 3], 9));
    const conv = b.emit('Conv', [image, w], { strides: [1], pads: [1, 1], dilations: [1], group: 1 });
    const network = b.network(pool(b.emit('Relu', [pool(conv, [1], [0, 0])]), [2], [1, 1]));
    const spiking = compileUniform(placeNeurons(network), { coding, neuron: 'mt-negative' }, 2);
    expect(unitsOf(spiking).flatMap((unit) => (unit.kind === 'max-pool' ? [unit.form] : []))).toEqual(['estimate', 'estimate']);
    await converge(spiking, network, 0.03);
  });
});
