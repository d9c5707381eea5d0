/** Loads the code of views: when one is shown, and the others while the window has nothing else to do. */
import type { ComponentType } from 'react';
import { allViews, type View } from './define-view.ts';

const loading = new Map<string, Promise<ComponentType>>();
const loaded = new Map<string, ComponentType>();

/** The component of a view that has been loaded. */
export const loadedView = ({ id }: View): ComponentType | undefined => loaded.get(id);

/** Loads a view once. Rejects with what its `load` rejects with; the next call tries again. */
export function loadView({ id, load }: View): Promise<ComponentType> {
  const known = loading.get(id);
  if (known) return known;
  const asked = load();
  loading.set(id, asked);
  asked.then(
    (component) => loaded.set(id, component),
    () => loading.delete(id),
  );
  return asked;
}

/** Loads all views one after another while the window is idle: the first look at each then comes at once. */
export async function prepareViews(): Promise<void> {
  for (const view of allViews()) {
    await new Promise((resolve) => requestIdleCallback(resolve));
    // Nobody has asked for it yet: whoever does meets the failure again, and can try again.
    await loadView(view).catch(() => undefined);
  }
}
