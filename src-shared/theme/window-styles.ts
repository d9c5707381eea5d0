/** The window's custom properties: every token, for the scheme that the person chose or the system asks for. */
import { heatDeclarations } from './heat.ts';
import { colourDeclarations, fonts, measures, type Scheme, sizes } from './tokens.ts';

const scheme = (name: Scheme): string =>
  `color-scheme: ${name === 'light' ? 'light' : 'dark'}; ${colourDeclarations(name)} ${heatDeclarations(name)}`;

const CONSTANT = [
  `--font-text: ${fonts.text};`,
  `--font-code: ${fonts.code};`,
  ...Object.entries({ ...sizes, ...measures }).map(
    ([name, value]) => `--size-${name}: ${value}${name === 'motion' ? 'ms' : 'px'};`,
  ),
].join(' ');

/**
 * The style sheet that declares them (`--ink`, `--size-row`, `--font-code` …). The page says which scheme by `data-theme` on its
 * root: `light`, `dark`, `high-contrast`, or `system`, also without the attribute. No motion where `data-motion` is `reduced` or
 * the system asks for less.
 */
export const windowStyles = `
:root { ${CONSTANT} ${scheme('light')} }
@media (prefers-color-scheme: dark) { :root:is([data-theme='system'], :not([data-theme])) { ${scheme('dark')} } }
@media (prefers-contrast: more) { :root:is([data-theme='system'], :not([data-theme])) { ${scheme('high-contrast')} } }
:root[data-theme='dark'] { ${scheme('dark')} }
:root[data-theme='high-contrast'] { ${scheme('high-contrast')} }
:root[data-motion='reduced'] { --size-motion: 0ms; }
@media (prefers-reduced-motion: reduce) { :root { --size-motion: 0ms; } }
`;
