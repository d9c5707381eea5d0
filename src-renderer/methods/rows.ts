/** The rows of a comparison of methods, what stands in them, and its figures as a table. Pure. */
import { type ChartTable, type MethodPoint } from '../../src-shared/charts/index.ts';
import type { Estimate } from '../../src-shared/results/index.ts';
import { firstStepOf, type MethodComparison, type MethodStep, type Operation } from '../../src-shared/tuning/index.ts';
import { parsePlan } from '../../src-shared/plan/index.ts';
import { nameOfUse } from '../found-plan/index.ts';
import { methodsTexts as texts } from '../texts/methods.ts';

/** The choice of a person: a method after some steps. */
export interface Choice {
  readonly id: string;
  readonly step: number;
}

/** The point that is chosen; undefined if the comparison does not have it. */
export function chosenPoint({ methods }: MethodComparison, chosen: Choice | null): MethodPoint | undefined {
  const method = methods.find(({ id }) => id === chosen?.id);
  const step = method?.steps.find((one) => one.step === chosen?.step);
  return method && step && { method, step };
}

/** A row for each method: after the chosen step, or after its last one. */
export const methodRows = ({ methods }: MethodComparison, chosen: MethodPoint | undefined): MethodPoint[] =>
  methods.map((method) => ({ method, step: chosen?.method.id === method.id ? chosen.step : method.steps.at(-1)! }));

/** Accuracy, or agreement without labels. */
export const qualityOf = ({ accuracy, agreement }: MethodStep): Estimate => accuracy ?? agreement;

/** `84.0–91.2`, in percent. */
export const intervalText = ({ low, high }: Estimate): string => `${(100 * low).toFixed(1)}–${(100 * high).toFixed(1)}`;

/** The way in which the plan of a point is used. */
export function operationOf({ method, step: { step } }: MethodPoint): Operation {
  const from = firstStepOf(parsePlan(JSON.stringify(method.plan)), step);
  return { steps: step, from, margin: step === 1 ? null : method.stop_margin };
}

/** The same in words: `4 steps`. */
export const useOf = (point: MethodPoint): string => nameOfUse({ ...operationOf(point), numbers: point.method.numbers });

/** All figures of all methods and steps. */
export function tableOfMethods({ methods, float }: MethodComparison): ChartTable {
  const quality = `${float.accuracy ? texts.columns.accuracy : texts.columns.agreement} (%)`;
  const digits = { format: (value: number): string => value.toFixed(1) };
  const ends = (title: string) =>
    [title, `${title}, ${texts.low}`, `${title}, ${texts.high}`].map((one) => ({ title: one, ...digits }));
  const hundredfold = ({ value, low, high }: Estimate): number[] => [100 * value, 100 * low, 100 * high];
  const { method, source, steps, difference, energy, ratio, front } = texts.columns;
  return {
    columns: [
      ...[method, source, steps].map((title) => ({ title })),
      ...[...ends(quality), ...ends(difference)],
      ...[energy, ratio, front].map((title) => ({ title })),
    ],
    rows: methods.flatMap(({ name, source: from, steps: all }) =>
      all.map((step) => [
        ...[name, from, step.mean_steps],
        ...[...hundredfold(qualityOf(step)), ...hundredfold(step.difference)],
        ...[step.energy_pj, step.energy_ratio, step.on_front ? texts.columns.front : null],
      ]),
    ),
  };
}
