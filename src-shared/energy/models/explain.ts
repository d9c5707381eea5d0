/**
 * Why a spiking network needs as much energy as it does: the term that dominates, and what would lower the total most. Each remedy
 * is predicted by the same model on a changed workload, and says what it assumes.
 */
import { numberFormat } from '../../format/index.ts';
import { joined, layerNamed, type Message, say } from '../../message/index.ts';
import type { Workload, WorkloadNeurons } from '../workload.ts';
import { estimate, nominal } from './compute.ts';
import type { EnergyTerm, Estimate } from './estimate.ts';
import type { Reuse } from './ledger-models.ts';
import type { EnergyModel } from './model-schema.ts';
import { perSample, TERM_NAMES, type TermName } from './terms.ts';

/** The shares that a run reached after one step: fractions 0…1. */
export interface StepQuality {
  readonly accuracy: number | null;
  readonly agreement: number;
}

/** A change of the plan, with the energy that the model predicts for it. */
export interface Remedy {
  readonly kind: 'steps' | 'thresholds' | 'coding';
  /** pJ per sample. */
  readonly pj: number;
  /** The change, its predicted energy, and the assumption behind it. */
  readonly sentence: Message;
}

/** The answer to "why so expensive". */
export interface Explanation {
  readonly term: TermName;
  /** Share of the total, 0…1. */
  readonly share: number;
  readonly sentence: Message;
  /** Changes that lower the energy, the strongest first. */
  readonly remedies: readonly Remedy[];
}

const { energy, percent } = numberFormat(' ');

/** Largest loss of accuracy or agreement at which fewer steps count as good enough. */
const TOLERATED = 0.01;
/** Most layers that one sentence names. */
const MOST_LAYERS = 3;

/**
 * Explains the energy of the first `steps` steps. `quality`: what the run reached after each step. Null if the model prices no
 * part of the spiking network.
 */
export function explain(
  model: EnergyModel,
  workload: Workload,
  steps: number,
  quality: readonly StepQuality[],
  reuse?: Reuse,
): Explanation | null {
  const now = estimate(model, workload, steps, reuse);
  const total = nominal(now);
  if (total === 0) return null;
  const [[term, own]] = byTerm(now) as [[TermName, readonly EnergyTerm[]]];
  const share = sum(own) / total;
  const predict = (changed: Workload, n = steps): number => nominal(estimate(model, changed, n, reuse));
  const remedies = [
    ...fewerSteps(workload, steps, quality, predict),
    ...fewerThresholds(workload, steps, now, predict),
    ...rateCoding(workload, predict),
  ]
    .filter(({ pj }) => pj < total)
    .toSorted((a, b) => a.pj - b.pj);
  const most = own.toSorted((a, b) => b.pj.nom - a.pj.nom)[0]!;
  const where = most.owner && own.length > 1 ? say`, the largest part of it in ${layerText(most)}` : '';
  const what = say`${percent(share, 0)} of ${energy(total)} goes into ${TERM_NAMES[term]}${where}.`;
  const [best] = remedies;
  const sentence = best
    ? say`${what} ${best.sentence}`
    : say`${what} Neither fewer steps, fewer thresholds nor another coding would lower it by this model.`;
  return { term, share, sentence, remedies };
}

const sum = (terms: readonly EnergyTerm[]): number => terms.reduce((all, { pj }) => all + pj.nom, 0);

/** Terms by name, the dearest first. */
function byTerm({ terms }: Estimate): readonly (readonly [TermName, readonly EnergyTerm[]])[] {
  const groups = new Map<TermName, EnergyTerm[]>();
  for (const one of terms) groups.set(one.term, [...(groups.get(one.term) ?? []), one]);
  return [...groups].toSorted((a, b) => sum(b[1]) - sum(a[1]));
}

const layerText = ({ owner }: EnergyTerm): Message => (owner!.kind === 'neuron' ? say`${layerNamed(owner!.name)}` : owner!.name);

type Predict = (workload: Workload, steps?: number) => number;

/** The fewest steps after which the run was as good as now, within a point. */
function fewerSteps(workload: Workload, steps: number, quality: readonly StepQuality[], predict: Predict): Remedy[] {
  const worth = (at: number): number => quality[at]!.accuracy ?? quality[at]!.agreement;
  const least = quality.slice(0, steps).findIndex((_, at) => worth(at) >= worth(steps - 1) - TOLERATED) + 1;
  if (least < 1 || least >= steps) return [];
  const pj = predict(workload, least);
  const { accuracy, agreement } = quality[least - 1]!;
  const reached = accuracy === null ? `${percent(agreement)} agreement` : `${percent(accuracy)} accuracy`;
  const only = least === 1 ? '1 step instead of' : `${least} steps instead of`;
  return [{ kind: 'steps', pj, sentence: `Fewer steps: ${only} ${steps} need ${energy(pj)}, with ${reached} in this run.` }];
}

