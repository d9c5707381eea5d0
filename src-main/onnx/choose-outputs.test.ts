/** Outputs: all that neurons can compute, the ones that are named, and what is said of the others. */
import { describe, expect, it } from 'vitest';
import { onCommandLine } from '../../src-shared/message/index.ts';
import {
  ints,
  onnxBytes,
  randomTensor,
  testFolder,
  testNode as node,
  type TestModel,
  type TestNode,
} from '../../tests/support/onnx-graph.ts';
import { importNetwork, type ImportOptions, preflight, readModel } from './index.ts';

const fc = node('MatMul', 'x w', 'scores');
const softmax = node('Softmax', 'scores', 'p');

async function imported(
  outputs: readonly string[],
  nodes: readonly TestNode[],
  options: ImportOptions = {},
  more: Partial<TestModel> = {},
) {
  using folder = testFolder();
  const inputs = [{ name: 'x', shape: ['batch', 4] }];
  const weights = { w: randomTensor([4, 3], 1), k: ints([2]), table: ints([5, 6, 7]), shape: ints([-1]) };
  const bytes = onnxBytes({ weights, nodes, inputs, outputs, ...more });
  const model = await readModel(folder.write('model.onnx', bytes));
  const { network, notes, report } = importNetwork(model, options);
  const before = preflight(model, options);
  expect(before.outputs.map(({ name }) => name)).toEqual(network.outputs.map(({ name }) => name));
  expect(before.notes).toEqual(notes);
  // Every node of the file has its line.
  expect(report.map(({ name }) => name).sort()).toEqual(model.graph.nodes.map(({ name }) => name).sort());
  return {
    outputs: network.outputs.map(({ name }) => name),
    notes: notes.map(onCommandLine),
    ops: network.nodes.map(({ op }) => op),
  };
}

describe('labels at the end', () => {
  it.each<[what: string, nodes: readonly TestNode[]]>([
    ['ArgMax', [node('ArgMax', 'scores', 'label')]],
    ['ArgMax, cast', [node('ArgMax', 'scores', 'i'), node('Cast', 'i', 'label', { attributes: { to: 7n } })]],
    [
      'ArgMax, looked up and reshaped',
      [node('ArgMax', 'scores', 'i'), node('Gather', 'table i', 'j'), node('Reshape', 'j shape', 'label')],
    ],
    ['TopK', [node('TopK', 'scores k', 'best label')]],
    ['Hardmax', [node('Hardmax', 'scores', 'label')]],
    ['ZipMap', [node('ZipMap', 'scores', 'label', { domain: 'ai.onnx.ml' })]],
  ])('%s: left out beside scores, and the scores in its place', async (_what, nodes) => {
    const beside = await imported(['label', 'p'], [fc, softmax, ...nodes]);
    expect(beside.outputs).toEqual(['p']);
    expect(beside.notes).toEqual([expect.stringMatching(/^Left out: label, a label chosen from scores.*--output NAME/)]);
    const alone = await imported(['label'], [fc, ...nodes]);
    expect(alone.outputs).toEqual(['scores']);
    expect(alone.notes).toEqual([expect.stringMatching(/^The output is scores, the scores that label is chosen from/)]);
  });

  it('a label that the network goes on with is no output to leave out', async () => {
    const nodes = [
      fc,
      node('ArgMax', 'scores', 'i'),
      node('Cast', 'i', 'f', { attributes: { to: 1n } }),
      node('Mul', 'f scores', 'y'),
    ];
    await expect(imported(['y'], nodes)).rejects.toThrow(/ArgMax/);
  });
});

describe('inputs that are not fed', () => {
  const inputs = [
    { name: 'x', shape: ['batch', 4] },
    { name: 'mask', shape: ['batch', 3] },
  ];
  const masked = node('Mul', 'scores mask', 'masked');

  it('outputs that need them are left out', async () => {
    const { outputs, notes } = await imported(['masked', 'p'], [fc, softmax, masked], { input: 'x' }, { inputs });
    expect(outputs).toEqual(['p']);
    expect(notes).toEqual([expect.stringMatching(/^Left out: masked, which needs more than the input x/)]);
  });

  it('an input that nothing reads is not asked about', async () => {
    expect(await imported(['p'], [fc, softmax], {}, { inputs })).toMatchObject({ outputs: ['p'], notes: [] });
  });

  it('where every output needs them, the node is named', async () => {
    await expect(imported(['masked'], [fc, masked], { input: 'x' }, { inputs })).rejects.toThrow(
      /reads the input mask, but only x is fed/,
    );
  });
});

describe('outputs that are named', () => {
  const label = node('ArgMax', 'scores', 'label');
  it('are the outputs, in that order; what they do not need may be anything', async () => {
    const nodes = [fc, softmax, label, node('Det', 'scores', 'd')];
    expect(await imported(['p', 'label', 'd'], nodes, { outputs: ['p'] })).toEqual({
      outputs: ['p'],
      notes: [],
      ops: ['Linear', 'Softmax'],
    });
    expect((await imported(['p', 'label', 'd'], nodes, { outputs: ['p', 'scores'] })).outputs).toEqual(['p', 'scores']);
  });

  it.each([
    ['label', [label], ['label'], 'leave label out of --output NAME, or take the scores, scores, in its place.'],
    ['label', [label], ['p', 'label', 'scores'], 'leave label out of --output NAME.'],
    [
      'cast',
      [label, node('Cast', 'label', 'cast', { attributes: { to: 7n } })],
      ['p', 'cast'],
      'leave cast out of --output NAME',
    ],
  ] as const)('a label, %s, is refused with what to do', async (name, nodes, outputs, toDo) => {
    const wrong = imported(['p', name], [fc, softmax, ...nodes], { outputs });
    await expect(wrong).rejects.toMatchObject({
      code: 'model.outputs',
      message: expect.stringMatching(new RegExp(`has an output ${name} that is a label chosen from scores.*${toDo}`)) as string,
    });
  });

  it('one that there is not is refused with those that there are', async () => {
    const wrong = imported(['p', 'label'], [fc, softmax, label], { outputs: ['logits'] });
    await expect(wrong).rejects.toMatchObject({
      code: 'model.outputs',
      message: expect.stringContaining('its outputs are p, label') as string,
    });
  });
});

it('a blocked model tells its own outputs, with shapes that are sure', async () => {
  using folder = testFolder();
  const nodes = [fc, node('Det', 'scores', 'd'), node('Relu', 'd', 'y'), softmax];
  const bytes = onnxBytes({
    weights: { w: randomTensor([4, 3], 1) },
    nodes,
    inputs: [{ name: 'x', shape: ['batch', 4] }],
    outputs: ['y', 'p'],
  });
  const { outputs } = preflight(await readModel(folder.write('model.onnx', bytes)));
  expect(outputs.map(({ name, shape }) => [name, shape?.length])).toEqual([
    ['y', undefined],
    ['p', 2],
  ]);
});
