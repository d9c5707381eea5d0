/** Which coding travels along which edge, and where transcoders stand. */
import { describe, expect, it } from 'vitest';
import { EMPTY_PLAN, layerSettings, type Plan, setDefaults, setLayers } from '../../../src-shared/plan/index.ts';
import { bigResidual, draftGraph } from '../../testing/big-graph.ts';
import { edgeCodings, edgeKey } from './codings.ts';

// Two neuron layers meet in an addition; what comes out goes through a pool to a third.
const draft = draftGraph();
const a = draft.add('Relu', 'a', [draft.add('Conv', 'conv', ['input'])]);
const b = draft.add('Relu', 'b', [a]);
const add = draft.add('Add', 'add', [a, b]);
const pool = draft.add('MaxPool', 'pool', [add]);
const c = draft.add('Relu', 'c', [pool]);
const graph = draft.done(c);
const codingsOf = (plan: Plan, of = graph) => edgeCodings(of, plan, layerSettings(plan, of.layers));
const withRate = (...names: string[]): Plan => setLayers(EMPTY_PLAN, names, { coding: 'rate' });

describe('codings of edges', () => {
  it('are that of the network where no layer says otherwise, the input included', () => {
    const { of, transcoders } = codingsOf(EMPTY_PLAN);
    expect(new Set(of.values())).toEqual(new Set(['differential']));
    expect(of.has('input')).toBe(true);
    expect(transcoders.size).toBe(0);
  });

  it('begin at a neuron layer and go on through what has no neurons', () => {
    const { of, transcoders } = codingsOf(withRate('a', 'b'));
    expect([a, b, add, pool, c].map((id) => of.get(id))).toEqual(['rate', 'rate', 'rate', 'rate', 'differential']);
    expect(transcoders.size).toBe(0);
  });

  it.each([
    [['a'], 0],
    [['b'], 1],
  ] as const)('where %j meets the other, a transcoder stands at input %i and the network’s coding goes on', (names, position) => {
    const { of, transcoders } = codingsOf(withRate(...names));
    expect([...transcoders]).toEqual([[edgeKey(add, position), { from: 'rate', to: 'differential', node: add }]]);
    expect([of.get(add), of.get(pool)]).toEqual(['differential', 'differential']);
  });

  it('in a rate network the differential operand passes the transcoder', () => {
    const plan = setLayers(setDefaults(EMPTY_PLAN, { coding: 'rate' }), ['b'], { coding: 'differential' });
    expect([...codingsOf(plan).transcoders.values()]).toEqual([{ from: 'differential', to: 'rate', node: add }]);
  });

  it('of a leaky network are leaky everywhere', () => {
    const plan = setDefaults(EMPTY_PLAN, { coding: 'leaky-rate', neuron: 'lif' });
    expect(new Set(codingsOf(plan).of.values())).toEqual(new Set(['leaky-rate']));
  });

  it('an input that is not known counts as the network’s', () => {
    const odd = draftGraph();
    const only = odd.add('Add', 'add', ['gone', 'input']);
    expect(codingsOf(EMPTY_PLAN, odd.done(only)).of.get(only)).toBe('differential');
  });

  it('of blocks with every second one in another coding have one transcoder at each of the additions', () => {
    const large = bigResidual(300);
    const names = large.layers.map(({ name }) => name).filter((name) => /^layer1\.[02468]\.relu2$/.test(name));
    const { transcoders } = codingsOf(withRate(...names), large);
    expect(names.length).toBeGreaterThan(3);
    for (const { from, to, node } of transcoders.values())
      expect([from, to, node.endsWith('/Add')]).toEqual(['rate', 'differential', true]);
    // What follows a rate block adds its shortcut, in rate, to what its convolutions made of the inner neurons.
    expect(transcoders.size).toBe(names.length);
  });
});
