/** Views: defining them, finding them, bringing them to the front, loading what they show. */
export { allViews, defineView, hasTabs, type View, viewOf, viewsAt, viewsWithTabs } from './define-view.ts';
export { allInFront, frontAt, showView, useFrontAt } from './front.ts';
export { lazyPart } from './lazy-part.tsx';
export { prepareViews } from './load-view.ts';
export { ViewContent } from './view-content.tsx';
