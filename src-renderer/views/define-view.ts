/**
 * Views: what the window shows, each once, with its name, its place and how its code is loaded. Tabs, palette, keys, the layout that is
 * remembered and Back and Forward derive from this list; `app/views.ts` says which there are.
 */
import type { ComponentType } from 'react';
import type { Place } from '../state/window-layout.ts';

export interface View {
  /** `results`: in the layout that is stored, in the window's history and in the command `view.results`. */
  readonly id: string;
  /** What a person reads on its tab and, as `Show results`, in the palette. */
  readonly title: string;
  /** Where it stands in the window of an open project; `start`: the whole window while none is open. */
  readonly place: Place | 'start';
  /** Brings its component. Called when the view is first shown, or before that while the window is idle. */
  readonly load: () => Promise<ComponentType>;
  /** Behind the title on its tab: a count of what asks for attention. */
  readonly badge?: ComponentType;
  /** Taken down while another view is in front of it: for those that hold nothing a person would miss. */
  readonly unmount?: boolean;
}

const views = new Map<string, View>();

/** Makes a view known. Throws an Error for an id that is taken: the stored layout could not tell the two apart. */
export function defineView(view: View): View {
  if (views.has(view.id)) throw new Error(`view ${view.id} is defined twice`);
  views.set(view.id, view);
  return view;
}

/** All views, in the order they were defined. */
export const allViews = (): readonly View[] => [...views.values()];

/** The view with an id. Throws an Error if there is none. */
export function viewOf(id: string): View {
  const view = views.get(id);
  if (!view) throw new Error(`there is no view ${id}`);
  return view;
}

/** Views of one place, in the order of their tabs. */
export const viewsAt = (place: View['place']): readonly View[] => allViews().filter((view) => view.place === place);

/** Whether the views of a place have tabs: always at the bottom, elsewhere if there are several to choose from. */
export const hasTabs = (place: View['place']): boolean => place === 'bottom' || (place !== 'start' && viewsAt(place).length > 1);

/** A view that can be brought to the front, with its key. */
export interface ShownByKey {
  readonly view: View;
  /** Absent from the tenth on: there are nine digits. */
  readonly keys?: readonly string[];
}

/** The views that have a tab, each with `Mod+Alt+` and its number among them. */
export const viewsWithTabs = (): readonly ShownByKey[] =>
  allViews()
    .filter(({ place }) => hasTabs(place))
    .map((view, index) => (index < 9 ? { view, keys: [`Mod+Alt+${index + 1}`] } : { view }));
