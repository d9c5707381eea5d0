/**
 * Resolves a plan into the settings of every neuron layer: the defaults, then the plan's `defaults`, then each matching rule.
 * Later rules win, field by field (docs/cli.md, "Plan file").
 */
import { SpikeloomError } from '../errors/index.ts';
import {
  DEFAULTS,
  defaultSettings,
  type DefaultsVersion,
  networkCodingOf,
  type NeuronRule,
  readoutFromOf,
  stepsOf,
} from './defaults.ts';
import { globTest, isGlob, nearest } from './glob.ts';
import { isLeaky, neuronsOf } from './neuron-coding.ts';
import type { PartialSettings, PartialThreshold, Plan } from './plan.ts';
import type { Coding, LayerSettings, ThresholdSettings } from './types.ts';

/** A neuron layer in the network: its unique name, and whether its neurons are ReLU-type or signed. */
export interface PlacedLayer {
  readonly name: string;
  readonly rule: NeuronRule;
}

/**
 * Settings of each layer, by name, in the order of `layers`. `defaults`: the version of the defaults, for the plan of an earlier
 * calibration. Throws `plan.unknown-layer` for a key that matches nothing (with the nearest name), `plan.coding` if leaky codings
 * are mixed with others (docs/algorithm.md §8), and `plan.invalid` for a neuron that its coding does not have (§3), for threshold
 * iteration on signed neurons (§6), for a method or a correction that needs a histogram in a layer that has none for it, and for a readout that begins
 * after the last step (§2).
 */
export function resolvePlan(
  plan: Plan,
  layers: readonly PlacedLayer[],
  defaults: DefaultsVersion = DEFAULTS,
): Map<string, LayerSettings> {
  const unknown = plan.layers.find(({ key }) => !layers.some(({ name }) => globTest(key)(name)));
  if (unknown) throw unknownLayer(unknown.key, layers);
  const resolved = layerSettings(plan, layers, defaults);
  checkCodings(networkCodingOf(plan), resolved);
  checkNeurons(resolved);
  checkIteration(layers, resolved);
  checkHistograms(resolved);
  checkCorrections(resolved);
  checkReadout(readoutFromOf(plan), stepsOf(plan));
  return resolved;
}

/**
 * The settings that `plan` gives every layer, by name. Unlike `resolvePlan`, this never throws, so that a window can show a plan
 * with problems: rules that match nothing have no effect, and combinations that cannot run are kept. `defaults`: as in
 * `resolvePlan`.
 */
export function layerSettings(
  plan: Plan,
  layers: readonly PlacedLayer[],
  defaults: DefaultsVersion = DEFAULTS,
): Map<string, LayerSettings> {
  const rules = plan.layers.map(({ key, settings }) => ({ matches: globTest(key), settings }));
  return new Map(
    layers.map(({ name, rule }) => {
      const used = rules.filter(({ matches }) => matches(name));
      const own = used.reduce((settings, one) => mergeSettings(settings, one.settings), plan.defaults);
      return [name, mergeSettings(defaultSettings(rule, defaults, own.threshold?.method), own)];
    }),
  );
}

/** `base` with the fields of `over` in place of its own, including those of the threshold. */
export function mergeSettings(base: LayerSettings, over: PartialSettings): LayerSettings;
export function mergeSettings(base: PartialSettings, over: PartialSettings): PartialSettings;
export function mergeSettings(base: PartialSettings, over: PartialSettings): PartialSettings {
  const merged = { ...base, ...over };
  return base.threshold === undefined || over.threshold === undefined
    ? { ...merged, ...pickThreshold(over.threshold ?? base.threshold) }
    : { ...merged, threshold: mergeThreshold(base.threshold, over.threshold) };
}

const pickThreshold = (threshold: PartialThreshold | undefined): PartialSettings =>
  threshold === undefined ? {} : { threshold };

/** As `mergeSettings`. A later `method` replaces an earlier fixed `value`, since a layer has only one of the two. */
function mergeThreshold(base: PartialThreshold, over: PartialThreshold): PartialThreshold {
  const merged: { -readonly [K in keyof ThresholdSettings]?: ThresholdSettings[K] } = { ...base, ...over };
  if (over.method !== undefined && over.value === undefined) delete merged.value;
  return merged;
}

/** Throws `plan.invalid` unless the answer after `steps` steps can be read from step `from` on. */
export function checkReadout(from: number, steps: number): void {
  if (from <= steps) return;
  throw new SpikeloomError(
    'plan.invalid',
    `plan: readout.from is ${from}, but there ${steps === 1 ? 'is only 1 step' : `are only ${steps} steps`}; set it to ${steps} or less, or use more steps`,
  );
}

