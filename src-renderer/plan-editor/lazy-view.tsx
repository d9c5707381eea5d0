/** Views whose code is loaded when they are first shown. */
import { type ComponentType, lazy, type LazyExoticComponent } from 'react';
import { planTexts } from '../texts/plan-editor.ts';

/** A component that `load` brings; where that fails, a sentence with a button that tries again by loading the window anew. */
export const lazyView = <Props,>(load: () => Promise<ComponentType<Props>>): LazyExoticComponent<ComponentType<Props>> =>
  lazy(async () => {
    try {
      return { default: await load() };
    } catch {
      return { default: LoadFailed };
    }
  });

function LoadFailed() {
  return (
    <p className="plan-editor-wait" role="alert">
      {planTexts.failed}{' '}
      <button type="button" className="plan-editor-link" onClick={() => window.location.reload()}>
        {planTexts.retry}
      </button>
    </p>
  );
}
