/**
 * Published methods of converting without training, as plans that can be compared on the same samples (docs/tuning.md, "Comparing methods"),
 * and the figures of such a comparison.
 */
import { SpikeloomError } from '../errors/index.ts';
import { mergeSettings, type PartialSettings, type PlacedLayer, type Plan, resolvePlan, stepsOf } from '../plan/index.ts';
import { withoutField } from '../plan/fields.ts';
import { paretoFront, wilson } from '../results/index.ts';
import { type Figures, type Numbers, readoutsOf } from './figures.ts';
import type { MethodLeftOut, MethodResult, MethodStep } from './method-comparison.ts';
import { differenceFromFloat, pointAt } from './points.ts';

/** A method with its plan, and the way to use it. */
export interface Method extends Pick<MethodResult, 'id' | 'name' | 'source'> {
  readonly plan: Plan;
  readonly numbers: Numbers;
  /** The softmax margin at which a sample stops; null if every sample takes all steps. */
  readonly margin: number | null;
  /** The last step that is of interest: at most the plan's. */
  readonly last: number;
}

const HUANG = 'Huang et al. 2025, arXiv 2503.00301';
/** Thresholds of the neurons with several of them. */
const THRESHOLDS = 8;
/** The statistic of the published code for networks of signed neurons (docs/thresholds.md). */
const PUBLISHED_SIGNED = { of: 'value', scale: 8 } as const;

/** The settings that are a method's own, or the default of its neurons, whatever the plan's defaults say. */
const DEFINED = [
  ...(['coding', 'neuron', 'thresholds', 'mostSpikes', 'initial', 'correction'] as const),
  ...(['threshold.method', 'threshold.scale'] as const),
];

interface Definition extends Pick<Method, 'id' | 'name' | 'source'> {
  readonly settings: PartialSettings;
  /** The steps if the method prescribes them. */
  readonly steps?: number;
}

/**
 * Signed multi-level spikes in one step, the setting of scale-and-fire neurons: as many spikes of a multi-spike neuron at T = 1 as an IF neuron
 * sends in 2ⁿ − 1 steps (docs/thresholds.md, "One step with multi-spike neurons").
 */
const MULTI_LEVEL = {
  ...{ id: 'multi-spike', name: 'Multi-level spikes, T = 1', source: 'arXiv 2510.23383' },
  settings: { coding: 'rate', neuron: 'ms', thresholds: THRESHOLDS, threshold: { method: 'measured' } },
  steps: 1,
} as const satisfies Definition;

/** The plan with a method's settings in its defaults. The layers that its rules name keep their settings; the answer is the mean of all steps. */
function withMethod(
  { readout: _, ...plain }: Plan,
  { settings, steps = stepsOf(plain) }: Pick<Definition, 'settings' | 'steps'>,
): Plan {
  return { ...plain, steps, defaults: mergeSettings(DEFINED.reduce(withoutField, plain.defaults), settings) };
}

/** The plan with the preset of signed multi-level spikes at T = 1. */
export const multiLevelPlan = (plan: Plan): Plan => withMethod(plan, MULTI_LEVEL);

/** `isSigned`: all neurons are signed. In a network of both kinds percentiles have the statistic and scale that each kind has by default. */
function definitions(isSigned: boolean): Definition[] {
  const percentile: PartialSettings['threshold'] = { method: 'percentile', ...(isSigned ? PUBLISHED_SIGNED : {}) };
  const differential = { coding: 'differential', neuron: 'mt', thresholds: THRESHOLDS } as const;
  return [
    {
      ...{ id: 'rate', name: 'Rate coding', source: HUANG },
      settings: { coding: 'rate', neuron: 'mt-negative', thresholds: THRESHOLDS, threshold: percentile },
    },
    {
      ...{ id: 'differential', name: 'Differential coding', source: HUANG },
      settings: { ...differential, threshold: percentile },
    },
    {
      ...{ id: 'iteration', name: 'Threshold iteration', source: HUANG },
      settings: { ...differential, threshold: { method: 'iteration' } },
    },
    {
      ...{ id: 'balanced', name: 'Local threshold balancing', source: 'Bu et al. 2024, arXiv 2409.03368' },
      settings: { coding: 'rate', neuron: 'if', threshold: { method: 'balanced' } },
    },
    MULTI_LEVEL,
  ];
}

/** A plan that tuning found, and the way to use it. */
export type TunedPlan = Pick<Method, 'plan' | 'numbers' | 'margin' | 'last'>;

/** The plans of a project, from which its methods follow. */
export interface ProjectPlans {
  /** The plan that is compared with the methods. */
  readonly plan: Plan;
  /** The plan without the changes of searches: the layers that its rules name keep their settings in the published methods. */
  readonly untuned: Plan;
  /** The plan of the last search, or the reason why there is none. */
  readonly tuned: TunedPlan | { readonly why: string };
}

