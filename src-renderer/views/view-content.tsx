/** What a view shows: its component, at once if it has been loaded, else as soon as it is there. */
import { type ReactElement, Suspense, use } from 'react';
import type { View } from './define-view.ts';
import { loadedView, loadView } from './load-view.ts';

interface ViewContentProps {
  readonly view: View;
}

export const ViewContent = ({ view }: ViewContentProps): ReactElement => (
  <Suspense fallback={null}>
    <Loaded view={view} />
  </Suspense>
);

function Loaded({ view }: ViewContentProps): ReactElement {
  // A view that is there is drawn in the same frame as its tab: waiting for a promise would take another.
  const Component = loadedView(view) ?? use(loadView(view));
  return <Component />;
}
