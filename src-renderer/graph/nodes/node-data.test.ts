/** What each node of the drawing shows: which are there, how they stand, what a screen reader says, and which stay the same. */
import { describe, expect, it } from 'vitest';
import { EMPTY_PLAN, setLayers } from '../../../src-shared/plan/index.ts';
import { bigResidual, draftGraph } from '../../testing/big-graph.ts';
import { derivedFrom, laidOutScene, nothingDerived } from '../../testing/laid-out-scene.ts';
import { scaleOf } from '../model/overlay.ts';
import { nodeClass } from './node-class.ts';
import { createNodeMaker, type NodesInput } from './node-data.ts';

const graph = bigResidual(60);
const scene = laidOutScene(graph, ['module:layer1', 'module:layer1.0']);
const EVERYWHERE = scene.layout.boxes.get(scene.tree.root)!;
const NONE: ReadonlySet<string> = new Set();
const [first, second] = graph.layers.filter(({ name }) => name.startsWith('layer1.')).map(({ node }) => node) as [string, string];

const made = (change: Partial<NodesInput> = {}, make = createNodeMaker()) =>
  make({
    scene,
    derived: derivedFrom(graph, EMPTY_PLAN),
    detail: 'near',
    window: EVERYWHERE,
    selection: NONE,
    focus: null,
    found: NONE,
    ...change,
  });
const one = (id: string, change: Partial<NodesInput> = {}) => made(change).find((node) => node.id === id)!;

describe('nodes', () => {
  it('are everything on screen and the open groups, those first', () => {
    const nodes = made();
    const open = nodes.filter(({ data }) => data.isOpen).map(({ id }) => id);
    expect(open).toEqual(['module:layer1', 'module:layer1.0']);
    expect(nodes[0]!.id).toBe('module:layer1');
    expect(nodes.slice(2).map(({ id }) => id)).toEqual(scene.visible.shown.map(({ id }) => id));
    expect(nodes.map(({ type }) => type).slice(1, 3)).toEqual(['open', 'box']);
  });

  it('are those in the window, and what has the keyboard wherever it is', () => {
    const window = { x: EVERYWHERE.x, y: EVERYWHERE.y, width: 50, height: 50 };
    expect(made({ window, focus: 'fc/Linear' }).map(({ id }) => id)).toContain('fc/Linear');
    expect(made({ window }).length).toBeLessThan(4);
  });

  it('at far zoom are only what has the keyboard', () => {
    expect(made({ detail: 'far' })).toEqual([]);
    expect(made({ detail: 'far', focus: first }).map(({ id }) => id)).toEqual([first]);
  });

  it('stay the same objects unless something of them differs', () => {
    const make = createNodeMaker();
    const before = made({}, make);
    expect(made({}, make).every((node, index) => node === before[index])).toBe(true);
    const after = made({ selection: new Set([first]) }, make);
    const changed = after.filter((node, index) => node !== before[index]).map(({ id }) => id);
    // The operator, and the modules around it, which are selected in part.
    expect(changed.toSorted()).toEqual([first, 'module:layer1', 'module:layer1.0'].toSorted());
  });

  it('only the one that has the keyboard is a stop of the Tab key', () => {
    const stops = made({ focus: first }).filter(({ domAttributes }) => domAttributes!.tabIndex === 0);
    expect(stops.map(({ id }) => id)).toEqual([first]);
    expect(made().some(({ domAttributes }) => domAttributes!.tabIndex === 0)).toBe(false);
  });
});

