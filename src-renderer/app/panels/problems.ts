/** What is wrong or in doubt with the plan and its thresholds, as a list, the gravest first. */
import type { CalibrationSummary, Graph } from '../../../src-shared/contract/index.ts';
import type { FitReport, Violation } from '../../../src-shared/fit/index.ts';
import type { PlanInUse, WorkbenchState } from '../../state/index.ts';
import { appTexts } from '../../texts/app.ts';

export interface Problem {
  /** The same for the same problem, so that a list keeps its rows. */
  readonly key: string;
  readonly kind: 'error' | 'warning' | 'info';
  readonly message: string;
  /** Where it is from: the plan, its text, the calibration. */
  readonly source: string;
  /** Layers that it is about: choosing it selects them. */
  readonly layers: readonly string[];
  /** A node of the graph that has no neurons and that it is about. */
  readonly node?: string;
  /** Where in the plan's text. */
  readonly place?: { readonly line: number; readonly column: number };
  /** What helps beside changing the plan. */
  readonly remedy?: 'calibrate' | 'files' | 'target';
}

const texts = appTexts.problems;

type Known = Pick<WorkbenchState, 'textProblems' | 'calibration'> & {
  readonly problem: PlanInUse['problem'];
  /** Why the model cannot be used. */
  readonly missing: string | null;
  /** The network against the chosen target. */
  readonly fit: FitReport | null;
  readonly graph: Pick<Graph, 'layers' | 'outputs'>;
};

/** The problems of an open project. */
export function problemsOf({ problem, textProblems, calibration, missing, fit, graph }: Known): readonly Problem[] {
  return [
    ...(missing === null ? [] : [modelProblem(missing)]),
    ...textProblems.map(({ message, line, column }): Problem => {
      return {
        key: `text ${line}:${column} ${message}`,
        kind: 'error',
        message,
        source: texts.place(line, column),
        layers: [],
        place: { line, column },
      };
    }),
    ...(problem ? [planProblem(problem)] : []),
    ...(fit?.violations.map((violation) => targetProblem(fit, violation, graph)) ?? []),
    ...(calibration ? ofCalibration(calibration) : [uncalibrated]),
  ];
}

const modelProblem = (message: string): Problem => ({
  key: 'model',
  kind: 'error',
  message,
  source: texts.model,
  layers: [],
  remedy: 'files',
});

const planProblem = ({ code, message, layer }: NonNullable<PlanInUse['problem']>): Problem => ({
  key: `plan ${code} ${layer ?? ''}`,
  kind: 'error',
  message,
  source: texts.plan,
  layers: layer === undefined ? [] : [layer],
});

/** A violated rule of the target. One that is about the network as a whole leads to the target. */
function targetProblem(
  { label }: FitReport,
  { rule, layer, node, value, message, help }: Violation,
  { layers, outputs }: Known['graph'],
): Problem {
  const isLayer = layers.some(({ name }) => name === layer);
  const place = node ?? outputs.find(({ name }) => name === layer)?.node;
  return {
    key: `target ${rule} ${layer} ${node} ${value} ${message}`,
    kind: 'warning',
    message: `${message} ${help}`,
    source: label,
    layers: isLayer && layer !== null ? [layer] : [],
    ...(!isLayer && place !== undefined ? { node: place } : {}),
    remedy: 'target',
  };
}

const uncalibrated: Problem = {
  ...{
    key: 'uncalibrated',
    kind: 'info',
    message: texts.uncalibrated,
    source: texts.calibration,
    layers: [],
    remedy: 'calibrate',
  },
};

function ofCalibration({ outdated, layers }: CalibrationSummary): readonly Problem[] {
  const warning = (key: string, message: string, about: readonly string[]): Problem => ({
    key,
    kind: 'warning',
    message,
    source: texts.calibration,
    layers: about,
  });
  const changed = new Set(outdated);
  return [
    ...(outdated.length > 0
      ? [
          {
            ...warning('outdated', texts.outdated(outdated.length), outdated),
            kind: 'info' as const,
            remedy: 'calibrate' as const,
          },
        ]
      : []),
    // What is calibrated anew anyway need not be looked at.
    ...layers
      .filter(({ layer }) => !changed.has(layer))
      .flatMap(({ layer, unsolved, silent }) => [
        ...(unsolved > 0 ? [warning(`unsolved ${layer}`, texts.unsolved(layer, unsolved), [layer])] : []),
        ...(silent > 0 ? [warning(`silent ${layer}`, texts.silent(layer, silent), [layer])] : []),
      ]),
  ];
}

/** How many of them ask for attention: all but what is merely worth knowing. */
export const problemCount = (problems: readonly Problem[]): number => problems.filter(({ kind }) => kind !== 'info').length;
