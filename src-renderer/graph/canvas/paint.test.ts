/** The graph as blocks on a canvas, looked at through a canvas that keeps what is drawn. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { mapSteps } from '../../../src-shared/theme/heat.ts';
import { colours } from '../../../src-shared/theme/tokens.ts';
import { EMPTY_PLAN } from '../../../src-shared/plan/index.ts';
import { bigResidual, draftGraph } from '../../testing/big-graph.ts';
import { derivedFrom, laidOutScene, nothingDerived } from '../../testing/laid-out-scene.ts';
import { scaleOf } from '../model/overlay.ts';
import { blocksOf } from './blocks.ts';
import { paint, type Painting } from './paint.ts';
import { codingDash, type Palette } from './palette.ts';

const palette = {
  ...Object.fromEntries(Object.entries(colours).map(([name, { light }]) => [name, light])),
  maps: mapSteps('light'),
} as unknown as Palette;

/** A canvas that lists its calls, with the colours they were made in. */
function recorder() {
  const calls: { readonly name: string; readonly args: readonly unknown[]; readonly fill: unknown; readonly stroke: unknown }[] =
    [];
  const state: Record<string | symbol, unknown> = {};
  const context = new Proxy(state, {
    get: (target, name) =>
      name in target
        ? target[name]
        : (...args: unknown[]) => calls.push({ name: String(name), args, fill: state.fillStyle, stroke: state.strokeStyle }),
  }) as unknown as CanvasRenderingContext2D;
  return { context, calls, named: (name: string) => calls.filter((call) => call.name === name) };
}

class FakePath {
  readonly parts: string[] = [];
  constructor(d?: string) {
    if (d !== undefined) this.parts.push(d);
  }
  addPath(other: FakePath): void {
    this.parts.push(...other.parts);
  }
}

beforeAll(() => void vi.stubGlobal('Path2D', FakePath));
afterAll(() => void vi.unstubAllGlobals());

const graph = bigResidual(60);
const scene = laidOutScene(graph, ['module:layer1']);
const root = scene.layout.boxes.get(scene.tree.root)!;
const derived = derivedFrom(graph, EMPTY_PLAN);
const painting = (change: Partial<Painting> = {}): Painting => ({
  ...blocksOf(scene, derived, palette),
  ...{ palette, font: 'Inter', selected: new Set<string>(), found: new Set<string>() },
  ...{ viewport: { x: 0, y: 0, zoom: 0.3 }, width: 2000, height: 4000, pixelRatio: 2 },
  ...change,
});

describe('blocks', () => {
  it('are all that is on screen, frames of open modules first, each inside its depth', () => {
    const { blocks } = blocksOf(scene, derived, palette);
    expect(blocks.map(({ id }) => id)).toEqual(['module:layer1', ...scene.visible.shown.map(({ id }) => id)]);
    expect(blocks[0]).toMatchObject({ kind: 'frame', depth: 0 });
    expect(blocks.find(({ id }) => id === 'layer1.0.relu1/Relu')?.depth ?? 1).toBe(1);
    expect(blocks.find(({ id }) => id === 'input')).toMatchObject({ depth: 0, kind: 'leaf' });
  });

  it('have lines of one path for each coding', () => {
    const { lines } = blocksOf(scene, derived, palette);
    expect(lines.map(({ coding }) => coding)).toEqual(['differential']);
    expect((lines[0]!.path as unknown as FakePath).parts.length).toBe(scene.layout.paths.size);
  });

  it('of what cannot be converted are red, whatever they would be coloured by', () => {
    const node = graph.layers[0]!.node;
    const blocked = new Map([[node, { certain: true, reason: '' }]]) as unknown as typeof derived.blocked;
    const overlay = { kind: 'energy-share', fold: 'sum', values: new Map() } as const;
    const { blocks } = blocksOf(scene, { ...derived, blocked, overlay }, palette);
    expect(blocks.find(({ id }) => id === node)!.fill).toBe(palette.danger);
  });

  it('of a value have its step of the scale, a gauge of its place, and stripes where none was measured', () => {
    const [a, b, c] = graph.layers.map(({ node }) => node) as [string, string, string];
    const overlay = {
      kind: 'firing-rate',
      fold: 'mean',
      values: new Map<string, number | null>([
        [a, 0],
        [b, 1],
        [c, null],
      ]),
    } as const;
    const all = laidOutScene(graph, 'all');
    const { blocks } = blocksOf(all, { ...derived, overlay, scale: scaleOf(overlay, []) }, palette);
    const block = (id: string) => blocks.find((one) => one.id === id)!;
    expect(block(a)).toMatchObject({
      fill: palette.maps.heat[0]!.fill,
      ink: palette.maps.heat[0]!.ink,
      gauge: [0, 0],
      hatched: false,
    });
    expect(block(b)).toMatchObject({ fill: palette.maps.heat.at(-1)!.fill, gauge: [0, 1], hatched: false });
    expect(block(c)).toMatchObject({ hatched: true });
    expect(block(c).gauge).toBeUndefined();
  });
});