/**
 * The methods for a network: the published ones, the tuned plan and the project's own plan, and those that cannot be used here. `steps`: of
 * the methods that prescribe none.
 */
export function methodsFor(
  { plan, untuned, tuned }: ProjectPlans,
  layers: readonly PlacedLayer[],
  steps: number,
): { readonly methods: readonly Method[]; readonly leftOut: readonly MethodLeftOut[] } {
  const use = (one: Plan): TunedPlan => ({ plan: one, numbers: 'float32', margin: null, last: stepsOf(one) });
  const published = definitions(layers.every(({ rule }) => rule === 'signed')).map(
    ({ settings, steps: own, ...about }): Method => ({
      ...about,
      ...use(withMethod(untuned, { settings, steps: own ?? steps })),
    }),
  );
  const found = { id: 'tuned', name: 'Tuned plan', source: 'the last search of this project' };
  const named = 'why' in tuned ? [] : [{ ...found, ...tuned, name: `${found.name}${useOf(tuned)}` }];
  const [usable, leftOut] = usableOf([...published, ...named], layers);
  return {
    methods: [...usable, { id: 'plan', name: 'The project’s plan', source: 'this project', ...use(plan) }],
    leftOut: [...leftOut, ...('why' in tuned ? [{ id: found.id, name: found.name, why: tuned.why }] : [])],
  };
}

/** The way in which a tuned plan is used, if it is not that of the others: ` (stops at 0.3, int8 numbers)`. */
function useOf({ numbers, margin }: TunedPlan): string {
  const parts = [...(margin === null ? [] : [`stops at ${margin}`]), ...(numbers === 'int8' ? ['int8 numbers'] : [])];
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

/** The methods whose plans can be resolved for these layers, and the others. */
function usableOf(all: readonly Method[], layers: readonly PlacedLayer[]): [usable: Method[], leftOut: MethodLeftOut[]] {
  const usable: Method[] = [];
  const leftOut: MethodLeftOut[] = [];
  for (const method of all) {
    try {
      resolvePlan(method.plan, layers);
      usable.push(method);
    } catch (error) {
      if (!(error instanceof SpikeloomError)) throw error;
      leftOut.push({ id: method.id, name: method.name, why: error.sentence });
    }
  }
  return [usable, leftOut];
}

/** The figures of all methods after every step, with the Pareto front of them all. A step that the plan's readout does not give is left out. */
export function methodResults(all: readonly (readonly [Method, Figures])[], formatted: (plan: Plan) => unknown): MethodResult[] {
  const results = all.map(([method, figures]) => {
    const { id, name, source, plan, numbers, margin } = method;
    const about = { id, name, source, numbers, stop_margin: margin, plan: formatted(plan) };
    return { ...about, steps: stepsWithFigures(method, figures) };
  });
  const points = results.flatMap(({ steps }) =>
    steps.flatMap((step) =>
      step.energy_pj === null ? [] : [{ step, cost: step.energy_pj, quality: (step.accuracy ?? step.agreement).value }],
    ),
  );
  const front = new Set(paretoFront(points).map(({ step }) => step));
  return results.map((one) => ({ ...one, steps: one.steps.map((step) => ({ ...step, on_front: front.has(step) })) }));
}

function stepsWithFigures({ plan, margin, last }: Method, figures: Figures): Omit<MethodStep, 'on_front'>[] {
  const readouts = readoutsOf(figures.steps);
  return Array.from({ length: last }, (_, t) => t + 1).flatMap((step) => {
    const from = firstStepOf(plan, step);
    if (!readouts.some((one) => one.steps === step && one.from === from)) return [];
    // Nothing stops before the first step.
    const operation = { steps: step, from, margin: step === 1 ? null : margin };
    const { samples, labelled, right, agree, meanSteps, energy, float32 } = pointAt(figures, operation);
    // A model that prices no spiking network charges nothing at any step.
    const isPriced = energy > 0;
    return [
      {
        step,
        mean_steps: meanSteps,
        accuracy: labelled ? wilson(right, samples) : null,
        agreement: wilson(agree, samples),
        difference: differenceFromFloat(figures, operation),
        energy_pj: isPriced ? energy : null,
        energy_ratio: isPriced && float32 !== null && float32 > 0 ? energy / float32 : null,
      },
    ];
  });
}

/** The first step of the mean that is the answer after `step` steps: that of the plan's readout, once it has begun. */
export const firstStepOf = ({ readout }: Plan, step: number): number => (readout && readout.from <= step ? readout.from : 1);
