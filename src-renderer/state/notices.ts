/** Notices: errors and news where no better place shows them. A component that has a place of its own shows the error there. */
import { type WireError, wireError } from '../../src-shared/contract/index.ts';
import { SpikeloomError } from '../../src-shared/errors/index.ts';
import { inWindow } from '../texts/messages.ts';
import { type Notice, setWorkbench, workbench } from './workbench.ts';

let last = 0;

/** Shows a notice; returns its id. */
export function notify(notice: Omit<Notice, 'id'>): number {
  const id = ++last;
  // The same sentence twice says nothing new.
  const others = workbench().notices.filter(({ message }) => message !== notice.message);
  setWorkbench({ notices: [...others, { ...notice, id }] });
  return id;
}

/** Takes a notice away. `isActed`: because its action was chosen. */
export function dismissNotice(id: number, isActed = false): void {
  const { notices } = workbench();
  setWorkbench({ notices: notices.filter((notice) => notice.id !== id) });
  notices.find((notice) => notice.id === id)?.onGone?.(isActed);
}

/** Anything thrown as a wire error, with what "copy details" copies. */
export function asWireError(error: unknown): WireError {
  const wire = wireError(error);
  return error instanceof SpikeloomError && typeof error.cause === 'string' ? { ...wire, details: error.cause } : wire;
}

/** Shows an error; an abort is no error. */
export function notifyError(error: unknown, action?: Notice['action']): void {
  const wire = asWireError(error);
  if (wire.code === 'cancelled') return;
  notify({ kind: 'error', message: inWindow(wire.message), error: wire, ...(action ? { action } : {}) });
}

/** Runs something that may fail, and shows the error if it does. For event handlers, which nobody awaits. */
export const attempt = (work: () => Promise<unknown>): void => void work().catch((error: unknown) => notifyError(error));
