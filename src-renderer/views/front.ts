/** Which view is in front at each place of the window: read from the layout, and changed by showing one. */
import { setLayout } from '../state/layout.ts';
import { type Front, PLACES, type Place, type WindowLayout } from '../state/window-layout.ts';
import { useWorkbench, workbench } from '../state/workbench.ts';
import { type View, viewOf, viewsAt } from './define-view.ts';

/** The view in front at a place: the one that the layout names, or the first if it names none that is there; undefined without views. */
export function frontAt(place: Place, { front }: Pick<WindowLayout, 'front'>): View | undefined {
  const views = viewsAt(place);
  return views.find(({ id }) => id === front[place]) ?? views[0];
}

/** Hook of the same. */
export const useFrontAt = (place: Place): View | undefined => useWorkbench(({ layout }) => frontAt(place, layout));

/** The ids of the views in front, by place; places without views are left out. */
export const allInFront = (layout: Pick<WindowLayout, 'front'>): Front =>
  Object.fromEntries(
    PLACES.flatMap((place) => {
      const view = frontAt(place, layout);
      return view ? [[place, view.id]] : [];
    }),
  );

/** Brings a view to the front of its place, which unfolds for it. Throws an Error for an id that no view of a project has. */
export function showView(id: string): void {
  const { place } = viewOf(id);
  if (place === 'start') throw new Error(`view ${id} has no place in a project`);
  const { front, folded } = workbench().layout;
  setLayout({ front: { ...front, [place]: id }, folded: folded.filter((one) => one !== place) });
}