describe('a module', () => {
  const inside = scene.tree.items.get('module:layer2')!;
  const nodes = inside.kind === 'group' ? inside.nodes : [];

  it.each([
    ['none', []],
    ['some', nodes.slice(0, 1)],
    ['all', nodes],
  ] as const)('is selected as far as what is inside is: %s', (selected, selection) => {
    const node = one('module:layer2', { selection: new Set(selection) });
    expect(node.data.selected).toBe(selected);
    expect(node.ariaLabel!.endsWith(', selected')).toBe(selected === 'all');
    expect(nodeClass(node.data).includes('graph-part-selected')).toBe(selected === 'some');
  });

  it('says whether it is open, and how many matches are inside', () => {
    expect(one('module:layer1').ariaLabel).toMatch(/, expanded$/);
    const closed = one('module:layer2', { found: new Set(nodes.slice(0, 3)) });
    expect(closed.ariaLabel).toMatch(/, collapsed$/);
    expect(closed.data.matches).toBe(3);
    expect(nodeClass(closed.data)).toContain('graph-match');
  });

  it('has the coding of its layers, and none where they differ', () => {
    const layers = graph.layers.filter(({ name }) => name.startsWith('layer2.')).map(({ name }) => name);
    const mixed = derivedFrom(graph, setLayers(EMPTY_PLAN, layers.slice(0, 1), { coding: 'rate' }));
    expect(one('module:layer2').data.coding).toBe('differential');
    expect(one('module:layer2', { derived: mixed }).data.coding).toBeNull();
    expect(one('module:layer2', { derived: mixed }).ariaLabel).toContain('Coding mixed');
  });
});

describe('what cannot be converted', () => {
  const derived = {
    ...nothingDerived,
    blocked: new Map([
      [first, { certain: true, reason: 'no' }],
      [second, { certain: false, reason: 'maybe' }],
    ]) as unknown as typeof nothingDerived.blocked,
  };

  it('is said of it and counted in the modules around it; what hangs on others is in doubt', () => {
    expect(one(first, { derived }).ariaLabel).toContain('cannot be converted');
    expect(one(second, { derived }).ariaLabel).toContain('depends on what cannot be converted');
    expect(one('module:layer1', { derived }).data).toMatchObject({ blockedIn: 1, doubtful: false });
    expect(one('module:layer2', { derived }).data).toMatchObject({ blockedIn: 0, doubtful: false });
    expect(nodeClass(one(first, { derived }).data)).toContain('graph-blocked');
    expect(nodeClass(one(second, { derived }).data)).toContain('graph-doubtful');
  });
});

describe('colours', () => {
  const overlay = {
    kind: 'energy-share',
    fold: 'sum',
    values: new Map<string, number | null>([
      [first, 0.25],
      [second, null],
    ]),
  } as const;
  const derived = { ...derivedFrom(graph, EMPTY_PLAN), overlay, scale: scaleOf(overlay, []) };

  it('a value is said with what it is; where none was measured that is said', () => {
    expect(one(first, { derived }).ariaLabel).toContain('Share of energy 25.0\u202f%');
    expect(one(first, { derived }).data.heat).toBe(1);
    expect(one(second, { derived }).data).toMatchObject({ heat: null, heatText: 'not measured' });
    expect(nodeClass(one(second, { derived }).data)).toContain('graph-unmeasured');
  });

  it('an operator that cannot have a value has none, and an open module leaves it to what is inside', () => {
    expect(one('input', { derived }).data).toMatchObject({ heat: undefined, heatText: null });
    expect(one('module:layer1', { derived }).data).toMatchObject({ heat: undefined, heatText: null });
  });
});

describe('names', () => {
  it.each([
    ['of 200 characters', 'n'.repeat(200)],
    ['from right to left', 'طبقة'],
    ['in ideographs', '畳み込み層'],
    ['with signs of XML', 'a<b>&"c'],
    ['in another plane', '𝛉𝛉'],
  ])('%s are what is said and shown, whole', (_, name) => {
    const draft = draftGraph();
    const odd = draft.done(draft.add('Relu', `m.${name}`, [draft.add('Conv', 'm.conv', ['input'])]));
    const inside = laidOutScene(odd, 'all');
    const nodes = createNodeMaker()({
      ...{ scene: inside, derived: derivedFrom(odd, EMPTY_PLAN), detail: 'near', selection: NONE, focus: null, found: NONE },
      window: inside.layout.boxes.get(inside.tree.root)!,
    });
    const node = nodes.find(({ id }) => id === `m.${name}/Relu`)!;
    expect(node.data.item.label).toBe(name);
    expect(node.ariaLabel!.startsWith(`m.${name}, ReLU neuron layer, `)).toBe(true);
  });
});
