/**
 * Published methods of converting without training, as plans that can be compared on the same samples (docs/tuning.md, "Comparing methods"),
 * and the figures of such a comparison.
 */
import { SpikeloomError } from '../errors/index.ts';
import type { Message } from '../message/index.ts';
import { mergeSettings, type PartialSettings, type PlacedLayer, type Plan, resolvePlan, stepsOf } from '../plan/index.ts';
import { type Estimate, paretoFront, wilson } from '../results/index.ts';
import { type Figures, readoutsOf } from './figures.ts';
import { differenceFromFloat, pointAt } from './points.ts';

/** A method with its plan. */
export interface Method {
  readonly id: string;
  /** As a person reads it: `Rate coding`. */
  readonly name: string;
  /** The publication of the method. */
  readonly source: string;
  readonly plan: Plan;
}

/** A method that this network or these settings do not allow. */
export interface MethodLeftOut extends Pick<Method, 'id' | 'name'> {
  readonly why: string;
}

/** The figures of a method after some steps. Shares are 0…1 with 95 % intervals (Wilson). */
export interface MethodStep {
  readonly step: number;
  /** Null without labels. */
  readonly accuracy: Estimate | null;
  readonly agreement: Estimate;
  /** Accuracy (agreement without labels) minus the float network's on the same samples, with the interval of pairs. */
  readonly difference: Estimate;
  /** pJ per sample, and the part of the float network's; null if the model has no price for it. */
  readonly energy_pj: number | null;
  readonly energy_ratio: number | null;
  /** True if no other method and step needs no more energy and is right more often. */
  readonly on_front: boolean;
}

/** A method with its figures after every step. */
export interface MethodResult extends Omit<Method, 'plan'> {
  /** The plan as its file has it. */
  readonly plan: unknown;
  readonly steps: readonly MethodStep[];
}

/** The comparison. Energies are those of the model, in pJ per sample. */
export interface MethodComparison {
  readonly energy_model: string;
  readonly samples: number;
  readonly float: { readonly accuracy: Estimate | null; readonly energy_pj: number | null };
  readonly methods: readonly MethodResult[];
  readonly left_out: readonly MethodLeftOut[];
  readonly page: string | null;
  readonly notes: readonly Message[];
}

const HUANG = 'Huang et al. 2025, arXiv 2503.00301';
/** Thresholds of the neurons with several of them. */
const THRESHOLDS = 8;
/** The statistic of the published code for networks of signed neurons (docs/thresholds.md). */
const PUBLISHED_SIGNED = { of: 'value', scale: 8 } as const;

interface Definition extends Omit<Method, 'plan'> {
  readonly settings: PartialSettings;
  /** The steps if the method prescribes them. */
  readonly steps?: number;
}

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
      ...{ id: 'iteration', name: 'Differential coding, threshold iteration', source: HUANG },
      settings: { ...differential, threshold: { method: 'iteration' } },
    },
    {
      ...{ id: 'balanced', name: 'Local threshold balancing', source: 'Bu et al. 2024, arXiv 2409.03368' },
      settings: { coding: 'rate', neuron: 'if', threshold: { method: 'balanced' } },
    },
    {
      ...{ id: 'multi-spike', name: 'Multi-level spikes in one step', source: 'arXiv 2510.23383' },
      settings: { coding: 'rate', neuron: 'ms', thresholds: THRESHOLDS, threshold: { method: 'measured' } },
      steps: 1,
    },
  ];
}

/** The methods for a network, the project's own plan last, and those that cannot be resolved for it. Layers that the plan's rules name keep their settings. */
export function methodsFor(
  plan: Plan,
  layers: readonly PlacedLayer[],
  steps: number,
): { readonly methods: readonly Method[]; readonly leftOut: readonly MethodLeftOut[] } {
  const methods: Method[] = [];
  const leftOut: MethodLeftOut[] = [];
  const { readout: _, ...plain } = plan;
  for (const { id, name, source, settings, steps: own } of definitions(layers.every(({ rule }) => rule === 'signed'))) {
    const one: Plan = { ...plain, steps: own ?? steps, defaults: mergeSettings(plan.defaults, settings) };
    try {
      resolvePlan(one, layers);
      methods.push({ id, name, source, plan: one });
    } catch (error) {
      if (!(error instanceof SpikeloomError)) throw error;
      leftOut.push({ id, name, why: error.message });
    }
  }
  return { methods: [...methods, { id: 'plan', name: 'The project’s plan', source: 'this project', plan }], leftOut };
}

/** The figures of all methods after every step, with the Pareto front of them all. A step that the plan's readout does not give is left out. */
export function methodResults(all: readonly (readonly [Method, Figures])[], formatted: (plan: Plan) => unknown): MethodResult[] {
  const results = all.map(([{ id, name, source, plan }, figures]) => ({
    ...{ id, name, source, plan: formatted(plan) },
    steps: stepsWithFigures(plan, figures),
  }));
  const points = results.flatMap(({ steps }) =>
    steps.flatMap((step) =>
      step.energy_pj === null ? [] : [{ step, cost: step.energy_pj, quality: (step.accuracy ?? step.agreement).value }],
    ),
  );
  const front = new Set(paretoFront(points).map(({ step }) => step));
  return results.map((one) => ({ ...one, steps: one.steps.map((step) => ({ ...step, on_front: front.has(step) })) }));
}

function stepsWithFigures(plan: Plan, figures: Figures): Omit<MethodStep, 'on_front'>[] {
  const readouts = readoutsOf(figures.steps);
  return Array.from({ length: stepsOf(plan) }, (_, t) => t + 1).flatMap((step) => {
    const from = plan.readout && plan.readout.from <= step ? plan.readout.from : 1;
    if (!readouts.some((one) => one.steps === step && one.from === from)) return [];
    const operation = { steps: step, from, margin: null };
    const { samples, labelled, right, agree, energy, float32 } = pointAt(figures, operation);
    // A model that prices no spiking network charges nothing at any step.
    const isPriced = energy > 0;
    return [
      {
        step,
        accuracy: labelled ? wilson(right, samples) : null,
        agreement: wilson(agree, samples),
        difference: differenceFromFloat(figures, operation),
        energy_pj: isPriced ? energy : null,
        energy_ratio: isPriced && float32 !== null && float32 > 0 ? energy / float32 : null,
      },
    ];
  });
}
