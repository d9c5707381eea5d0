/** Functions that a model brings with it become their nodes, with attributes, inner calls and outputs as the call has them. */
import { describe, expect, it } from 'vitest';
import { floats, onnxBytes, randomValues, testFolder } from '../../tests/support/onnx-graph.ts';
import { relativeDistance, runOnnxRuntime } from '../../tests/support/onnx-runtime.ts';
import { evaluateNetwork } from '../../src-shared/network/evaluate.ts';
import { importNetwork, readModel } from './index.ts';
import { decodeModel, encodeModel } from './proto/schema.ts';

interface FunctionNode {
  readonly opType: string;
  readonly domain?: string;
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly attribute?: readonly object[];
}

const DOMAIN = 'pkg.test';
const opsetImport = [
  { domain: '', version: 18 },
  { domain: DOMAIN, version: 1 },
];
const alpha = (name: string) => ({ name: 'alpha', type: 1, refAttrName: name });

const LEAKY = {
  name: 'leaky',
  domain: DOMAIN,
  input: ['x'],
  output: ['y'],
  attribute: ['slope'],
  opsetImport,
  node: [{ opType: 'LeakyRelu', input: ['x'], output: ['y'], attribute: [alpha('slope')] }],
};
/** Two outputs, a call inside, an attribute with a default, an optional input. */
const BLOCK = {
  name: 'block',
  domain: DOMAIN,
  input: ['x', 'w', 'b'],
  output: ['sum', 'before'],
  attributeProto: [{ name: 'slope', type: 1, f: 0.25 }],
  opsetImport,
  node: [
    { opType: 'Gemm', input: ['x', 'w', 'b'], output: ['before'] },
    { opType: 'leaky', domain: DOMAIN, input: ['before'], output: ['inner'], attribute: [{ ...alpha('slope'), name: 'slope' }] },
    { opType: 'Add', input: ['inner', 'x'], output: ['sum'] },
  ],
};

/** A model of calls, with these functions. */
function bytesOf(calls: readonly FunctionNode[], functions: readonly object[], output: string): Uint8Array {
  const weights = { w: floats([4, 4], randomValues(16, 1)), b: floats([4], randomValues(4, 2)) };
  const plain = decodeModel(
    onnxBytes({ opset: 18, nodes: [], weights, inputs: [{ name: 'x', shape: ['batch', 4] }], outputs: [output] }),
  );
  const graph = { ...plain.graph, node: calls.map((call, at) => ({ ...call, name: `/call.${at}` })) };
  return encodeModel({ ...plain, irVersion: 9, opsetImport, graph, functions });
}

const imported = async (bytes: Uint8Array) => {
  using folder = testFolder();
  return importNetwork(await readModel(folder.write('model.onnx', bytes)));
};

describe('functions of the model', () => {
  const slope = (f: number) => [{ name: 'slope', type: 1, f }];
  const calls: readonly FunctionNode[] = [
    { opType: 'block', domain: DOMAIN, input: ['x', 'w', 'b'], output: ['a', 'before'], attribute: slope(0.5) },
    { opType: 'block', domain: DOMAIN, input: ['a', 'w'], output: ['c', 'unread'] },
    { opType: 'Add', input: ['c', 'before'], output: ['y'] },
  ];

  it('compute what ONNX Runtime does', async () => {
    const bytes = bytesOf(calls, [LEAKY, BLOCK], 'y');
    const { network, report } = await imported(bytes);
    expect(network.nodes.map(({ op }) => op)).toEqual(['Linear', 'LeakyRelu', 'Add', 'Linear', 'LeakyRelu', 'Add', 'Add']);
    expect(network.nodes.flatMap(({ op, attributes }) => (op === 'LeakyRelu' ? [attributes.alpha] : []))).toEqual([0.5, 0.25]);
    expect(report.map(({ name }) => name)).toContain('/call.0/inner/y');
    expect(network.constants.size).toBe(2);
    const data = randomValues(12, 5);
    const [computed] = evaluateNetwork(network, { shape: [3, 4], data, dtype: 'float' });
    const [wanted] = await runOnnxRuntime(bytes, [3, 4], data);
    expect(relativeDistance(computed!.data, wanted!.data)).toBeLessThanOrEqual(1e-6);
  });

  it('a function that hands its input through', async () => {
    const through = { name: 'same', domain: DOMAIN, input: ['x'], output: ['x'], opsetImport, node: [] };
    const { network } = await imported(
      bytesOf(
        [
          { opType: 'same', domain: DOMAIN, input: ['x'], output: ['z'] },
          { opType: 'Relu', input: ['z'], output: ['y'] },
        ],
        [through],
        'y',
      ),
    );
    expect(network.nodes.map(({ op, inputs }) => [op, ...inputs])).toEqual([['Relu', 'x']]);
  });

  it('functions that call themselves, or become too many nodes, are refused', async () => {
    const own = { ...LEAKY, node: [{ opType: 'leaky', domain: DOMAIN, input: ['x'], output: ['y'] }] };
    const once = [{ opType: 'leaky', domain: DOMAIN, input: ['x'], output: ['y'] }];
    await expect(imported(bytesOf(once, [own], 'y'))).rejects.toMatchObject({ code: 'model.invalid' });
    const level = (at: number) => ({
      ...LEAKY,
      name: `f${at}`,
      node: Array.from({ length: 10 }, (_, index) => ({
        opType: at === 0 ? 'Relu' : `f${at - 1}`,
        domain: at === 0 ? '' : DOMAIN,
        input: [index === 0 ? 'x' : `v${index}`],
        output: [index === 9 ? 'y' : `v${index + 1}`],
      })),
    });
    const deep = [{ opType: 'f7', domain: DOMAIN, input: ['x'], output: ['y'] }];
    const levels = Array.from({ length: 8 }, (_, at) => level(at));
    await expect(imported(bytesOf(deep, levels, 'y'))).rejects.toThrow(/more than 100,000 nodes/);
  });

  it('a call of what the model does not define is named', async () => {
    const unknown = [{ opType: 'other', domain: DOMAIN, input: ['x'], output: ['y'] }];
    await expect(imported(bytesOf(unknown, [LEAKY], 'y'))).rejects.toThrow(
      /operator other of operator set pkg.test is not supported/,
    );
  });
});
