/** Formulas as models: what the passes of import make of arithmetic, checked against ONNX Runtime. */
import { expect } from 'vitest';
import { importNetwork, readModel } from '../../src-main/onnx/index.ts';
import { evaluateNetwork } from '../../src-shared/network/evaluate.ts';
import type { Network } from '../../src-shared/network/index.ts';
import { sizeOf } from '../../src-shared/tensor/index.ts';
import { floats, onnxBytes, randomValues, testFolder, type TestAttribute, type TestNode, type TestTensor } from './onnx-graph.ts';
import { relativeDistance, runOnnxRuntime } from './onnx-runtime.ts';

/** Writes formulas as nodes: `f('Mul', 'x', 0.5)` returns the name of the product. */
function formula() {
  const nodes: TestNode[] = [];
  const weights: Record<string, TestTensor> = {};
  const f = (
    type: string,
    ...operands: readonly (string | number | TestTensor | Readonly<Record<string, TestAttribute>>)[]
  ): string => {
    const inputs: string[] = [];
    let attributes: Readonly<Record<string, TestAttribute>> = {};
    for (const operand of operands) {
      if (typeof operand === 'string') inputs.push(operand);
      else if (typeof operand === 'number' || isTensor(operand)) {
        const name = `c${Object.keys(weights).length}`;
        weights[name] = typeof operand === 'number' ? floats([], [operand]) : operand;
        inputs.push(name);
      } else attributes = operand;
    }
    const output = `v${nodes.length}`;
    nodes.push({ type, name: `/part/${type}_${nodes.length}`, inputs, outputs: [output], attributes });
    return output;
  };
  return { f, nodes, weights };
}

const isTensor = (value: unknown): value is TestTensor => typeof value === 'object' && value !== null && 'values' in value;

export type F = ReturnType<typeof formula>['f'];

/** Imports the model of a formula in `x` and checks that it computes what ONNX Runtime does. */
export async function imported(build: (f: F) => string, sample: readonly number[] = [4, 6], tolerance = 1e-5): Promise<Network> {
  const { f, nodes, weights } = formula();
  const output = build(f);
  const bytes = onnxBytes({ nodes, weights, inputs: [{ name: 'x', shape: ['batch', ...sample] }], outputs: [output] });
  using folder = testFolder();
  const { network } = importNetwork(await readModel(folder.write('model.onnx', bytes)));
  const shape = [2, ...sample];
  const data = randomValues(sizeOf(shape), 7, 2);
  const [computed] = evaluateNetwork(network, { shape, data, dtype: 'float' });
  const [wanted] = await runOnnxRuntime(bytes, shape, data);
  expect(relativeDistance(computed!.data, wanted!.data)).toBeLessThanOrEqual(tolerance);
  expect(new Set(network.nodes.map((node) => node.id)).size).toBe(network.nodes.length);
  return network;
}
