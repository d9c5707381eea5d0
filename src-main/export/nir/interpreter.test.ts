/** The interpreter against traces computed by hand, under the rules of every reader, and what readers refuse. */
import { beforeAll, describe, expect, it } from 'vitest';
import { NIR_READERS, type NirProfile } from '../../../src-shared/export/index.ts';
import {
  filled,
  floats,
  INPUT,
  integer,
  integers,
  type NirArray,
  type NirGraph,
  type NirNode,
  nirNode,
  OUTPUT,
} from './graph.ts';
import { hdf5Ready, readNir, writeNir } from './hdf5.ts';
import { compileNir, type RunRules } from './interpreter.ts';

beforeAll(hdf5Ready);

/** A chain of nodes between an input and an output. */
function chain(input: number[], output: number[], ...nodes: NirNode[]): NirGraph {
  const names = [INPUT, ...nodes.map((_, i) => `n${i}`), OUTPUT];
  const all = [nirNode('Input', { shape: integers(input) }), ...nodes, nirNode('Output', { shape: integers(output) })];
  return {
    nodes: new Map(names.map((name, i) => [name, all[i]!])),
    edges: names.slice(1).map((name, i) => [names[i]!, name] as const),
    metadata: {},
  };
}

const spiking = (type: 'IF' | 'LIF', fields: Record<string, number>): NirNode =>
  nirNode(type, Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, filled([1], value)])));

const rulesOf = (profile: NirProfile): RunRules => ({
  reader: NIR_READERS[profile],
  neurons: 'read',
  initial: () => 0,
});

/** The outputs of a graph of one number for inputs of one number, written to a file and read back. */
function trace(graph: NirGraph, inputs: readonly number[], rules: RunRules): number[] {
  const step = compileNir(readNir(writeNir(graph)), rules)();
  return inputs.map((input) => step(Float64Array.of(input))[0]!);
}

const R: Record<NirProfile, number> = { generic: 1, sinabs: 1, snntorch: 1, norse: 1, spikingjelly: 1e4 };

/** Spikes of IF neurons with the threshold 1. */
const ifTrace = (profile: NirProfile, inputs: readonly number[], r = R[profile]): number[] =>
  trace(chain([1], [1], spiking('IF', { r, v_threshold: 1 })), inputs, rulesOf(profile));

