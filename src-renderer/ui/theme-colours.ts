/** Colours of the theme for what does not follow style sheets by itself: canvases, and editors with themes of their own. */
import type { ColourName } from '../../src-shared/theme/tokens.ts';

const context = document.createElement('canvas').getContext('2d')!;

/** The colour that a custom property stands for now, as `#rrggbb`, or `rgba(…)` where it is see-through. */
export function themeColour(name: ColourName): string {
  const value = getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  // A canvas gives every CSS colour back in one of two forms.
  context.fillStyle = '#000000';
  context.fillStyle = value;
  return context.fillStyle;
}

/** Whether the surface is dark now. */
export function isDark(): boolean {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => Number.parseInt(themeColour('surface').slice(at, at + 2), 16));
  return 0.299 * red + 0.587 * green + 0.114 * blue < 128;
}

const QUERIES = ['(prefers-color-scheme: dark)', '(prefers-contrast: more)'];

/** Calls the listener whenever the theme may have changed; returns what stops it. */
export function onThemeChange(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, {
    attributes: true,
    attributeFilter: ['class', 'style', 'data-theme', 'data-contrast'],
  });
  const queries = QUERIES.map((query) => matchMedia(query));
  for (const query of queries) query.addEventListener('change', listener);
  return () => {
    observer.disconnect();
    for (const query of queries) query.removeEventListener('change', listener);
  };
}
