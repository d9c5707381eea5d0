/** Opening a project: what is being opened or made before it is open, and what went wrong. One at a time. */
import { create } from 'zustand';
import type { WireError } from '../../src-shared/contract/index.ts';
import { host } from '../host/client.ts';
import { asWireError, notifyError, openProject, workbench } from '../state/index.ts';
import { startTexts } from '../texts/start.ts';
import { projectName } from '../ui/format.ts';
import { jobEnd } from './job-end.ts';

export interface Opening {
  /** What a person calls it. */
  readonly name: string;
  /** The job that makes it, before it can be opened. */
  readonly job: string | null;
  readonly error: WireError | null;
  readonly again: () => void;
}

export const useOpening = create<{ readonly opening: Opening | null }>()(() => ({ opening: null }));

const set = (opening: Opening | null): void => useOpening.setState({ opening });
let going: AbortController | undefined;

/** Takes back what is being opened, or the word that it failed. A job that makes a project goes on unless it is cancelled itself. */
export function stopOpening(): void {
  going?.abort();
  set(null);
}

/** Opens the project at `path`. What goes wrong is said on the start screen, or in a notice where a project is open. */
export const openPath = (path: string): Promise<void> =>
  attemptOpening({ name: projectName(path), job: null, error: null, again: () => void openPath(path) }, (signal) =>
    openProject(path, signal),
  );

/** Opens the example, which is made first where it is not there yet. */
export const openExample = (): Promise<void> =>
  attemptOpening({ name: startTexts.exampleName, job: null, error: null, again: () => void openExample() }, async (signal) => {
    const { path, job } = await host().call('project.example', {}, { signal });
    if (job !== null) await made(job);
    signal.throwIfAborted();
    await openProject(path, signal);
  });

/** Waits for a job that makes a project, shown meanwhile. Rejects with why it failed. */
async function made(job: string): Promise<void> {
  const { opening } = useOpening.getState();
  if (opening) set({ ...opening, job });
  await jobEnd(job);
}

async function attemptOpening(opening: Opening, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  going?.abort();
  const abort = new AbortController();
  going = abort;
  set(opening);
  try {
    await work(abort.signal);
    if (!abort.signal.aborted) set(null);
  } catch (error) {
    if (abort.signal.aborted) return;
    const wire = asWireError(error);
    const hasPlace = workbench().project === null && wire.code !== 'cancelled';
    set(hasPlace ? { ...opening, error: wire } : null);
    if (!hasPlace) notifyError(error);
  }
}
