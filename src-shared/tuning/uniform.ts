/**
 * The plans that a search begins with: one setting for all layers. `published` settings are those of the paper (multi-threshold and
 * integrate-and-fire neurons); `extended` ones add multi-spike neurons and other numbers of thresholds.
 */
import { mergeSettings, type PartialSettings, type Plan, type PlacedLayer, resolvePlan } from '../plan/index.ts';
import { SpikeloomError } from '../errors/index.ts';

/** A plan with one setting for all layers that the project's plan does not fix. */
export interface UniformPlan {
  readonly family: 'published' | 'extended';
  readonly plan: Plan;
}

/** The project as a search sees it. */
export interface Subject {
  /** The project's plan. The layers that its rules name keep their settings. */
  readonly plan: Plan;
  readonly layers: readonly PlacedLayer[];
  /** Most steps of a trial. */
  readonly steps: number;
}

type Setting = readonly [family: UniformPlan['family'], settings: PartialSettings];

const mt = (
  coding: 'differential' | 'rate',
  thresholds: number,
  method: 'percentile' | 'iteration' | 'measured',
): PartialSettings => ({
  coding,
  neuron: coding === 'rate' ? 'mt-negative' : 'mt',
  thresholds,
  threshold: { method },
});

const ms = (
  coding: 'differential' | 'rate',
  thresholds: number,
  threshold: NonNullable<PartialSettings['threshold']>,
): PartialSettings => ({ coding, neuron: 'ms', thresholds, threshold });

const scaled = (settings: PartialSettings, scale: number): PartialSettings => mergeSettings(settings, { threshold: { scale } });

const CODINGS = ['differential', 'rate'] as const;

/** Settings of a ReLU network, in which every layer may use threshold iteration. */
function reluSettings(): Setting[] {
  const methods = ['iteration', 'percentile'] as const;
  const published = CODINGS.flatMap((coding) => [8, 6, 4].flatMap((n) => methods.map((method) => mt(coding, n, method))));
  const single = CODINGS.map((coding): PartialSettings => ({ coding, neuron: 'if', threshold: { method: 'percentile' } }));
  const coarse = [5, 3, 2].flatMap((n) => methods.map((method) => mt('differential', n, method)));
  // Thresholds of the least measured error are for few steps (docs/thresholds.md), as multi-spike neurons are.
  const measured = [mt('differential', 8, 'measured'), ...[6, 4].map((n) => ms('differential', n, { method: 'measured' }))];
  return [
    ...[...published, ...single].map((settings): Setting => ['published', settings]),
    ...[...coarse, ...multiSpike([1]), ...measured].map((settings): Setting => ['extended', settings]),
  ];
}

/** Settings of a network with signed neurons, whose thresholds have a scale. */
function signedSettings(): Setting[] {
  const published = CODINGS.flatMap((coding) =>
    [8, 6].flatMap((n) => [4, 8].map((scale) => scaled(mt(coding, n, 'percentile'), scale))),
  );
  const finer = [7, 5].flatMap((n) => [2, 1].map((scale) => scaled(mt('differential', n, 'percentile'), scale)));
  return [
    ...published.map((settings): Setting => ['published', settings]),
    ...[...finer, ...multiSpike([1, 2])].map((settings): Setting => ['extended', settings]),
  ];
}

const multiSpike = (scales: readonly number[]): PartialSettings[] =>
  CODINGS.flatMap((coding) =>
    [6, 5, 4, 3].flatMap((thresholds) => scales.map((scale) => ms(coding, thresholds, { method: 'percentile', scale }))),
  );

/** The uniform plans of a project: its own plan, then the published and the extended settings. Plans that cannot run are left out. */
export function uniformPlans({ plan, layers, steps }: Subject): UniformPlan[] {
  const settings = layers.every(({ rule }) => rule === 'relu') ? reluSettings() : signedSettings();
  const own: UniformPlan = { family: 'extended', plan: { ...plan, steps } };
  const others = settings.map(([family, one]): UniformPlan => {
    return { family, plan: { ...plan, steps, defaults: mergeSettings(plan.defaults, one) } };
  });
  return [own, ...others].filter((one) => canRun(one.plan, layers));
}

/** True if the plan can be resolved for these layers. */
export function canRun(plan: Plan, layers: readonly PlacedLayer[]): boolean {
  try {
    resolvePlan(plan, layers);
    return true;
  } catch (error) {
    if (error instanceof SpikeloomError) return false;
    throw error;
  }
}
