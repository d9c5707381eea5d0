/** What the inspector says of one layer and of many. */
import { describe, expect, it } from 'vitest';
import type { NeuronLayerInfo } from '../../../src-shared/contract/index.ts';
import {
  codingChoices,
  codingSettings,
  layerSettings,
  methodChoices,
  neuronChoices,
  neuronFor,
  type Plan,
} from '../../../src-shared/plan/index.ts';
import { fieldView, shared } from './field-view.ts';

const layer = (name: string, rule: 'relu' | 'signed' = 'relu'): NeuronLayerInfo => ({
  name,
  rule,
  node: name,
  shape: [4],
  neurons: 4,
});
const layers = [layer('a.relu'), layer('a.relu2'), layer('b.fc', 'signed')];
const plan: Plan = {
  version: 1,
  defaults: { neuron: 'if' },
  layers: [
    { key: 'a.*', settings: { coding: 'rate' } },
    { key: 'a.relu', settings: { neuron: 'mt', threshold: { value: 2 } } },
  ],
};
const view = (field: Parameters<typeof fieldView>[0], chosen = layers, saved: Plan | null = null, edited = plan) =>
  fieldView(field, {
    plan: edited,
    layers: chosen,
    settings: layerSettings(edited, layers),
    saved: saved && layerSettings(saved, layers),
  });

describe('a field of the selected layers', () => {
  it('shares its value and source, or is mixed with the most frequent first', () => {
    expect(view('coding', layers.slice(0, 2))).toMatchObject({
      value: { kind: 'one', value: 'rate' },
      source: { kind: 'one', value: { kind: 'glob', key: 'a.*' } },
      setHere: 0,
    });
    expect(view('neuron').value).toEqual({
      kind: 'mixed',
      values: [
        { value: 'if', count: 2 },
        { value: 'mt', count: 1 },
      ],
    });
    expect(view('neuron')).toMatchObject({ setHere: 1, source: { kind: 'mixed' } });
    expect(view('threshold.scale').value.kind).toBe('mixed');
  });

  it('says what the saved version has, only where that differs', () => {
    const saved: Plan = { ...plan, defaults: { neuron: 'ms' } };
    expect(view('neuron', [layers[1]!], saved).saved).toEqual({ kind: 'one', value: 'ms' });
    expect(view('coding', layers, saved).saved).toBeNull();
    expect(view('neuron').saved).toBeNull();
  });

  it('has no effect where none of the layers asks for it', () => {
    expect(view('thresholds', [layers[1]!]).idle).toBe('single-threshold-neuron');
    expect(view('thresholds').idle).toBeNull();
    expect(view('threshold.level', [layers[0]!]).idle).toBe('fixed-value');
    expect(view('threshold.percentile', [layers[1]!]).idle).toBeNull();
    expect(view('threshold.of', [layers[1]!]).idle).toBe('never-negative');
    expect(view('threshold.of', [layers[2]!]).idle).toBeNull();
    // One of them is signed.
    expect(view('threshold.of').idle).toBeNull();
  });

  it.each(['measured', 'balanced'] as const)('has no effect beside the method %s, which reads histograms', (method) => {
    const edited: Plan = { ...plan, defaults: { threshold: { method } } };
    const signed = [layers[2]!];
    expect(view('threshold.of', signed, null, edited).idle).toBe('from-histogram');
    expect(view('threshold.percentile', signed, null, edited).idle).toBe('not-percentile');
    for (const field of ['threshold.level', 'threshold.scale'] as const)
      expect(view(field, signed, null, edited).idle).toBeNull();
  });

  it('tells values apart, undefined included', () => {
    expect(shared([undefined, 1]).kind).toBe('mixed');
    expect(shared([1, 1])).toEqual({ kind: 'one', value: 1 });
  });
});

describe('choices', () => {
  const open = (choices: readonly { value: string; closed: unknown }[]) =>
    choices.filter(({ closed }) => closed === null).map(({ value }) => value);

  it('of a layer leave leaky codings to the whole network', () => {
    expect(open(codingChoices('rate'))).toEqual(['rate', 'differential']);
    expect(open(codingChoices('leaky-rate'))).toEqual(['leaky-rate']);
  });

  it('of neurons are those that every coding has', () => {
    expect(open(neuronChoices(['leaky-rate']))).toEqual(['lif', 'lif-negative']);
    expect(open(neuronChoices(['rate', 'leaky-rate']))).toEqual([]);
  });

  it('name the signed layers that iteration is not for', () => {
    expect(methodChoices(layers, [])[2]).toEqual({ value: 'iteration', closed: { kind: 'signed', layer: 'b.fc', count: 1 } });
    expect(open(methodChoices([layers[0]!], []))).toContain('iteration');
  });

  it('of a coding bring a neuron along only where theirs is lost', () => {
    const used = [...layerSettings(plan, layers).values()];
    expect(codingSettings('differential', used)).toEqual({ coding: 'differential' });
    expect(codingSettings('leaky-rate', used)).toEqual({ coding: 'leaky-rate', neuron: 'lif' });
    expect(neuronFor('rate', 'lif-negative')).toBe('if-negative');
  });
});
