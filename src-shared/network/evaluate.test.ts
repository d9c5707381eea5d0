/** Running a whole network: order, lifetime of values, batch. */
import { expect, test } from 'vitest';
import { BATCH as B } from '../tensor/index.ts';
import { evaluateNetwork } from './evaluate.ts';
import { floatsIn, intsIn, testBuilder } from './operators/testing/builder.ts';
import { counting, randomWeight } from './operators/testing/random.ts';

/** A convolution with a residual, pooled and classified. */
function network() {
  const build = testBuilder([B, 2, 4, 4]);
  const w = build.constant(randomWeight([2, 2, 3, 3]));
  const [conv] = build.read({ type: 'Conv', inputs: ['x', w], attributes: { pads: [1, 1, 1, 1] } });
  const [relu] = build.read({ type: 'Relu', inputs: [conv] });
  const [sum] = build.read({ type: 'Add', inputs: [relu, 'x'] });
  const [pool] = build.read({ type: 'GlobalAveragePool', inputs: [sum] });
  const [flat] = build.read({ type: 'Reshape', inputs: [pool, intsIn(build, -1, 2)] });
  const [y] = build.read({ type: 'Gemm', inputs: [flat, floatsIn(build, [1, 2, 3, 4, 5, 6], [2, 3])] });
  return build.network(y);
}

test('runs at any batch, sample by sample the same', () => {
  const net = network();
  const x = counting([3, 2, 4, 4]);
  const [together] = evaluateNetwork(net, x);
  expect(together.shape).toEqual([3, 3]);
  for (let n = 0; n < 3; n++) {
    const [alone] = evaluateNetwork(net, { ...x, shape: [1, 2, 4, 4], data: x.data.slice(n * 32, (n + 1) * 32) });
    expect(Array.from(alone.data)).toEqual(Array.from(together.data.slice(n * 3, n * 3 + 3)));
  }
});

test('taps every value once, in order, and gives 32-bit input the same answer', () => {
  const net = network();
  const x = counting([2, 2, 4, 4]);
  const seen: string[] = [];
  const [y] = evaluateNetwork(net, x, { tap: (value) => seen.push(value) });
  expect(seen).toEqual(['x', ...net.nodes.map(({ output }) => output)]);
  const [narrow] = evaluateNetwork(net, { ...x, data: Float32Array.from(x.data) });
  expect(Array.from(narrow.data)).toEqual(Array.from(y.data));
});

test('several outputs, one of them the input, one in the middle, one a constant', () => {
  const net = network();
  const [first] = net.nodes;
  const constant = [...net.constants.keys()][0];
  const outputs = ['x', first.output, constant].map((value) => ({ name: value, value }));
  const x = counting([2, 2, 4, 4]);
  const results = evaluateNetwork({ ...net, outputs }, x);
  expect(results[0]).toBe(x);
  expect(results.map(({ shape }) => shape)).toEqual([[2, 2, 4, 4], [2, 2, 4, 4], net.constants.get(constant)?.shape]);
});

test('an input of another shape is refused', () => {
  expect(() => evaluateNetwork(network(), counting([2, 2, 4, 5]))).toThrow(
    "the input [2, 2, 4, 5] does not fit the network's, [batch, 2, 4, 4]",
  );
});
