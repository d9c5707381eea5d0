/** An open project: the functions of all its parts over one session. */
import { calibrationFunctions } from './calibrations.ts';
import { exportFunctions } from './exports.ts';
import { jobFunctions } from './jobs.ts';
import { journalFunctions } from './journal.ts';
import { modelFunctions } from './models.ts';
import { planFunctions } from './plans.ts';
import { runFunctions } from './runs.ts';
import type { Session } from './session.ts';
import { settingFunctions } from './settings.ts';
import { spikeFunctions } from './spikes.ts';

export type Project = ReturnType<typeof modelFunctions> &
  ReturnType<typeof planFunctions> &
  ReturnType<typeof calibrationFunctions> &
  ReturnType<typeof runFunctions> &
  ReturnType<typeof spikeFunctions> &
  ReturnType<typeof jobFunctions> &
  ReturnType<typeof exportFunctions> &
  ReturnType<typeof journalFunctions> &
  ReturnType<typeof settingFunctions> &
  Disposable & {
    readonly path: string;
    /** Why the project can only be read (`another program has it open` …); undefined if it can be written. */
    readonly readOnly: string | undefined;
    /** Closes the project, so that other programs can write it. All writes are in the file before. Closing twice does no harm. */
    close(): void;
  };

/** The project over a session. `close` is called at most once. */
export function createProjectFunctions(session: Session, close: () => void): Project {
  let open = true;
  const closeOnce = (): void => {
    if (!open) return;
    open = false;
    close();
  };
  return {
    path: session.path,
    readOnly: session.readOnly,
    ...modelFunctions(session),
    ...planFunctions(session),
    ...calibrationFunctions(session),
    ...runFunctions(session),
    ...spikeFunctions(session),
    ...jobFunctions(session),
    ...exportFunctions(session),
    ...journalFunctions(session),
    ...settingFunctions(session),
    close: closeOnce,
    [Symbol.dispose]: closeOnce,
  };
}
