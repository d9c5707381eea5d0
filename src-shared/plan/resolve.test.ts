import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitrarySettings } from './arbitrary-plan.ts';
import { editDistance, globTest, nearest } from './glob.ts';
import {
  CODINGS,
  isLeaky,
  NEURONS,
  neuronsOf,
  type PartialSettings,
  type PartialThreshold,
  parsePlan,
  planFromOptions,
  resolvePlan,
  type PlacedLayer,
  type Plan,
} from './index.ts';
import type { Coding, NeuronKind } from './types.ts';

const relu = (...names: string[]): PlacedLayer[] => names.map((name) => ({ name, rule: 'relu' }));
const planOf = (defaults: object, layers: object = {}): Plan => parsePlan(JSON.stringify({ version: 1, defaults, layers }));

describe('keys of layers', () => {
  it('matches names exactly, * across dots, ? one character', () => {
    expect(globTest('layer3.*')('layer3.0.relu1')).toBe(true);
    expect(globTest('layer3.*')('layer30.relu')).toBe(false);
    expect(globTest('*.relu?')('layer3.0.relu1')).toBe(true);
    expect(globTest('*.relu?')('layer3.0.relu12')).toBe(false);
    expect(globTest('layer1.0')('layer1x0')).toBe(false);
    expect(globTest('a+(b)[c]')('a+(b)[c]')).toBe(true);
    expect(globTest('a*b?')('a*b?')).toBe(true);
  });

  it('matches what a regular expression would', () => {
    const text = fc.stringMatching(/^[ab.*?]{0,6}$/);
    fc.assert(
      fc.property(text, fc.stringMatching(/^[ab.]{0,8}$/), (key, name) => {
        const pattern = new RegExp(`^${key.replace(/\./g, '\\.').replace(/\*+/g, '.*').replace(/\?/g, '.')}$`);
        expect(globTest(key)(name)).toBe(key === name || pattern.test(name));
      }),
      { numRuns: 500 },
    );
  });

  it('measures edits', () => {
    expect(editDistance('kitten', 'sitting')).toBe(3);
    expect(editDistance('lay2.*', 'layer2.0.relu')).toBe(2);
    expect(nearest('layer1.0.rleu1', ['layer1.0.relu2', 'layer1.0.relu1', 'relu'])).toBe('layer1.0.relu1');
  });
});

