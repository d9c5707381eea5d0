/**
 * Values whose batch is not simply their first axis, through both ONNX forms against the reference engine: windows folded into the batch, and
 * networks with the sequence first. Constant parts of such values do not broadcast over them as they lie.
 */
import { expect, it } from 'vitest';
import { placeNeurons } from '../../src-main/convert/index.ts';
import { EXPORTERS } from '../../src-main/export/index.ts';
import { CODINGS } from '../../src-shared/plan/schema.ts';
import { describeFindings } from '../differential/findings.ts';
import { runCase } from '../differential/run-case.ts';
import { ints, randomTensor, testNode, type TestModel } from '../support/onnx-graph.ts';
import { importModel } from '../support/spiking.ts';
import { exporterEngine } from './support/exporter-engine.ts';

const linear = (name: string, input: string) => [
  testNode('MatMul', `${input} ${name}.w`, `${name}.product`),
  testNode('Add', `${name}.product ${name}.b`, name),
];
const linearWeights = (name: string, seed: number, into: number, out: number) => ({
  [`${name}.w`]: randomTensor([into, out], seed, Math.sqrt(1 / into)),
  [`${name}.b`]: randomTensor([out], seed + 1, 0.1),
});

const weights = {
  ...linearWeights('a', 1, 6, 9),
  ...linearWeights('b', 3, 9, 7),
  ...linearWeights('y', 5, 7, 3),
  apart: ints([-1, 6]),
  together: ints([-1, 4, 3]),
};

/** Four rows of a sample become samples of their own, and come together again. `f`: what stands between the layers. */
const folded = (f: string): TestModel => ({
  inputs: [{ name: 'x', shape: ['batch', 4, 6] }],
  nodes: [
    testNode('Reshape', 'x apart', 'rows'),
    ...linear('a', 'rows'),
    testNode(f, 'a', 'ra'),
    ...linear('b', 'ra'),
    testNode('Relu', 'b', 'rb'),
    ...linear('y', 'rb'),
    testNode('Reshape', 'y together', 'z'),
  ],
  weights,
  outputs: ['z'],
});

/** The sequence is the first axis inside, the batch the second. */
const sequenceFirst = (f: string): TestModel => ({
  inputs: [{ name: 'x', shape: ['batch', 4, 6] }],
  nodes: [
    testNode('Transpose', 'x', 'turned', { attributes: { perm: [1n, 0n, 2n] } }),
    ...linear('a', 'turned'),
    testNode(f, 'a', 'ra'),
    ...linear('b', 'ra'),
    testNode('Relu', 'b', 'rb'),
    ...linear('y', 'rb'),
  ],
  weights,
  outputs: ['y'],
});

/** Two frames of a film, each an image of its own, with pooling that tiles them. */
const frames = (f: string): TestModel => ({
  inputs: [{ name: 'x', shape: ['batch', 2, 3, 6, 6] }],
  nodes: [
    testNode('Reshape', 'x frames', 'images'),
    testNode('Conv', 'images c.w c.b', 'c', { attributes: { kernel_shape: [3n, 3n], pads: [1n, 1n, 1n, 1n] } }),
    testNode(f, 'c', 'rc'),
    testNode('MaxPool', 'rc', 'pooled', { attributes: { kernel_shape: [2n, 2n], strides: [2n, 2n] } }),
    testNode('Conv', 'pooled d.w d.b', 'd', { attributes: { kernel_shape: [3n, 3n] } }),
    testNode('Reshape', 'd film', 'z'),
  ],
  weights: {
    'c.w': randomTensor([4, 3, 3, 3], 1, 0.3),
    'c.b': randomTensor([4], 2, 0.5),
    'd.w': randomTensor([5, 4, 3, 3], 3, 0.3),
    'd.b': randomTensor([5], 4, 0.5),
    frames: ints([-1, 3, 6, 6]),
    film: ints([-1, 2, 5]),
  },
  outputs: ['z'],
});

const MODELS = { folded, sequenceFirst, frames };
const CASES = (Object.keys(MODELS) as (keyof typeof MODELS)[]).flatMap((layout) =>
  ['Relu', 'Tanh'].flatMap((f) =>
    CODINGS.filter((coding) => f === 'Relu' || !coding.includes('leaky')).map((coding) => [layout, f, coding] as const),
  ),
);

it.each(CASES)('%s, %s, %s', async (layout, f, coding) => {
  const network = await importModel(MODELS[layout](f));
  expect(placeNeurons(network).sites.length).toBeGreaterThan(0);
  for (const format of ['onnx', 'onnx-unrolled'] as const) {
    for (const [turn, batch] of [undefined, 2].entries()) {
      const engine = exporterEngine(await EXPORTERS[format](), { options: { batch } });
      const setting = { coding, batch: 3, threads: 1, steps: 5, turn } as const;
      expect(describeFindings(await runCase({ name: layout, network, setting }, engine))).toEqual([]);
    }
  }
});
