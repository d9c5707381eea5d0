/** Where things stand in the window: changed here, remembered with the project. */
import { host } from '../host/client.ts';
import { asWireError, notifyError } from './notices.ts';
import type { FoldingPlace, Json, WindowLayout } from './window-layout.ts';
import { setWorkbench, useWorkbench, workbench } from './workbench.ts';

const WRITE_AFTER_MS = 500;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Changes the layout; it is stored shortly after, changes that come until then together with it. */
export function setLayout(change: Partial<WindowLayout>): void {
  setWorkbench({ layout: { ...workbench().layout, ...change } });
  timer ??= setTimeout(() => void writeLayout(), WRITE_AFTER_MS);
}

/** Stores what is waiting to be stored, at once: before the project is closed or the window goes. */
export async function writeLayout(): Promise<void> {
  if (timer === undefined) return;
  clearTimeout(timer);
  timer = undefined;
  const { project, layout, connection } = workbench();
  if (!project || project.readOnly !== null) return;
  // Not worth a word while the services are away: it waits for them.
  if (connection !== 'open') {
    timer = setTimeout(() => void writeLayout(), WRITE_AFTER_MS);
    return;
  }
  try {
    await host().call('layout.write', { path: project.path, layout });
  } catch (error) {
    if (asWireError(error).code !== 'connection.lost') notifyError(error);
  }
}

export const isFolded = (place: FoldingPlace, { folded }: Pick<WindowLayout, 'folded'>): boolean => folded.includes(place);

/** Folds a place away, or unfolds it. Nothing happens if it is so already. */
export function setFolded(place: FoldingPlace, fold: boolean): void {
  const { layout } = workbench();
  if (isFolded(place, layout) === fold) return;
  setLayout({ folded: fold ? [...layout.folded, place] : layout.folded.filter((one) => one !== place) });
}

export const toggleFolded = (place: FoldingPlace): void => setFolded(place, !isFolded(place, workbench().layout));

/** What a view stored; undefined where it has not, or not under this name. The view checks it: it may be of another version. */
export const viewLayout = (name: string): Json | undefined => workbench().layout.views[name];
/** Hook of the same. */
export const useViewLayout = (name: string): Json | undefined => useWorkbench(({ layout }) => layout.views[name]);

export const setViewLayout = (name: string, stored: Json): void =>
  setLayout({ views: { ...workbench().layout.views, [name]: stored } });