describe('resolvePlan', () => {
  it('gives the documented defaults', () => {
    const resolved = resolvePlan(planOf({}), [
      { name: 'a', rule: 'relu' },
      { name: 'b', rule: 'signed' },
    ]);
    const threshold = { method: 'percentile', percentile: 99.9, of: 'value', level: 'channel', scale: 1 };
    expect(resolved.get('a')).toEqual({
      ...{ coding: 'differential', neuron: 'mt', thresholds: 8, mostSpikes: 16, threshold },
      correction: 'none',
    });
    expect(resolved.get('b')?.threshold).toEqual({ ...threshold, of: 'magnitude', scale: 4 });
    expect([...resolved.keys()]).toEqual(['a', 'b']);
  });

  it('lets later keys win field by field, inside threshold too', () => {
    const plan = planOf(
      { neuron: 'ms', threshold: { percentile: 99 } },
      {
        'layer1.*': { thresholds: 4, threshold: { level: 'layer' } },
        'layer1.relu': { thresholds: 5, threshold: { scale: 2 } },
        '*': { threshold: { level: 'neuron' } },
      },
    );
    const resolved = resolvePlan(plan, relu('layer1.relu', 'layer1.other', 'x'));
    const threshold = { method: 'percentile', percentile: 99, of: 'value', level: 'neuron', scale: 2 };
    expect(resolved.get('layer1.relu')).toEqual({
      coding: 'differential',
      neuron: 'ms',
      thresholds: 5,
      mostSpikes: 16,
      threshold,
      correction: 'none',
    });
    expect(resolved.get('layer1.other')).toMatchObject({ thresholds: 4, threshold: { level: 'neuron', scale: 1 } });
    expect(resolved.get('x')).toMatchObject({ thresholds: 8 });
  });

  it('takes each field from the last rule that has it', () => {
    const fields = ['coding', 'neuron', 'thresholds'] as const;
    const calm = arbitrarySettings.filter(
      ({ coding = 'rate', neuron, threshold, correction }) =>
        correction !== 'mean' &&
        !isLeaky(coding) &&
        neuron !== 'lif' &&
        neuron !== 'lif-negative' &&
        threshold?.level !== 'neuron',
    );
    fc.assert(
      fc.property(calm, fc.array(calm, { maxLength: 4 }), (defaults, settings) => {
        const keys = ['*', 'a*', '?', 'a'];
        const plan: Plan = {
          version: 1,
          defaults,
          layers: settings.map((each, index) => ({ key: keys[index]!, settings: each })),
        };
        const got = resolvePlan(plan, relu('a')).get('a')!;
        for (const field of fields) {
          const last = [defaults, ...settings].findLast((each) => each[field] !== undefined)?.[field];
          if (last !== undefined) expect(got[field]).toBe(last);
        }
        for (const field of ['method', 'percentile', 'level', 'scale'] as const) {
          const last = [defaults, ...settings].findLast((each) => each.threshold?.[field] !== undefined)?.threshold?.[field];
          if (last !== undefined) expect(got.threshold[field]).toBe(last);
        }
      }),
    );
  });

  it('drops a fixed value where a later key names a method', () => {
    const plan = planOf({ threshold: { value: 2 } }, { 'a*': { threshold: { method: 'max' } }, ab: { threshold: { value: 3 } } });
    const resolved = resolvePlan(plan, relu('a', 'ab', 'c'));
    expect(resolved.get('a')?.threshold).toEqual({ method: 'max', percentile: 99.9, of: 'value', level: 'channel', scale: 1 });
    expect(resolved.get('ab')?.threshold.value).toBe(3);
    expect(resolved.get('c')?.threshold.value).toBe(2);
  });

  it('refuses a key that matches nothing, with the nearest name', () => {
    const layers = relu('layer1.0.relu1', 'layer2.0.relu1');
    const error =
      (key: string): (() => unknown) =>
      () =>
        resolvePlan(planOf({}, { [key]: {} }), layers);
    expect(error('layer2.0.rleu1')).toThrow(
      expect.objectContaining({
        code: 'plan.unknown-layer',
        message: expect.stringContaining('the nearest name is "layer2.0.relu1"'),
      }),
    );
    expect(error('lyer2.*')).toThrow(/matches no neuron layer; the nearest name is "layer2.0.relu1"/);
  });

  it('refuses leaky codings on a part of the network, naming the layers', () => {
    const refused =
      (defaults: object, layers: object): (() => unknown) =>
      () =>
        resolvePlan(planOf(defaults, layers), relu('a', 'b'));
    expect(refused({ coding: 'leaky-rate' }, { b: { coding: 'rate' } })).toThrow(
      expect.objectContaining({ code: 'plan.coding', message: expect.stringContaining('b (rate)') }),
    );
    expect(refused({}, { '*': { coding: 'leaky-rate' } })).toThrow(/the network's input \(differential\)/);
    expect(refused({ coding: 'leaky-rate' }, { a: { coding: 'differential-leaky' } })).toThrow(/a \(differential-leaky\)/);
    expect(refused({ coding: 'differential-leaky', neuron: 'lif' }, {})).not.toThrow();
    expect(refused({ coding: 'rate' }, { a: { coding: 'differential' } })).not.toThrow();
  });

  it('refuses neurons that a coding does not have, naming the layer', () => {
    const refused =
      (coding: Coding, neuron: NeuronKind): (() => unknown) =>
      () =>
        resolvePlan(planOf({ coding, neuron: neuronsOf(coding)[0] }, { '*.b': { neuron } }), relu('a', 'x.b', 'y.b'));
    for (const coding of CODINGS) {
      for (const neuron of NEURONS) {
        const leaks = neuron.startsWith('lif');
        if (leaks === isLeaky(coding)) expect(refused(coding, neuron)).not.toThrow();
        else {
          expect(refused(coding, neuron)).toThrow(
            expect.objectContaining({
              code: 'plan.invalid',
              at: { layer: 'x.b' },
              message: expect.stringMatching(
                new RegExp(
                  `layer x\\.b \\(and 1 more\\) has neuron "${neuron}", which coding "${coding}" does not have; use ${leaks ? 'if' : 'lif'} or`,
                ),
              ),
            }),
          );
        }
      }
    }
    // The default neuron does not leak.
    expect(() => resolvePlan(planOf({ coding: 'leaky-rate' }), relu('a'))).toThrow(
      /neuron "mt", which coding "leaky-rate" does not/,
    );
  });

  it('refuses threshold iteration for signed neurons', () => {
    const plan = planOf({ threshold: { method: 'iteration' } });
    expect(() => resolvePlan(plan, [{ name: 'blocks.0.fc1', rule: 'signed' }])).toThrow(/blocks\.0\.fc1 has signed neurons/);
  });
});

describe('planFromOptions', () => {
  it('turns options into defaults', () => {
    const plan = planFromOptions({
      steps: '16',
      coding: 'rate',
      thresholds: 4,
      thresholdMethod: 'percentile:99',
      thresholdScale: '2.5',
      initialPotential: '-0.25',
    });
    expect(plan).toEqual({
      version: 1,
      steps: 16,
      defaults: {
        coding: 'rate',
        thresholds: 4,
        threshold: { method: 'percentile', percentile: 99, scale: 2.5 },
        initial: -0.25,
      },
      layers: [],
    });
    expect(planFromOptions({})).toEqual({ version: 1, defaults: {}, layers: [] });
  });

  it('lets the plan file win', () => {
    const file = parsePlan('{"version":1,"steps":4,"defaults":{"threshold":{"level":"layer"}},"layers":{"a":{"neuron":"if"}}}');
    const plan = planFromOptions({ steps: 16, tau: 0.9, neuron: 'ms', thresholdLevel: 'channel', thresholdMethod: 'max' }, file);
    expect(plan).toEqual({
      version: 1,
      steps: 4,
      tau: 0.9,
      defaults: { neuron: 'ms', threshold: { method: 'max', level: 'layer' } },
      layers: file.layers,
    });
  });

  it.each([
    [{ steps: '0' }, '--steps: "0" is not allowed; must be a whole number from 1 to a million'],
    [{ steps: '' }, '--steps: ""'],
    [{ steps: 'eight' }, '--steps: "eight"'],
    [{ tau: '0' }, '--tau'],
    [
      { coding: 'temporal' },
      '--coding: "temporal" is not allowed; must be one of rate, leaky-rate, differential, differential-leaky',
    ],
    [{ thresholdMethod: 'percentile:100' }, 'must be a number between 0 and 100, both excluded'],
    [{ thresholdMethod: 'median' }, '--threshold-method: "median"'],
    [{ thresholdScale: '-1' }, '--threshold-scale'],
    [{ initialPotential: '1.5' }, '--initial-potential: "1.5" is not allowed; must be a number from -1 to 1'],
    [{ thresholdLevel: 'pixel' }, '--threshold-level: "pixel" is not allowed; must be one of layer, channel, neuron'],
  ])('refuses %j', (options, message) => {
    expect(() => planFromOptions(options)).toThrow(
      expect.objectContaining({ code: 'option.invalid', message: expect.stringContaining(message) }),
    );
  });
});

describe('thresholds from histograms', () => {
  const signed = [{ name: 'a', rule: 'signed' }] as const;

  it('have no scale unless the plan gives one, and drop it with another method', () => {
    for (const method of ['measured', 'balanced'] as const) {
      const scaleOf = (...rules: readonly PartialThreshold[]): number => {
        const [defaults, ...layers] = rules.map((threshold) => ({ threshold }));
        const plan: Plan = {
          version: 1,
          defaults: defaults!,
          layers: layers.map((settings, index) => ({ key: ['a', '*'][index]!, settings })),
        };
        return resolvePlan(plan, signed).get('a')!.threshold.scale;
      };
      expect(scaleOf({ method })).toBe(1);
      expect(scaleOf({ method, scale: 3 })).toBe(3);
      expect(scaleOf({}, { method })).toBe(1);
      expect(scaleOf({ method }, { method: 'percentile' })).toBe(4);
    }
  });

  it('are refused for single neurons, and the measured ones for leaky codings', () => {
    const refused = (defaults: PartialSettings, text: string): void =>
      expect(() => resolvePlan(planOf(defaults), signed)).toThrow(
        expect.objectContaining({ code: 'plan.invalid', message: expect.stringContaining(text), at: { layer: 'a' } }),
      );
    refused({ threshold: { method: 'measured', level: 'neuron' } }, 'one for each channel but none for each neuron');
    refused({ threshold: { method: 'balanced', level: 'neuron' } }, 'one for each channel but none for each neuron');
    const leaky = { coding: 'leaky-rate', neuron: 'lif' } as const;
    refused({ ...leaky, threshold: { method: 'measured' } }, 'is not defined for the leaky coding "leaky-rate" of layer a');
    expect(() => resolvePlan(planOf({ ...leaky, threshold: { method: 'balanced' } }), signed)).not.toThrow();
    expect(() => resolvePlan(planOf({ threshold: { value: 1, method: 'measured', level: 'neuron' } }), signed)).not.toThrow();
  });

  it('are what a correction needs', () => {
    const refused = (defaults: PartialSettings, text: string): void =>
      expect(() => resolvePlan(planOf({ ...defaults, correction: 'mean' }), signed)).toThrow(
        expect.objectContaining({ code: 'plan.invalid', message: expect.stringContaining(text), at: { layer: 'a' } }),
      );
    refused({ threshold: { value: 1 } }, 'a fixed threshold value');
    refused({ threshold: { level: 'neuron' } }, 'a threshold of each neuron');
    refused({ coding: 'differential-leaky', neuron: 'lif' }, 'the leaky coding "differential-leaky"');
    expect(() => resolvePlan(planOf({ correction: 'mean' }), signed)).not.toThrow();
  });
});