describe('IF', () => {
  const four = (value: number): number[] => [value, value, value, value];
  it.each([
    // 0.7, 1.4 → spike; the rest of 0.4 is kept or lost.
    ['generic', four(0.7), [0, 1, 0, 1]],
    ['sinabs', four(0.7), [0, 1, 1, 0]],
    ['snntorch', [0.7, 0.7, 0.7, 0.7, 0.7], [0, 1, 1, 0, 1]],
    ['norse', [0.7, 0.7, 0.7, 0.7, 0.7], [0, 1, 0, 1, 0]],
    ['spikingjelly', [0.7, 0.7, 0.7, 0.7, 0.7], [0, 1, 0, 1, 0]],
    // A potential that equals the threshold.
    ['generic', four(1), [0, 1, 0, 1]],
    ['sinabs', four(1), [1, 1, 1, 1]],
    ['snntorch', four(1), [0, 1, 1, 1]],
    ['norse', four(1), [0, 1, 0, 1]],
    ['spikingjelly', four(1), [1, 1, 1, 1]],
    // Several spikes in a step: 2.5 → 2 and 0.5, 3 → 3 and 0.
    ['generic', [2.5, 2.5, 0], [1, 1, 0]],
    ['sinabs', [2.5, 2.5, 2.5], [2, 3, 2]],
    ['snntorch', [2.5, 0, 0], [1, 1, 0]],
    // A potential far below 0: sinabs stops at −1.
    ['generic', [-3, 1.5, 1.5, 1.5], [0, 0, 0, 1]],
    ['sinabs', [-3, 1.5, 1.5, 1.5], [0, 0, 2, 1]],
    ['snntorch', [-3, 1.5, 1.5, 1.5], [0, 0, 0, 1]],
    ['norse', [-3, 1.5, 1.5, 1.5], [0, 0, 0, 1]],
    ['spikingjelly', [-3, 1.5, 1.5, 1.5], [0, 0, 0, 1]],
  ] as const)('%s: %j → %j', (profile, inputs, spikes) => expect(ifTrace(profile, inputs)).toEqual(spikes));

  it('multiplies its input by r in the published equations, and in no reader', () => {
    expect(ifTrace('generic', [0.6, 0.6], 2)).toEqual([1, 1]);
    expect(ifTrace('norse', [0.6, 0.6], 2)).toEqual([0, 1]);
    expect(ifTrace('sinabs', [0.6, 0.6], 2)).toEqual([0, 1]);
    expect(() => ifTrace('snntorch', [1], 2)).toThrow('r to be 1');
    expect(() => ifTrace('spikingjelly', [1], 1)).toThrow('r to be 10000');
  });

  it('has one threshold a layer in some readers', () => {
    const node = (r: number) => nirNode('IF', { r: filled([2], r), v_threshold: floats([2], [1, 2]) });
    const compile = (profile: NirProfile) => compileNir(chain([2], [2], node(R[profile])), rulesOf(profile));
    expect(Array.from(compile('generic')()(Float64Array.of(1.5, 1.5)))).toEqual([1, 0]);
    for (const profile of ['snntorch', 'spikingjelly'] as const) expect(() => compile(profile)).toThrow('the same parameters');
  });

  it('as simulated subtracts, sends one spike and starts where it is told', () => {
    const graph = chain([1], [1], spiking('IF', { r: 1, v_threshold: 1 }));
    const rules: RunRules = { reader: NIR_READERS.sinabs, neurons: 'simulated', initial: () => 0.5 };
    expect(trace(graph, [0.6, 2.5, 0, 0, 0], rules)).toEqual([1, 1, 1, 0, 0]);
    expect(trace(graph, [-3, 1.5, 1.5, 1.5], rules)).toEqual([0, 0, 0, 1]);
  });
});

describe('LIF, which halves its potential', () => {
  const lif = (
    profile: NirProfile,
    fields: { tau: number; r: number; v_threshold: number },
    inputs: readonly number[],
  ): number[] => trace(chain([1], [1], spiking('LIF', { v_leak: 0, ...fields })), inputs, rulesOf(profile));
  const HALF = {
    generic: { tau: 2, r: 2, v_threshold: 1 },
    sinabs: { tau: 1 / Math.LN2, r: 1, v_threshold: 1 },
    snntorch: { tau: 2e-4, r: 2, v_threshold: 1 },
    // The reader adds half of the input, whatever r says.
    norse: { tau: 2e-3, r: 1, v_threshold: 0.5 },
    spikingjelly: { tau: 2e-4, r: 2, v_threshold: 1 },
  };
  const inputs = new Array<number>(6).fill(0.8);
  // 0.8, 1.2 → spike. To 0: the same again. Subtracted: 0.2, 0.9; 0.45, 1.025 → spike.
  it.each([
    ['generic', [0, 1, 0, 1, 0, 1]],
    ['snntorch', [0, 1, 0, 1, 0, 1]],
    ['norse', [0, 1, 0, 1, 0, 1]],
    ['spikingjelly', [0, 1, 0, 1, 0, 1]],
    ['sinabs', [0, 1, 0, 1, 0, 1]],
  ] as const)('%s', (profile, spikes) => expect(lif(profile, HALF[profile], inputs)).toEqual(spikes));

  it('loses the rest unless the reader subtracts', () => {
    // 0.9, 1.35 → 0.35 or 0; then 1.075 → spike, or 0.9.
    expect(lif('sinabs', HALF.sinabs, [0.9, 0.9, 0.9])).toEqual([0, 1, 1]);
    for (const profile of ['generic', 'snntorch', 'norse', 'spikingjelly'] as const)
      expect(lif(profile, HALF[profile], [0.9, 0.9, 0.9]), profile).toEqual([0, 1, 0]);
  });

  it('sends several spikes in sinabs, and has no lowest potential', () => {
    expect(lif('sinabs', HALF.sinabs, [2.5, 0, 0])).toEqual([2, 0, 0]);
    // −4, −2 + 3.5 = 1.5 → spike. At a lowest potential of −1 there would be three.
    expect(lif('sinabs', HALF.sinabs, [-4, 3.5])).toEqual([0, 1]);
  });

  it('scales the threshold in snnTorch if r is not τ/dt', () => {
    // r·dt/τ = 2, so the threshold is 0.5.
    expect(lif('snntorch', { tau: 2e-4, r: 4, v_threshold: 1 }, [0.6, 0.2])).toEqual([1, 0]);
  });

  it('adds a part of the input in SpikingJelly if r is 1', () => {
    // 0.8 → 0.4, 0.6, 0.7, 0.75 …, never 0.8.
    expect(lif('spikingjelly', { tau: 2e-4, r: 1, v_threshold: 0.72 }, new Array<number>(5).fill(0.8))).toEqual([0, 0, 0, 1, 0]);
  });

  it('rests at 0', () => {
    const graph = chain([1], [1], spiking('LIF', { ...HALF.generic, v_leak: 0.1 }));
    expect(() => trace(graph, [1], rulesOf('generic'))).toThrow('v_leak');
  });
});

