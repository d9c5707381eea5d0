/**
 * Layers that exporters write out in many nodes: whoever wrote them, they are imported as what they are, compute what ONNX Runtime
 * computes, and their spiking form approaches that.
 */
import { describe, expect, it } from 'vitest';
import { becameOf, checkedModel, converted, opsOf, outputErrors } from '../support/check-model.ts';
import { EXPORTERS, type ExporterName, graphWriter } from '../support/graph-writer.ts';
import * as layers from '../support/layers.ts';
import * as tokenLayers from '../support/token-layers.ts';
import type { Layer } from '../support/layers.ts';
import { operatorOf } from '../../src-shared/network/operators/index.ts';

const WRITERS = ['torch9', 'torch11', 'torch17', 'dynamo18', 'keras', 'paddle', 'cntk'] as const;
const STEPS = 32;

/** The model of one layer between two linear ones, over tokens. */
const overTokens =
  (layer: Layer, width = 8): Layer =>
  (w, x) =>
    layers.linear(width, 3)(w, layer(w, layers.linear(5, width)(w, x)));

/** The model of one layer between two convolutions. */
const overImages =
  (layer: Layer): Layer =>
  (w, x) => {
    const features = w.node('Relu', [layers.batchNorm(4)(w, layers.conv(2, 4, { bias: false })(w, x))]);
    return layers.conv(4, 3)(w, layer(w, features));
  };

async function imported(exporter: ExporterName, layer: Layer, sample: readonly number[]) {
  const w = graphWriter(EXPORTERS[exporter]);
  const checked = await checkedModel(w.model([layer(w, 'x')], { name: 'x', shape: ['batch', ...sample] }));
  expect(checked.distance, exporter).toBeLessThanOrEqual(1e-5);
  return checked;
}

/** Imports the layer as each exporter writes it; every time it must be these operators. Returns the network. */
async function everywhere(layer: Layer, sample: readonly number[], ops: readonly string[] | undefined, since = 0) {
  const exporters = WRITERS.filter((name) => EXPORTERS[name].opset >= since);
  const checked = [];
  for (const exporter of exporters) checked.push(await imported(exporter, layer, sample));
  for (const [index, { network }] of checked.entries())
    expect(opsOf(network), exporters[index]!).toEqual(ops ?? opsOf(checked[0]!.network));
  return checked[0]!;
}

/** Relative error of the first output after all steps. */
async function finalError(network: Parameters<typeof converted>[0]): Promise<number> {
  const { errors } = (await outputErrors(await converted(network, STEPS), STEPS))[0]!;
  return errors.at(-1)!;
}

describe('normalisations', () => {
  it.each(Object.entries(layers.LAYER_NORMS))('LayerNormalization: %s', async (_how, norm) => {
    const layer = overTokens(norm(8));
    const sample = [4, 5];
    const { network } = await everywhere(
      layer,
      sample,
      ['Linear', 'LayerNormalization', 'Linear'],
      _how === 'one operator' ? 17 : 0,
    );
    const { report } = await imported('torch17', layer, sample);
    const middle = report.filter(({ type }) => !['Constant', 'MatMul'].includes(type)).slice(1, -1);
    expect([...new Set(middle.flatMap(({ into }) => into))]).toEqual(['LayerNormalization']);
    expect(await finalError(network)).toBeLessThan(0.02);
  });

  it('RMSNormalization', async () => {
    const { network, report } = await everywhere(overTokens(layers.rmsNorm(8)), [4, 5], ['Linear', 'RMSNormalization', 'Linear']);
    expect(becameOf(report, 'Sqrt')).toEqual(['RMSNormalization']);
    expect(await finalError(network)).toBeLessThan(0.02);
  });
});

