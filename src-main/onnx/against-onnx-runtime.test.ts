/**
 * Every common operator on its own, over random parameters: the imported network computes what ONNX Runtime does with the
 * file, and what is written of it computes that again.
 */
import { describe, expect, it } from 'vitest';
import { onnxBytes, randomValues, testFolder } from '../../tests/support/onnx-graph.ts';
import { OPERATOR_CASES, type OperatorCase } from '../../tests/support/operator-cases.ts';
import { relativeDistance, runOnnxRuntime } from '../../tests/support/onnx-runtime.ts';
import { evaluateNetwork } from '../../src-shared/network/evaluate.ts';
import { sizeOf } from '../../src-shared/tensor/index.ts';
import { importNetwork, readModel, writeOnnx } from './index.ts';

const BATCH_SIZE = 3;

function bytesOf({ type, opset = 17, sample, attributes = {}, others = [], outputs = 1, swapped }: OperatorCase): Uint8Array {
  const weights = Object.fromEntries(others.flatMap((other, index) => (typeof other === 'string' ? [] : [[`w${index}`, other]])));
  const names = others.map((other, index) => (other === '' ? '' : other === 'same' ? 'input' : `w${index}`));
  const inputs = swapped ? [names[0]!, 'input', ...names.slice(1)] : ['input', ...names];
  const results = Array.from({ length: outputs }, (_, index) => `y${index}`);
  const nodes = [{ type, name: `/${type}`, inputs, outputs: results, attributes }];
  return onnxBytes({ opset, nodes, weights, inputs: [{ name: 'input', shape: ['batch', ...sample] }], outputs: results });
}

describe.each(Object.entries(OPERATOR_CASES))('%s', (_name, make) => {
  it.each([1, 2, 3, 4, 5])('computes and writes what ONNX Runtime computes (parameters %i)', async (seed) => {
    using folder = testFolder();
    const parameters = make(seed);
    const bytes = bytesOf(parameters);
    const shape = [BATCH_SIZE, ...parameters.sample];
    const drawn = randomValues(sizeOf(shape), 100 + seed);
    const data = parameters.positive ? drawn.map((value) => Math.abs(value) + 0.1) : drawn;
    const wanted = await runOnnxRuntime(bytes, shape, data);

    const { network } = importNetwork(await readModel(folder.write('model.onnx', bytes)));
    const computed = evaluateNetwork(network, { shape, data, dtype: 'float' });
    const port = (value: string) => ({ value, shape: network.shapes.get(value)! });
    // A graph whose output is its input cannot be written.
    const written =
      network.nodes.length === 0
        ? wanted
        : await runOnnxRuntime(
            writeOnnx({ ...network, inputs: [port('input')], outputs: network.outputs.map(({ value }) => port(value)) }),
            shape,
            data,
          );
    wanted.forEach((output, index) => {
      expect(computed[index]!.shape).toEqual(output.shape);
      expect(relativeDistance(computed[index]!.data, output.data)).toBeLessThanOrEqual(2e-6);
      expect(written[index]!.shape).toEqual(output.shape);
      expect(relativeDistance(written[index]!.data, output.data)).toBeLessThanOrEqual(2e-6);
    });
  });
});
