/** Pictures of the graph: every name survives, whatever is in it, and nothing needs a browser to be read. */
import { parseHTML } from 'linkedom';
import { expect, it } from 'vitest';
import { heatSteps } from '../../../src-shared/theme/heat.ts';
import { colours } from '../../../src-shared/theme/tokens.ts';
import { bigChain } from '../../testing/big-graph.ts';
import { laidOutScene, nothingDerived } from '../../testing/laid-out-scene.ts';
import type { Palette } from '../canvas/palette.ts';
import type { Derived } from '../derived.ts';
import type { Rect, Scene } from '../state/view-store.ts';
import { graphSvg } from './graph-svg.ts';

const palette = {
  ...Object.fromEntries(Object.entries(colours).map(([name, { light }]) => [name, light])),
  heat: heatSteps('light'),
} as unknown as Palette;

function svgOf(scene: Scene, area: Rect, derived = nothingDerived): string {
  const font = { family: "'A', sans-serif", face: '' };
  return graphSvg({ scene, derived, palette, area, measure: (text, px) => text.length * px * 0.5, font, title: 'a <b> & "c"' });
}

const chain = bigChain(30);
const scene = laidOutScene(chain, 'all');
const whole = scene.layout.boxes.get(scene.tree.root)!;

it('shows every operator, and only what lies in the part that is asked for', () => {
  const all = svgOf(scene, whole);
  const { document } = parseHTML(all);
  const words = [...document.querySelectorAll('text')].map((text) => text.textContent);
  expect(words.length).toBeGreaterThan(chain.nodes.length);
  const part = svgOf(scene, { ...whole, height: 100, width: 100 });
  expect(part.length).toBeLessThan(all.length / 2);
});

it('names with the signs of XML, and signs that XML does not know, do it no harm', () => {
  const [first, ...rest] = chain.nodes;
  const name = 'a<b>&"c\u0001\ud800';
  const renamed = { ...chain, nodes: [{ ...first!, path: `${name}.x` }, ...rest] };
  const odd = laidOutScene(renamed, 'all');
  const svg = svgOf(odd, odd.layout.boxes.get(odd.tree.root)!);
  expect(svg).toContain('a&lt;b&gt;&amp;&quot;c');
  expect(svg).toContain('<title>a &lt;b&gt; &amp; &quot;c&quot;</title>');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there.
  expect(svg).not.toMatch(/[\u0001\ud800]|<b>/);
});

it('has no colour or reference that only a browser understands', () => {
  expect(svgOf(scene, whole)).not.toMatch(/color-mix|var\(|context-stroke|foreignObject|undefined|NaN/);
});
