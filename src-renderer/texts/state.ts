/** Words of the window's state: what it says where no view does. */
import type { Reach } from '../../src-shared/plan/index.ts';

export const stateTexts = {
  /** By phase of a job. */
  phases: {
    waiting: 'Waiting for another job to end',
    starting: 'Starting',
    importing: 'Importing the model',
    calibrating: 'Calibrating',
    simulating: 'Simulating',
    comparing: 'Comparing changes of layers',
    'comparing methods': 'Comparing methods',
    checking: 'Checking the written files',
    measuring: 'Measuring what the reader computes',
    reading: 'Reading the samples',
    searching: 'Searching',
    forecasting: 'Measuring the first plans',
    'holding out': 'Evaluating on the hold-out',
  } as Readonly<Record<string, string>>,
  /** `others`: number of jobs besides the first. */
  waitingFor: (title: string, project: string, others: number): string =>
    `Waiting for “${title}” of ${project}${others === 0 ? '' : others === 1 ? ' and one more job' : ` and ${others} more jobs`}`,
  workingPlan: 'Working plan',
  labelAgain: 'Changes made while not connected',
  labelSetAside: 'Set-aside changes over the plan',
  layerByLayer: 'Other rules of the plan decide for some of these layers, so the change is written for each layer.',
  reach: 'Written as',
  reachHint: 'One line of the plan for all of them, or one for each.',
  reachDefaults: 'Plan default',
  reachLayers: 'Each layer',
  /** A number of layers, and how a change of them is written. */
  reached: (reach: Reach, layers: string): string =>
    reach.kind === 'defaults' ? `all ${layers}, as the default,` : reach.kind === 'pattern' ? `${reach.key} (${layers})` : layers,
  removed: (count: number): string => (count === 1 ? 'The run was removed.' : `${count} runs were removed.`),
  putBack: 'Undo',
  readOnlyEdit: (reason: string): string => `The plan cannot be changed here: ${reason}`,
} as const;
