/** The window's custom properties: every token, for the scheme that the person chose or the system requests. */
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
 * The style sheet that declares the properties (`--ink`, `--size-row`, `--font-code` …). The attribute `data-theme` of the page's
 * root selects the scheme: `light`, `dark`, `high-contrast` or `system`, which is also the default. Motion is off if
 * `data-motion` is `reduced` or the system requests less motion.
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