/** Half the thresholds in the layers whose spikes cost most. */
function fewerThresholds(workload: Workload, steps: number, now: Estimate, predict: Predict): Remedy[] {
  const driven = drivenEnergy(workload, steps, now);
  const all = [...driven.values()].reduce((a, b) => a + b, 0);
  const several = workload.neurons.filter(({ thresholds }) => thresholds > 1);
  const dearest = several.toSorted((a, b) => (driven.get(b.name) ?? 0) - (driven.get(a.name) ?? 0));
  const chosen: WorkloadNeurons[] = [];
  for (const layer of dearest) {
    const taken = chosen.reduce((part, { name }) => part + (driven.get(name) ?? 0), 0);
    if (chosen.length < MOST_LAYERS && taken < all / 2) chosen.push(layer);
  }
  if (all === 0 || chosen.length === 0) return [];
  const halved = new Map(chosen.map(({ name, thresholds }) => [name, Math.ceil(thresholds / 2) / thresholds]));
  const pj = predict(withFewerSpikes(workload, halved, steps));
  const names = joined(
    chosen.map(({ name, thresholds }) => say`${layerNamed(name)} (${Math.ceil(thresholds / 2)} instead of ${thresholds})`),
    ', ',
  );
  const sentence = say`Fewer thresholds in ${names} need about ${energy(pj)}, if spikes are spread evenly over the thresholds; accuracy may fall.`;
  return [{ kind: 'thresholds', pj, sentence }];
}

/** Energy that the spikes of each neuron layer cause: its own sending, and its part of the counted layers that receive them. */
function drivenEnergy({ layers, neurons, samples }: Workload, steps: number, now: Estimate): ReadonlyMap<string, number> {
  const spikes = new Map(neurons.map((layer) => [layer.name, perSample(layer.spikes, steps, samples)]));
  const driven = new Map<string, number>();
  for (const { owner, pj } of now.terms) {
    const layer = owner?.kind === 'counted' ? layers.find(({ name }) => name === owner.name) : undefined;
    const sent = layer?.sources.reduce((all, name) => all + spikes.get(name)!, 0) ?? 0;
    for (const name of layer?.sources ?? [])
      if (sent > 0) driven.set(name, (driven.get(name) ?? 0) + (pj.nom * spikes.get(name)!) / sent);
  }
  return driven;
}

/** The workload in which some neuron layers send only a share of their spikes. */
function withFewerSpikes(workload: Workload, shares: ReadonlyMap<string, number>, steps: number): Workload {
  const { neurons, samples } = workload;
  const spikes = new Map(neurons.map((layer) => [layer.name, perSample(layer.spikes, steps, samples)]));
  const times = (values: readonly number[], factor: number): number[] => values.map((value) => value * factor);
  return {
    ...workload,
    neurons: neurons.map((layer) => ({ ...layer, spikes: times(layer.spikes, shares.get(layer.name) ?? 1) })),
    layers: workload.layers.map((layer) => {
      const sent = layer.sources.reduce((all, name) => all + spikes.get(name)!, 0);
      if (sent === 0) return layer;
      const left = layer.sources.reduce((all, name) => all + spikes.get(name)! * (shares.get(name) ?? 1), 0);
      return { ...layer, operations: times(layer.operations, left / sent), accumulates: times(layer.accumulates, left / sent) };
    }),
  };
}

/** Rate coding everywhere: neurons and units keep no running estimates, and constants are sent at every step. */
function rateCoding(workload: Workload, predict: Predict): Remedy[] {
  const { neurons, units, constants } = workload;
  if (!neurons.some(({ coding, inputCoding }) => coding === 'differential' || inputCoding === 'differential')) return [];
  const coding = 'rate' as const;
  const pj = predict({
    ...workload,
    neurons: neurons.map((layer) => ({ ...layer, coding, inputCoding: coding })),
    units: units.flatMap((unit) => {
      if (unit.kind === 'transcoder') return [];
      return [unit.kind === 'expectation' ? unit : { ...unit, coding }];
    }),
    constants: constants.map((one) => ({ ...one, coding })),
  });
  const sentence = `Rate coding needs about ${energy(pj)}, if it sends as many spikes as now; it often sends more.`;
  return [{ kind: 'coding', pj, sentence }];
}
