/** Tells which thresholds a plan changes, and which of these follow from existing statistics. */
import { describe, expect, it } from 'vitest';
import { type LayerSettings, layerSettings, type PartialSettings, type PartialThreshold } from '../plan/index.ts';
import { outdatedLayers, type ResolvedSettings } from './index.ts';

const LAYERS = [
  { name: 'a', rule: 'relu' },
  { name: 'b', rule: 'signed' },
] as const;

/** Both layers with these defaults; `a` with some of its own. */
function resolved(threshold: PartialThreshold, a: PartialSettings = {}, steps = 8): ResolvedSettings {
  const layers: ReadonlyMap<string, LayerSettings> = layerSettings(
    { version: 1, defaults: { threshold }, layers: [{ key: 'a', settings: a }] },
    LAYERS,
  );
  return { layers, steps };
}

const BASE = resolved({});
const needs = (now: ResolvedSettings, before = BASE, measured: ResolvedSettings | undefined = before) =>
  Object.fromEntries(outdatedLayers(now, before, measured).map((one) => [one.layer, one.needs]));

describe('nothing is outdated by', () => {
  it.each<readonly [string, ResolvedSettings]>([
    ['the same', resolved({})],
    ['coding and neuron', resolved({}, { coding: 'rate', neuron: 'if' })],
    ['the number of thresholds', resolved({}, { thresholds: 3 })],
    ['the initial potential', resolved({}, { initial: 0.5 })],
    ['the number of steps', resolved({}, {}, 16)],
  ])('%s', (_, now) => {
    expect(needs(now)).toEqual({});
  });
});

describe('is derived', () => {
  it.each<readonly [string, ResolvedSettings]>([
    ['a value', resolved({}, { threshold: { value: 1 } })],
    ['a value at another level', resolved({}, { threshold: { value: 1, level: 'neuron' } })],
    ['a scale', resolved({}, { threshold: { scale: 2 } })],
    ['the maximum', resolved({}, { threshold: { method: 'max' } })],
    ['iteration', resolved({}, { threshold: { method: 'iteration' } })],
    ['the mean error that is taken back', resolved({}, { correction: 'mean' })],
    ['the least measured error', resolved({}, { threshold: { method: 'measured' } })],
    ['local threshold balancing', resolved({}, { threshold: { method: 'balanced' } })],
    ['multi-spike neurons', resolved({}, { neuron: 'ms' })],
  ])('%s', (_, now) => {
    expect(needs(now)).toEqual({ a: 'derive' });
  });

  it('threshold iteration for other levels', () => {
    const iteration = (a: PartialSettings, steps?: number) => resolved({}, { ...a, threshold: { method: 'iteration' } }, steps);
    expect(needs(iteration({}, 4), iteration({}), BASE)).toEqual({ a: 'derive' });
    expect(needs(iteration({ thresholds: 4 }), iteration({}), BASE)).toEqual({ a: 'derive' });
    expect(needs(iteration({ neuron: 'if' }), iteration({}), BASE)).toEqual({ a: 'derive' });
    expect(needs(iteration({ coding: 'rate' }), iteration({}), BASE)).toEqual({});
  });

  it('the least measured error of another staircase, and balancing only for other spreads', () => {
    const of = (method: 'measured' | 'balanced') => (a: PartialSettings, steps?: number) =>
      resolved({}, { ...a, threshold: { method, level: 'channel' } }, steps);
    for (const [a, steps] of [
      [{}, 4],
      [{ coding: 'rate' }],
      [{ neuron: 'if' }],
      [{ thresholds: 4 }],
      [{ initial: 0.5 }],
    ] as const) {
      expect(needs(of('measured')(a, steps), of('measured')({}), BASE)).toEqual({ a: 'derive' });
      expect(needs(of('balanced')(a, steps), of('balanced')({}), BASE)).toEqual({});
    }
    expect(needs(of('balanced')({ neuron: 'ms' }), of('balanced')({}), BASE)).toEqual({ a: 'derive' });
  });

  it.each(['percentile', 'max', 'iteration', 'measured', 'balanced'] as const)('a limit of spikes in one step (%s)', (method) => {
    const ms = (mostSpikes?: number) =>
      resolved({ method }, { neuron: 'ms', ...(mostSpikes === undefined ? {} : { mostSpikes }) });
    expect(needs(ms(2), ms(), ms())).toEqual({ a: 'derive' });
    expect(needs(ms(8), ms(), ms())).toEqual({});
    expect(needs(resolved({ method }, { mostSpikes: 2 }), resolved({ method }))).toEqual({});
  });

  it('what was measured, also after something else was derived from it', () => {
    const value = resolved({}, { threshold: { value: 1 } });
    expect(needs(BASE, value, BASE)).toEqual({ a: 'derive' });
  });
});

describe('needs a pass', () => {
  it.each<readonly [string, ResolvedSettings]>([
    ['another level', resolved({}, { threshold: { level: 'layer' } })],
    ['another percentile', resolved({}, { threshold: { percentile: 99 } })],
    ['another level for the maximum', resolved({}, { threshold: { level: 'neuron', method: 'max' } })],
  ])('%s', (_, now) => {
    expect(needs(now)).toEqual({ a: 'pass' });
  });

  it('a percentile where the maximum was measured', () => {
    expect(needs(BASE, resolved({ method: 'max' }))).toEqual({ a: 'pass', b: 'pass' });
  });

  it('any statistic where nothing was measured, and nothing but a value where that is given', () => {
    const given = resolved({ value: 1 });
    expect(outdatedLayers(BASE, given, undefined).map((one) => one.needs)).toEqual(['pass', 'pass']);
    expect(outdatedLayers(resolved({ value: 2 }), given, undefined).map((one) => one.needs)).toEqual(['derive', 'derive']);
  });

  it('a layer that was not there', () => {
    const before = { ...BASE, layers: new Map([['a', BASE.layers.get('a')!]]) };
    expect(needs(BASE, before)).toEqual({ b: 'pass' });
  });
});