function unknownLayer(key: string, layers: readonly PlacedLayer[]): SpikeloomError {
  const what = isGlob(key) ? 'matches no neuron layer' : 'is not a neuron layer of this network';
  const name = nearest(
    key,
    layers.map((layer) => layer.name),
  );
  const hint = name === undefined ? 'the network has no neuron layers' : `the nearest name is "${name}"`;
  return new SpikeloomError('plan.unknown-layer', `plan: layers[${JSON.stringify(key)}] ${what}; ${hint}`, {
    at: { layer: key },
  });
}

/** Throws unless leaky codings apply to the whole network, including its input and output, or to no part of it. */
function checkCodings(network: Coding, resolved: ReadonlyMap<string, LayerSettings>): void {
  const leaky = isLeaky(network) ? network : [...resolved.values()].map(({ coding }) => coding).find(isLeaky);
  if (leaky === undefined) return;
  const others = [...resolved].filter(([, { coding }]) => coding !== leaky).map(([name, { coding }]) => `${name} (${coding})`);
  if (network === leaky && others.length === 0) return;
  const named = network === leaky ? others : [`the network's input (${network})`, ...others];
  const [odd] = [...resolved].find(([, { coding }]) => (coding === leaky) !== (network === leaky))!;
  const list = named.length <= 6 ? named.join(', ') : `${named.slice(0, 5).join(', ')} and ${named.length - 5} more`;
  throw new SpikeloomError(
    'plan.coding',
    `plan: coding "${leaky}" applies to the whole network or not at all, but others are used by ${list}; set it in "defaults" only`,
    { at: { layer: odd } },
  );
}

/** Throws if a layer's coding does not have its neuron. */
function checkNeurons(resolved: ReadonlyMap<string, LayerSettings>): void {
  const wrong = [...resolved].filter(([, { coding, neuron }]) => !neuronsOf(coding).includes(neuron));
  if (wrong.length === 0) return;
  const [name, { coding, neuron }] = wrong[0]!;
  const more = wrong.length === 1 ? '' : ` (and ${wrong.length - 1} more)`;
  throw new SpikeloomError(
    'plan.invalid',
    `plan: layer ${name}${more} has neuron "${neuron}", which coding "${coding}" does not have; use ${neuronsOf(coding).join(' or ')}`,
    { at: { layer: name } },
  );
}

/** Throws for threshold iteration on signed neurons. It needs the input of a ReLU, which they do not have. */
function checkIteration(layers: readonly PlacedLayer[], resolved: ReadonlyMap<string, LayerSettings>): void {
  const signed = layers.filter(({ name, rule }) => {
    const { threshold } = resolved.get(name)!;
    return rule === 'signed' && threshold.method === 'iteration' && threshold.value === undefined;
  });
  if (signed.length === 0) return;
  const more = signed.length === 1 ? '' : ` and ${signed.length - 1} more`;
  throw new SpikeloomError(
    'plan.invalid',
    `plan: threshold method "iteration" is for ReLU layers only, but ${signed[0]!.name}${more} has signed neurons; use "percentile" or "max" there`,
    { at: { layer: signed[0]!.name } },
  );
}

/**
 * Throws for thresholds from histograms if they have no meaning for a layer. Calibration keeps a histogram for each channel and none
 * for single neurons, and the staircase of a leaky neuron changes from step to step.
 */
function checkHistograms(resolved: ReadonlyMap<string, LayerSettings>): void {
  for (const [name, { threshold, coding }] of resolved) {
    const { method, level, value } = threshold;
    if (value !== undefined || (method !== 'measured' && method !== 'balanced')) continue;
    const leaky = method === 'measured' && isLeaky(coding);
    if (level !== 'neuron' && !leaky) continue;
    const why = leaky
      ? `is not defined for the leaky coding "${coding}" of layer ${name}; use "percentile" or "max" there`
      : `needs a histogram, and layer ${name} has one for each channel but none for each neuron; use level "channel" or "layer" there`;
    throw new SpikeloomError('plan.invalid', `plan: threshold method "${method}" ${why}`, { at: { layer: name } });
  }
}

/** Throws if the mean error of a layer that is to be taken back is not known: it follows from the histogram and the threshold of each channel. */
function checkCorrections(resolved: ReadonlyMap<string, LayerSettings>): void {
  for (const [name, { threshold, coding, correction }] of resolved) {
    if (correction !== 'mean') continue;
    const why =
      threshold.value !== undefined
        ? 'a fixed threshold value, which needs no calibration'
        : threshold.level === 'neuron'
          ? 'a threshold of each neuron, and histograms are of channels'
          : isLeaky(coding)
            ? `the leaky coding "${coding}", whose staircase is not one of a constant input`
            : undefined;
    if (why === undefined) continue;
    const message = `plan: correction "mean" cannot be known for layer ${name}, which has ${why}; use correction "none" there`;
    throw new SpikeloomError('plan.invalid', message, { at: { layer: name } });
  }
}