describe('activations', () => {
  it.each(Object.entries(layers.ACTIVATIONS))('%s', async (_how, { op, layer, since }) => {
    const { network, report } = await everywhere(overTokens(layer), [4, 5], ['Linear', op, 'Linear'], since);
    const whole = network.nodes.find((node) => node.op === op)!;
    const own = report.filter(({ into, type }) => into.includes(op) && type !== 'Constant');
    expect(own.length).toBe(whole.from.length);
    expect(own.every(({ fate }) => fate === 'rewritten')).toBe(own.length > 1);
    expect(await finalError(network)).toBeLessThan(0.02);
  });

  it.each([
    ['Clip', (w, x) => w.clip(x, 0, 6)],
    ['Min of Relu', (w, x) => w.node('Min', [w.node('Relu', [x]), 6])],
    ['Max and Min', (w, x) => w.node('Max', [w.node('Min', [x, 6]), 0])],
    ['Relu of Min', (w, x) => w.node('Relu', [w.node('Min', [6, x])])],
  ] satisfies readonly (readonly [string, Layer])[])('ReLU6 by %s', async (_how, layer) => {
    const convolved: Layer = (w, x) => layer(w, layers.conv(4, 4)(w, x));
    const { network } = await everywhere(overImages(convolved), [2, 6, 6], ['Conv', 'Relu', 'Conv', 'Clip', 'Conv']);
    expect(network.nodes[3]!.attributes).toEqual({ min: 0, max: 6 });
    expect(await finalError(network)).toBeLessThan(0.01);
  });

  it('a maximum with 0 is a ReLU', async () => {
    const { network } = await everywhere(
      overImages((w, x) => w.node('Max', [0, layers.conv(4, 4)(w, x)])),
      [2, 6, 6],
      [...['Conv', 'Relu', 'Conv', 'Relu', 'Conv']],
    );
    expect(await finalError(network)).toBeLessThan(0.01);
  });
});

const SIZES = { tokens: 5, width: 8, heads: 2 };

describe('attention', () => {
  it.each(Object.entries(tokenLayers.ATTENTIONS))('%s', async (_how, attention) => {
    const { network, report } = await everywhere(overTokens(attention(SIZES)), [5, 5], undefined);
    expect(opsOf(network).filter((op) => ['MatMul', 'Softmax'].includes(op))).toEqual(['MatMul', 'Softmax', 'MatMul']);
    expect(report.flatMap(({ why }) => why ?? [])).toEqual([]);
    expect(await finalError(network)).toBeLessThan(0.03);
  });

  it('written as Einsum', async () => {
    const { network, report } = await everywhere(overTokens(tokenLayers.einsumAttention(SIZES)), [5, 5], undefined, 12);
    expect(becameOf(report, 'Einsum')).toEqual(['Linear', 'MatMul', 'Reshape', 'Transpose']);
    expect(await finalError(network)).toBeLessThan(0.03);
  });

  it.each(Object.entries(tokenLayers.ROTARIES))('rotary embedding, %s: linear nodes', async (_how, rotary) => {
    const { network, report } = await everywhere(overTokens(tokenLayers.rotaryAttention(SIZES, rotary)), [5, 5], undefined);
    const coded = new Set([network.input.value, ...network.nodes.map(({ output }) => output)]);
    const formOf = ({ op, inputs, attributes }: (typeof network.nodes)[number]) =>
      operatorOf(op).spiking(
        inputs.map((value) => coded.has(value)),
        attributes,
      );
    const unlike = network.nodes.filter((node) => formOf(node) !== 'linear').map(({ op }) => op);
    expect(unlike).toEqual(['MatMul', 'Softmax', 'MatMul']);
    for (const type of ['Neg', 'Concat', 'Split', 'Slice'])
      expect(
        report
          .filter((node) => node.type === type)
          .flatMap(({ forms }) => forms)
          .every((form) => form === 'linear'),
      ).toBe(true);
    expect(await finalError(network)).toBeLessThan(0.03);
  });
});

describe('gates', () => {
  it.each(Object.entries(tokenLayers.GATED))('%s', async (_how, gated) => {
    const { network, report } = await everywhere(overTokens(gated(8, 6)), [5, 5], undefined);
    expect(opsOf(network).filter((op) => ['Mul', 'Silu', 'Sigmoid'].includes(op))).toHaveLength(2);
    if (_how.startsWith('SwiGLU')) expect(becameOf(report, 'Sigmoid')).toEqual(['Silu']);
    expect(await finalError(network)).toBeLessThan(0.03);
  });

  it.each(Object.entries(layers.SQUEEZES))('squeeze and excite: %s', async (_how, squeeze) => {
    const { network } = await everywhere(overImages(squeeze(4, 2)), [2, 6, 6], undefined);
    expect(opsOf(network).filter((op) => op === 'Mul')).toHaveLength(1);
    expect(await finalError(network)).toBeLessThan(0.03);
  });
});
