/** Starting runs and calibrations of the working plan. */
import { host } from '../host/client.ts';
import { attempt, firstError, withPlanSent, workbench, type WorkbenchState } from '../state/index.ts';
import { inWindow } from '../texts/messages.ts';
import { runTexts as texts } from '../texts/run.ts';
import { showView } from '../views/index.ts';
import { runningJob } from './jobs.ts';
import { batchFor, recordingOf, runOptions } from './run-options.ts';

/** The reason for which the open project cannot run now, in words; null if it can. Every error in Problems keeps it from running. */
export function whyNotRun(state: WorkbenchState): string | null {
  const { project, connection } = state;
  if (!project) return texts.noProject;
  if (connection !== 'open') return texts.notConnected;
  if (project.readOnly !== null) return texts.readOnly(inWindow(project.readOnly));
  if (runningJob(state) !== undefined) return texts.isRunning;
  const { dataset, samples } = runOptions(state);
  if (dataset === null) return texts.chooseFirst;
  if (samples === null) return texts.noCount;
  const recording = recordingOf(state);
  if (recording && 'wrong' in recording) return texts.wrongRecording(recording.wrong);
  return firstError(state);
}

/** Whether the open project can run now. */
export const canRun = (state: WorkbenchState): boolean => whyNotRun(state) === null;

/** Whether it can be calibrated now. */
export const canCalibrate = (state: WorkbenchState): boolean =>
  state.project !== null && state.project.readOnly === null && state.connection === 'open' && runningJob(state) === undefined;

/** Runs the working plan on the chosen samples, and shows the results as they come. */
export function startRun(): void {
  const { project, settings } = workbench();
  const { dataset, samples, batch: chosen } = runOptions();
  if (!project || dataset === null || samples === null) return;
  showView('results');
  const { engine, threads } = settings;
  const batch = chosen ?? batchFor(samples);
  const read = recordingOf(workbench());
  const recording = read && 'choice' in read ? { recording: read.choice } : {};
  attempt(() =>
    withPlanSent(() => host().call('run.start', { path: project.path, dataset, samples, batch, engine, threads, ...recording })),
  );
}

/** Samples per batch of a first calibration, as on the command line (docs/cli.md). */
const FIRST_CALIBRATION_BATCH = 32;

/** Calibrates the working plan on the samples of the last calibration. */
export function startCalibration(): void {
  const { project, settings, calibration } = workbench();
  if (!project) return;
  const { engine, threads } = settings;
  // The batch is part of what a percentile is (a mean over batches): it stays as it was.
  const batch = calibration?.batch ?? FIRST_CALIBRATION_BATCH;
  attempt(() =>
    withPlanSent(() => host().call('calibration.start', { path: project.path, source: null, batch, engine, threads })),
  );
}
