/** Starting, cancelling and following up an export. */
import type { ExportSummary, RunSummary } from '../../src-shared/contract/index.ts';
import { host } from '../host/client.ts';
import { asWireError, attempt, firstError, withPlanSent, type WorkbenchState } from '../state/index.ts';
import { exportTexts as texts } from '../texts/export.ts';
import { inWindow } from '../texts/messages.ts';
import { changeDraft, choicesOf, type ExportMeasurement, isCapsule, placeOf, useExport } from './draft.ts';

/** The reason for which the open project cannot be exported now, in words; null if it can. */
export function whyNotExported(state: WorkbenchState): string | null {
  const { project, connection } = state;
  if (!project || connection !== 'open') return texts.notConnected;
  if (project.readOnly !== null) return texts.readOnly(inWindow(project.readOnly));
  return firstError(state);
}

/** The reason for which no capsule of the open project can be written now, in words; null if one can. */
export function whyNoCapsule({ project, connection, runs }: WorkbenchState): string | null {
  if (!project || connection !== 'open') return texts.notConnected;
  return newestDone(runs) ? null : texts.noRun;
}

/** The run that a capsule is of; undefined if none is finished. A capsule has no form for int8 numbers. */
export const newestDone = (runs: WorkbenchState['runs']): RunSummary | undefined =>
  runs.findLast(({ state, numbers }) => state === 'done' && numbers === undefined);

let isStarting = false;

/** Starts the job of the draft, or says in the draft why not. A second press while that is on its way does nothing. */
export async function startExport(): Promise<void> {
  const { draft } = useExport.getState();
  if (!draft || isStarting) return;
  isStarting = true;
  changeDraft({ job: null });
  try {
    const { project: path } = draft;
    const { job } = isCapsule(draft)
      ? await host().call('export.capsule', { path, ...placeOf(draft) })
      : await withPlanSent(() => host().call('export.start', { path, ...choicesOf(draft) }));
    changeDraft({ job });
  } catch (error) {
    changeDraft({ failure: asWireError(error) });
  } finally {
    isStarting = false;
  }
}

/** Starts measuring what the reader of the files computes of the plan and the choices that `subject` identifies. */
export async function startMeasurement(subject: string): Promise<void> {
  const { draft } = useExport.getState();
  if (!draft) return;
  const { format, options, steps } = choicesOf(draft);
  const begun = { subject, job: null, failure: null };
  changeDraft({ measurement: begun });
  const take = (measurement: ExportMeasurement): void => {
    if (useExport.getState().draft?.measurement === begun) changeDraft({ measurement });
  };
  try {
    const { job } = await host().call('export.measure', { path: draft.project, format, options, steps });
    take({ ...begun, job });
  } catch (error) {
    take({ ...begun, failure: asWireError(error) });
  }
}

/** Cancels an export or a measurement that goes on. */
export const cancelExport = (job: string): void => attempt(() => host().call('job.cancel', { job }));

/** Shows a package in the system's file manager. */
export const showPackage = (path: string, { id }: ExportSummary): void => attempt(() => host().call('export.show', { path, id }));

/** Removes an export from the list; its files stay. */
export const forgetExport = (path: string, { id }: ExportSummary): void =>
  attempt(() => host().call('export.forget', { path, id }));