describe('painting', () => {
  it('draws what is in view, and nothing else', () => {
    const whole = recorder();
    paint(whole.context, painting());
    const part = recorder();
    paint(part.context, painting({ viewport: { x: -root.width, y: -root.height, zoom: 1 }, width: 10, height: 10 }));
    expect(whole.named('fillRect').length).toBeGreaterThanOrEqual(scene.visible.shown.length);
    expect(part.named('fillRect')).toEqual([]);
  });

  it('marks what is selected and what was found, the selection over the search', () => {
    const [a, b] = scene.visible.shown.map(({ id }) => id) as [string, string];
    const { context, named } = recorder();
    paint(context, painting({ selected: new Set([a]), found: new Set([a, b]) }));
    const marks = named('strokeRect').filter(({ stroke }) => stroke === palette.accent || stroke === palette.warning);
    expect(marks.map(({ stroke }) => stroke)).toEqual([palette.accent, palette.warning]);
  });

  it('leaves names and lines out where they would be noise', () => {
    const far = recorder();
    paint(far.context, painting({ viewport: { x: 0, y: 0, zoom: 0.03 } }));
    expect([far.named('fillText').length, far.named('stroke').length]).toEqual([0, 0]);
    const near = recorder();
    paint(near.context, painting());
    expect(near.named('fillText').length).toBeGreaterThan(5);
    expect(near.named('stroke').length).toBeGreaterThan(0);
  });

  it('a map that is stretched has no names', () => {
    const map = recorder();
    paint(map.context, painting({ stretch: 3 }));
    expect(map.named('fillText')).toEqual([]);
  });

  it.each([
    ['long', 'n'.repeat(200)],
    ['of signs outside the basic plane', `a${'𝛉'.repeat(100)}`],
    ['of flags', `a${'🇯🇵'.repeat(60)}`],
  ])('shortens a name that is %s to its block, in whole characters', (_, name) => {
    const draft = draftGraph();
    const odd = draft.done(draft.add('Conv', name, ['input']));
    const inside = laidOutScene(odd);
    const { context, named } = recorder();
    paint(context, painting({ ...blocksOf(inside, nothingDerived, palette), viewport: { x: 0, y: 0, zoom: 1 } }));
    const [text] = named('fillText')
      .map(({ args }) => String(args[0]))
      .filter((words) => words.endsWith('…'));
    expect(text!.length).toBeLessThan(60);
    expect(name.startsWith(text!.slice(0, -1))).toBe(true);
    expect(text!.isWellFormed()).toBe(true);
  });
});

it('each coding has a dash of its own', () => {
  const dashes = ['rate', 'leaky-rate', 'differential', 'differential-leaky', 'mixed'].map((coding) => codingDash(coding).join());
  expect(new Set(dashes).size).toBe(dashes.length);
});
