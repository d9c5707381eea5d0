/** Pictures of the graph: every name survives, whatever is in it, and nothing needs a browser to be read. */
import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { EMPTY_PLAN, setLayers } from '../../../src-shared/plan/index.ts';
import { mapSteps } from '../../../src-shared/theme/heat.ts';
import { colours } from '../../../src-shared/theme/tokens.ts';
import { bigChain, bigResidual, draftGraph } from '../../testing/big-graph.ts';
import { derivedFrom, laidOutScene, nothingDerived } from '../../testing/laid-out-scene.ts';
import type { Palette } from '../canvas/palette.ts';
import { scaleOf } from '../model/overlay.ts';
import type { Rect, Scene } from '../state/view-store.ts';
import { graphSvg } from './graph-svg.ts';

const palette = {
  ...Object.fromEntries(Object.entries(colours).map(([name, { light }]) => [name, light])),
  maps: mapSteps('light'),
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

describe('names', () => {
  /** The picture of one operator with a name, and the texts in it. */
  const picture = (name: string) => {
    const draft = draftGraph();
    const odd = laidOutScene(draft.done(draft.add('Conv', name, ['input'])));
    const svg = svgOf(odd, odd.layout.boxes.get(odd.tree.root)!);
    return { svg, texts: [...parseHTML(svg).document.querySelectorAll('text')].map(({ textContent }) => textContent ?? '') };
  };

  it.each(['طبقة', '畳み込み層', '𝛉', 'ß'])('%s is in it as it is', (name) => {
    expect(picture(name).texts).toContain(name);
  });

  it.each([
    ['letters', 'n'.repeat(200)],
    ['signs outside the basic plane', `a${'𝛉'.repeat(100)}`],
    ['signs outside the basic plane, one further on', `ab${'𝛉'.repeat(100)}`],
    ['ideographs', '層'.repeat(200)],
  ])('of 200 %s is shortened in whole characters, and fits its box', (_, name) => {
    const { svg, texts } = picture(name);
    const cut = texts.find((words) => words.endsWith('…') && words.startsWith(name.slice(0, 3)))!;
    expect(name.startsWith(cut.slice(0, -1))).toBe(true);
    // Thirteen px high, half as wide, in a box of 240 px.
    expect(cut.length * 13 * 0.5).toBeLessThanOrEqual(240);
    expect(svg).not.toContain('\ufffd');
    expect(svg.isWellFormed()).toBe(true);
  });

  it.each(['\udc00', 'a\udc00b', '\ud800', '\ud800\ud800\udc00'])(
    'that are no text (%j) leave a document that is one',
    (name) => {
      const { svg } = picture(name);
      expect(svg.isWellFormed()).toBe(true);
      expect(svg).toContain('\ufffd');
    },
  );
});

describe('a plan and a run', () => {
  const graph = bigResidual(60);
  const all = laidOutScene(graph, 'all');
  const area = all.layout.boxes.get(all.tree.root)!;
  const plan = setLayers(EMPTY_PLAN, ['layer1.0.relu2'], { coding: 'rate' });

  it('have their badges, dashes and transcoders in the picture', () => {
    const plain = svgOf(all, area);
    const planned = svgOf(all, area, derivedFrom(graph, plan));
    expect(planned).toContain('>mt 8</text>');
    expect(planned).toContain('>rate</text>');
    expect(planned.match(/stroke-dasharray/g)!.length).toBeGreaterThan(0);
    expect(planned.match(/<circle r="9"/g)).toHaveLength(1);
    expect(plain).not.toMatch(/stroke-dasharray|mt 8|<circle/);
  });

  it('have the value and its place on the scale in the picture', () => {
    const [first, second] = graph.layers.map(({ node }) => node) as [string, string];
    const values = new Map<string, number | null>([
      [first, 0.25],
      [second, 0.5],
    ]);
    const overlay = { kind: 'firing-rate', fold: 'mean', values } as const;
    const svg = svgOf(all, area, { ...derivedFrom(graph, plan), overlay, scale: scaleOf(overlay, []) });
    expect(svg).toContain('>25.0\u202f%</text>');
    for (const step of [palette.maps.heat[0]!, palette.maps.heat.at(-1)!]) expect(svg).toContain(`fill="${step.fill}"`);
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  });
});
