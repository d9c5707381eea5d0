/** Parts of the window whose code is loaded when they are first shown. */
import { type ComponentType, lazy, type LazyExoticComponent, type ReactElement } from 'react';
import { uiTexts } from '../texts/ui.ts';
import { Button, EmptyState } from '../ui/index.ts';

/** A component that `load` brings; if that fails, what `LoadFailed` shows. */
export const lazyPart = <Props,>(load: () => Promise<ComponentType<Props>>): LazyExoticComponent<ComponentType<Props>> =>
  lazy(async () => ({ default: await load().catch(() => LoadFailed) }));

/** Stands in for what could not be loaded. A browser keeps a failed load of code, so that only loading the window anew tries again. */
export const LoadFailed = (): ReactElement => (
  <div role="alert">
    <EmptyState title={uiTexts.loadFailed} action={<Button onClick={() => window.location.reload()}>{uiTexts.retry}</Button>}>
      {uiTexts.loadFailedHint}
    </EmptyState>
  </div>
);
