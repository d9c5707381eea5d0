/**
 * The page's address names the project that is open (`open=PATH`, or `open=example`): it is opened when the page starts, and a page
 * that is loaded again shows what it showed.
 */
import { useWorkbench, type WorkbenchState } from '../state/index.ts';
import { openExample, openPath } from './opening.ts';

const NAME = 'open';

/** Opens what the address names once the services answer, and keeps the address in step from then on. Called once. */
export function followAddress(): void {
  const wanted = new URLSearchParams(window.location.search).get(NAME);
  let started = false;
  const look = (state: WorkbenchState): void => {
    // `info` is there when the services have told all that the window needs.
    if (!started && wanted && state.info) {
      started = true;
      void (wanted === 'example' ? openExample() : openPath(wanted));
    }
    if (state.project || started || !wanted) write(state.project?.path);
  };
  useWorkbench.subscribe(look);
}

let written: string | undefined;

function write(path: string | undefined): void {
  if (path === written) return;
  written = path;
  const address = new URL(window.location.href);
  if (path === undefined) address.searchParams.delete(NAME);
  else address.searchParams.set(NAME, path);
  window.history.replaceState(null, '', address);
}
