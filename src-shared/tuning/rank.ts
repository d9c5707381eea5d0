/**
 * The order in which a search changes layers. It knows only what a run measures of them: the energy of a layer's spikes and its conversion
 * error.
 */
import type { LayerFigures } from './figures.ts';
import type { Objective } from './goal.ts';

/** Orders layers: those whose change promises most first. */
export type Rank = (layers: readonly LayerFigures[], minimise: Objective) => readonly string[];

/** A conversion error that does not matter beside others. */
const SMALL_ERROR = 0.02;

/** For energy and steps: layers that cost much and are exact. For the error: layers that are far from the float network. */
export const rankByRun: Rank = (layers, minimise) => {
  const score = ({ energy, error }: LayerFigures): number =>
    minimise === 'error' ? (error ?? 0) : energy / ((error ?? 0) + SMALL_ERROR);
  return layers
    .map((one, at) => ({ name: one.layer, at, score: score(one) }))
    .sort((a, b) => b.score - a.score || a.at - b.at)
    .map(({ name }) => name);
};
