/** The figures of a run, one entry per step: the same from a finished run's report and from one that goes on. */
import { type RunProgress, type StepFigures, stepFigures } from '../../../src-shared/contract/index.ts';
import type { RunReport } from '../../../src-shared/results/index.ts';

/** One margin of early stopping: what is reached if each sample stops at the first step whose margin exceeds it (§10). */
export interface EarlyStopFigures {
  readonly margin: number;
  readonly accuracy: number | null;
  readonly meanSteps: number;
  readonly energyRatio: number;
}

export interface RunFigures {
  readonly steps: readonly StepFigures[];
  readonly annAccuracy: number | null;
  readonly earlyStopping: readonly EarlyStopFigures[];
}

/** The figures of a finished run. */
export const figuresOfReport = ({
  steps,
  ann,
  early_stopping,
}: Pick<RunReport, 'steps' | 'ann' | 'early_stopping'>): RunFigures => ({
  annAccuracy: ann.accuracy,
  steps: steps.map(stepFigures),
  earlyStopping: early_stopping.map(({ margin, accuracy, mean_steps, energy_ratio }) => ({
    margin,
    accuracy,
    meanSteps: mean_steps,
    energyRatio: energy_ratio,
  })),
});

/** The figures that a run has reached so far. */
export const figuresOfProgress = ({ steps, annAccuracy }: RunProgress): RunFigures => ({
  steps,
  annAccuracy,
  earlyStopping: [],
});

/** Energies that can be above that of the float network, by name. */
export const ENERGIES = ['energyRatio', 'ledgerFloat32', 'ledgerInt8'] as const;
export type EnergyName = (typeof ENERGIES)[number];

/** Which energies are above the float network's after the last step: the setting is more expensive than what it replaces. */
export function dearer({ steps }: RunFigures): readonly { readonly energy: EnergyName; readonly ratio: number }[] {
  const last = steps.at(-1);
  return last ? ENERGIES.filter((energy) => last[energy] > 1).map((energy) => ({ energy, ratio: last[energy] })) : [];
}

/** True if the samples have labels: without them nothing is known of accuracy. */
export const isLabelled = ({ annAccuracy }: Pick<RunFigures, 'annAccuracy'>): boolean => annAccuracy !== null;

/** First step whose accuracy (or, without labels, agreement) is within `slack` of the float network's; null where none is. */
export function enoughSteps({ steps, annAccuracy }: RunFigures, slack: number): number | null {
  const enough = steps.find(({ accuracy, agreement }) =>
    accuracy === null || annAccuracy === null ? agreement >= 1 - slack : accuracy >= annAccuracy - slack,
  );
  return enough?.step ?? null;
}

/** The margin with the fewest steps whose accuracy is within `slack` of the last step's; null where none is, or without labels. */
export function bestStop({ steps, earlyStopping }: RunFigures, slack: number): EarlyStopFigures | null {
  const wanted = steps.at(-1)?.accuracy ?? null;
  if (wanted === null) return null;
  const enough = earlyStopping.filter(({ accuracy }) => accuracy !== null && accuracy >= wanted - slack);
  return enough.reduce<EarlyStopFigures | null>((best, one) => (best && best.meanSteps <= one.meanSteps ? best : one), null);
}
