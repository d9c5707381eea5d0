/** Writing: open batch axes, names kept, only the constants that are needed. Every operator's form: against-onnx-runtime.test.ts. */
import { expect, it } from 'vitest';
import { floats, ints, onnxBytes, randomTensor, testFolder } from '../../tests/support/onnx-graph.ts';
import { importNetwork, readModel, writeOnnx } from './index.ts';
import { decodeModel } from './proto/schema.ts';

it('writes a part of a network with open batch axes and its own constants only', async () => {
  using folder = testFolder();
  const bytes = onnxBytes({
    weights: {
      w: randomTensor([6, 6], 1),
      v: randomTensor([6, 2], 2),
      shape: ints([-1, 6]),
      one: floats([6], [1, 1, 1, 1, 1, 1]),
    },
    nodes: [
      { type: 'Reshape', name: 'rows', inputs: ['x', 'shape'], outputs: ['a'] },
      { type: 'MatMul', name: 'first', inputs: ['a', 'w'], outputs: ['b'] },
      { type: 'MatMul', name: 'second', inputs: ['b', 'v'], outputs: ['y'] },
    ],
    inputs: [{ name: 'x', shape: ['n', 4, 6] }],
    outputs: ['y'],
  });
  const { network } = importNetwork(await readModel(folder.write('model.onnx', bytes)));
  const port = (value: string) => ({ value, shape: network.shapes.get(value)! });
  const part = {
    name: 'part',
    nodes: network.nodes.slice(0, 2),
    constants: network.constants,
    inputs: [port('x')],
    outputs: [port('b')],
  };
  const { graph, opsetImport } = decodeModel(writeOnnx(part));
  expect(opsetImport[0]!.version.toNumber()).toBe(17);
  expect(graph!.node.map(({ opType, name }) => [opType, name])).toEqual([
    ['Reshape', 'rows'],
    ['Gemm', 'first'],
  ]);
  expect(graph!.initializer.map((tensor) => tensor.name).filter((name) => !name.includes('#'))).toEqual(['w']);
  const dims = (info: (typeof graph & object)['input'][number]) =>
    info.type!.tensorType!.shape!.dim.map((dim) => (dim.value === 'dimParam' ? dim.dimParam : dim.dimValue.toNumber()));
  expect(graph!.input.map(dims)).toEqual([['batch', 4, 6]]);
  expect(graph!.output.map(dims)).toEqual([['4batch', 6]]);
});

it('refuses a graph that reads what nothing writes', () => {
  const node = { id: 'a', op: 'Relu' as const, inputs: ['ghost'], output: 'y', attributes: {}, path: 'a', from: [] };
  const graph = { name: 'g', nodes: [node], constants: new Map(), inputs: [], outputs: [{ value: 'y', shape: [1] }] };
  expect(() => writeOnnx(graph)).toThrow(/value ghost/);
});
