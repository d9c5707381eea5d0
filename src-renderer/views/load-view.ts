/** Loads the code of views: when one is shown, and the others while the window has nothing else to do. */
import type { ComponentType } from 'react';
import { allViews, type View } from './define-view.ts';
import { LoadFailed } from './lazy-part.tsx';

const loading = new Map<string, Promise<ComponentType>>();
const loaded = new Map<string, ComponentType>();

/** The component of a view that has been loaded. */
export const loadedView = ({ id }: View): ComponentType | undefined => loaded.get(id);

/** Loads a view once; one that cannot be loaded has a component that says so. */
export function loadView({ id, load }: View): Promise<ComponentType> {
  const known = loading.get(id);
  if (known) return known;
  const asked = load()
    .catch(() => LoadFailed)
    .then((component) => {
      loaded.set(id, component);
      return component;
    });
  loading.set(id, asked);
  return asked;
}

/** Loads all views one after another while the window is idle: the first look at each then comes at once. */
export async function prepareViews(): Promise<void> {
  for (const view of allViews()) {
    await new Promise((resolve) => requestIdleCallback(resolve));
    await loadView(view);
  }
}