describe('layers', () => {
  const run = (input: number[], output: number[], node: NirNode, values: readonly number[], profile: NirProfile = 'generic') =>
    Array.from(compileNir(readNir(writeNir(chain(input, output, node))), rulesOf(profile))()(Float64Array.from(values)));
  const W = floats([2, 3], [1, 2, 3, -1, 0, 1]);

  it('Affine and Linear', () => {
    expect(run([3], [2], nirNode('Affine', { weight: W, bias: floats([2], [0.5, -0.5]) }), [1, 2, 4])).toEqual([17.5, 2.5]);
    expect(run([3], [2], nirNode('Linear', { weight: W }), [1, 2, 4])).toEqual([17, 3]);
  });

  it.each(['generic', 'sinabs', 'snntorch', 'norse', 'spikingjelly'] as const)('Affine before IF in %s', (profile) => {
    const affine = nirNode('Affine', { weight: floats([1, 1], [0.5]), bias: floats([1], [0.2]) });
    const graph = chain([1], [1], affine, spiking('IF', { r: R[profile], v_threshold: 1 }));
    // 0.7, 1.4 → spike, and 0.4 is kept by those that subtract: 1.1.
    const keeps = profile === 'sinabs' || profile === 'snntorch';
    expect(trace(graph, [1, 1, 1], rulesOf(profile))).toEqual([0, 1, keeps ? 1 : 0]);
  });

  const conv = (change: Record<string, NirArray> = {}): NirNode =>
    nirNode('Conv2d', {
      input_shape: integers([3, 3]),
      weight: floats([1, 1, 2, 2], [1, 2, 3, 4]),
      bias: floats([1], [0.5]),
      stride: integers([2, 1]),
      padding: integers([1, 0]),
      dilation: integers([1, 2]),
      groups: integer(1),
      ...change,
    });
  const nine = [1, 2, 3, 4, 5, 6, 7, 8, 9];

  it('Conv2d with strides, padding and dilation', () => {
    // Rows −1 and 0, then 1 and 2; columns 0 and 2.
    expect(run([1, 3, 3], [1, 2, 1], conv(), nine)).toEqual([0.5 + 3 * 1 + 4 * 3, 0.5 + 4 + 2 * 6 + 3 * 7 + 4 * 9]);
  });

  it('Conv1d', () => {
    const node = nirNode('Conv1d', {
      ...{ input_shape: integer(4), weight: floats([1, 2, 2], [1, 2, 3, 4]), bias: floats([1], [0]) },
      ...{ stride: integer(1), padding: integer(0), dilation: integer(1), groups: integer(1) },
    });
    expect(run([2, 4], [1, 3], node, [1, 2, 3, 4, 5, 6, 7, 8])).toEqual([1 + 4 + 15 + 24, 2 + 6 + 18 + 28, 3 + 8 + 21 + 32]);
  });

  it('pooling', () => {
    const fields = { kernel_size: integers([2, 2]), stride: integers([1, 1]), padding: integers([0, 0]) };
    expect(run([1, 3, 3], [1, 2, 2], nirNode('SumPool2d', fields), nine)).toEqual([12, 16, 24, 28]);
    expect(run([1, 3, 3], [1, 2, 2], nirNode('AvgPool2d', fields), nine)).toEqual([3, 4, 6, 7]);
    expect(() => run([1, 3, 3], [1, 2, 2], nirNode('AvgPool2d', fields), nine, 'sinabs')).toThrow('reads no AvgPool2d');
    const padded = nirNode('SumPool2d', { ...fields, padding: integers([1, 1]) });
    expect(() => run([1, 3, 3], [1, 4, 4], padded, nine, 'sinabs')).toThrow('padding');
  });

  it('Flatten counts axes as its reader does', () => {
    const node = (start: number) =>
      nirNode('Flatten', { input_type: integers([1, 3, 3]), start_dim: integer(start), end_dim: integer(-1) });
    for (const profile of ['generic', 'sinabs', 'spikingjelly'] as const)
      expect(run([1, 3, 3], [9], node(0), nine, profile)).toEqual(nine);
    for (const profile of ['snntorch', 'norse'] as const) {
      expect(run([1, 3, 3], [9], node(-3), nine, profile)).toEqual(nine);
      expect(() => run([1, 3, 3], [9], node(0), nine, profile)).toThrow('batch');
    }
    expect(() => run([1, 3, 3], [9], node(1), nine)).toThrow('Output wants [9]');
  });

  it('several edges into a node add up', () => {
    const graph = chain([3], [2], nirNode('Linear', { weight: W }));
    const second = { ...graph, nodes: new Map([...graph.nodes, ['twice', nirNode('Linear', { weight: W })]]) };
    const edges = [...graph.edges, [INPUT, 'twice'], ['twice', OUTPUT]] as NirGraph['edges'];
    expect(Array.from(compileNir({ ...second, edges }, rulesOf('generic'))()(Float64Array.of(1, 2, 4)))).toEqual([34, 6]);
  });

  it('does not run what NIR would refuse', () => {
    const bad = (node: NirNode, output: number[], says: string) => expect(() => run([1, 3, 3], output, node, nine)).toThrow(says);
    bad(conv({ input_shape: integers([4, 3]) }), [1, 2, 1], 'input_shape');
    bad(conv({ groups: integer(2) }), [1, 2, 1], 'one group');
    bad(conv({ weight: floats([1, 1, 1, 2], [1, 2]) }), [1, 2, 1], 'not square');
    bad(nirNode('IF', { r: filled([1], 1), v_threshold: filled([1], 1) }), [1, 3, 3], 'another shape');
    const graph = chain([3], [2], nirNode('Linear', { weight: W }));
    const withEdges = (edges: NirGraph['edges']) => () => compileNir({ ...graph, edges }, rulesOf('generic'));
    expect(withEdges([...graph.edges, ['n0', 'n0']])).toThrow('cycle');
    expect(withEdges([[INPUT, 'absent']])).toThrow('absent');
    expect(withEdges([['n0', OUTPUT]])).toThrow('reads nothing');
  });
});

describe('files', () => {
  const graph = chain([3], [2], nirNode('Linear', { weight: floats([2, 3], [1, 2, 3, -1, 0, 1]) }));

  it('give back what was written', () => {
    const back = readNir(writeNir({ ...graph, metadata: { dt: 1, reader: 'x' } }));
    expect(back.edges).toEqual(graph.edges);
    expect(new Map([...back.nodes].sort())).toEqual(new Map([...graph.nodes].sort()));
    expect(back.metadata).toEqual({ dt: 1, reader: 'x' });
  });

  it('are the same at any time', async () => {
    const first = writeNir(graph);
    await new Promise((resolve) => void setTimeout(resolve, 1100));
    expect(writeNir(graph)).toEqual(first);
  });

  it.each([
    ['no HDF5', new Uint8Array(64)],
    ['half of one', undefined],
  ])('that are %s are refused', (_, bytes) => {
    const whole = writeNir(graph);
    expect(() => readNir(bytes ?? whole.slice(0, whole.length / 2))).toThrow('The NIR file cannot be read');
    // The next file is not disturbed.
    expect(readNir(writeNir(graph)).nodes.size).toBe(3);
  });
});
