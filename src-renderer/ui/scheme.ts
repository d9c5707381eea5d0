/** Which colours are in use now: for what is not drawn by style sheets (canvases, the text editor). */
import { useEffect, useState } from 'react';
import type { ColourName, Scheme } from '../../src-shared/theme/tokens.ts';

const DARK = '(prefers-color-scheme: dark)';
const CONTRAST = '(prefers-contrast: more)';

/** The scheme in use: the person's choice (`data-theme` on the page's root), or what the system asks for. */
export function currentScheme(): Scheme {
  const { theme = 'system' } = document.documentElement.dataset;
  if (theme === 'light' || theme === 'dark' || theme === 'high-contrast') return theme;
  if (matchMedia(CONTRAST).matches) return 'high-contrast';
  return matchMedia(DARK).matches ? 'dark' : 'light';
}

/** Calls the listener whenever the scheme may have changed; returns what stops that. */
export function onSchemeChange(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  const queries = [matchMedia(DARK), matchMedia(CONTRAST)];
  for (const query of queries) query.addEventListener('change', listener);
  return () => {
    observer.disconnect();
    for (const query of queries) query.removeEventListener('change', listener);
  };
}

/** Hook: the scheme in use, whenever it changes. */
export function useScheme(): Scheme {
  const [scheme, setScheme] = useState(currentScheme);
  useEffect(() => {
    const follow = (): void => setScheme(currentScheme());
    follow();
    return onSchemeChange(follow);
  }, []);
  return scheme;
}

/** A colour of the scheme in use, as `#rrggbb`. */
export const colourNow = (name: ColourName): string =>
  getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
