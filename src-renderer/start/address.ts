/**
 * The page's address and its history. The address names the project that is open (`open=PATH`, or `open=example`): it is opened when the page
 * starts, and a page that is loaded again shows what it showed. Each place of the window is an entry of the history: Back and Forward walk.
 */
import { closeProject, notifyError, setFolded, setLayout, useWorkbench, workbench } from '../state/index.ts';
import { canEnter, type Draft, draft, setDraft, useDraft } from './new-project/draft.ts';
import { openExample, openPath, useOpening } from './opening.ts';
import { type Place, placeOf, readPlace, samePlace } from './places.ts';

const NAME = 'open';

/** The entry that the history is at. */
let here: Place = { kind: 'home' };
/** A new project that Back has left: Forward leads to it again. */
let left: Draft | null = null;
/** The window is on its way to an entry of the history. */
let isWalking = false;

/** Opens what the address names once the services answer, and keeps address and history in step from then on. Called once. */
export function followAddress(): void {
  const wanted = new URLSearchParams(window.location.search).get(NAME);
  let started = false;
  // The project that the address opens is the entry that is there already: entries behind it stay.
  let isEntering = wanted !== null;
  window.history.replaceState(here, '');
  const look = (): void => {
    // `info` is there when the services have told all that the window needs.
    if (!started && workbench().info) {
      started = true;
      if (wanted) void (wanted === 'example' ? openExample() : openPath(wanted)).finally(() => (isEntering = false));
    }
    if (started) arrive(isEntering ? 'replaceState' : 'pushState');
  };
  // Several changes of one moment are one move.
  let isWaiting = false;
  const later = (): void => {
    if (isWaiting) return;
    isWaiting = true;
    queueMicrotask(() => {
      isWaiting = false;
      look();
    });
  };
  for (const store of [useWorkbench, useDraft, useOpening]) store.subscribe(later);
  window.addEventListener('popstate', ({ state }) => void walk(readPlace(state) ?? { kind: 'home' }));
}

/** Makes the present place an entry of the history, if it is another than the last. A project that is being opened is no place yet. */
function arrive(how: 'pushState' | 'replaceState'): void {
  const { opening } = useOpening.getState();
  if (isWalking || (opening !== null && opening.error === null)) return;
  const place = placeOf(workbench(), draft());
  if (samePlace(place, here)) return;
  here = place;
  if (place.kind === 'draft') left = null;
  window.history[how](place, '', addressOf(place));
}

function addressOf(place: Place): URL {
  const address = new URL(window.location.href);
  if (place.kind === 'project') address.searchParams.set(NAME, place.path);
  else address.searchParams.delete(NAME);
  return address;
}

/** Goes to a place of the history. If that is not possible any more, the entry becomes the place that the window shows then. */
async function walk(to: Place): Promise<void> {
  here = to;
  isWalking = true;
  try {
    await go(to);
  } catch (error) {
    notifyError(error);
  } finally {
    isWalking = false;
    arrive('replaceState');
  }
}

/** A tab that has the keyboard hands it to the one that is shown now: focus that comes back to another tab would show that one. */
function keepTabFocus(): void {
  if (document.activeElement?.getAttribute('role') !== 'tab') return;
  requestAnimationFrame(() => document.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]')?.focus());
}

async function go(to: Place): Promise<void> {
  const { project } = workbench();
  if (to.kind === 'project') {
    if (project?.path !== to.path) await openPath(to.path);
    if (workbench().project?.path === to.path) {
      setLayout({ front: to.front });
      setFolded('bottom', !to.bottom);
    }
    keepTabFocus();
    return;
  }
  if (project) await closeProject();
  const now = draft();
  // A project that is being made is not left by accident.
  if (now?.job) return;
  if (to.kind === 'home') {
    left = now ?? left;
    useDraft.setState({ draft: null });
    return;
  }
  if (!now && left) useDraft.setState({ draft: left });
  left = null;
  const begun = draft();
  if (begun && canEnter(to.step, begun)) setDraft({ step: to.step });
}
