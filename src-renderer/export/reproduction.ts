/** The choices for computing a capsule again, and the job once it is started. They outlive the dialog, so that a job can be followed again. */
import { create } from 'zustand';
import type { WireError } from '../../src-shared/contract/index.ts';
import { host } from '../host/client.ts';
import { asWireError } from '../state/index.ts';

export interface ReproductionState {
  readonly isOpen: boolean;
  /** Folder of the capsule. */
  readonly capsule: string;
  /** Empty: where the run had them. */
  readonly dataset: string;
  /** Empty: the one in the capsule. */
  readonly model: string;
  readonly job: string | null;
  /** The reason for which the job could not be started. */
  readonly failure: WireError | null;
}

/** The state of the dialog: open or not, and its choices. */
export const useReproduction = create<ReproductionState>()(() => ({
  ...{ isOpen: false, capsule: '', dataset: '', model: '' },
  ...{ job: null, failure: null },
}));

/** Opens the dialog, for this capsule if one is given. */
export const openReproduction = (capsule?: unknown): void =>
  typeof capsule === 'string' ? chooseCapsule({ isOpen: true, capsule }) : useReproduction.setState({ isOpen: true });

/** Closes the dialog; a job that goes on goes on. */
export const closeReproduction = (): void => useReproduction.setState({ isOpen: false });

/** Changes the choices. The result of others is left. */
export const chooseCapsule = (change: Partial<ReproductionState>): void =>
  useReproduction.setState({ job: null, failure: null, ...change });

let isStarting = false;

/** Starts the job, or says why not. A second press while that is on its way does nothing. */
export async function startReproduction(): Promise<void> {
  const { capsule, dataset, model } = useReproduction.getState();
  if (isStarting) return;
  isStarting = true;
  const orNull = (text: string): string | null => (text === '' ? null : text);
  try {
    const { job } = await host().call('export.reproduce', { capsule, dataset: orNull(dataset), model: orNull(model) });
    chooseCapsule({ job });
  } catch (error) {
    chooseCapsule({ failure: asWireError(error) });
  } finally {
    isStarting = false;
  }
}
