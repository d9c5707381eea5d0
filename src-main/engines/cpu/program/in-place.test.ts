import { InferenceSession, Tensor } from 'onnxruntime-node';
import { expect, test } from 'vitest';
import { BATCH } from '../../../../src-shared/tensor/index.ts';
import { writeOnnx } from '../../../onnx/index.ts';
import { END, hasRun, inPlace } from './in-place.ts';

const LENGTH = 2 ** 20;

/** y = x + x over `LENGTH` values a sample. */
const doubling = (): Promise<InferenceSession> => {
  const shape = [BATCH, LENGTH];
  const node = { id: 'sum', op: 'Add' as const, inputs: ['x', 'x'], output: 'y', attributes: {}, path: '', from: [] };
  const bytes = writeOnnx({
    name: 'doubling',
    nodes: [node],
    constants: new Map(),
    inputs: [{ value: 'x', shape }],
    outputs: [{ value: 'y', shape }],
  });
  return InferenceSession.create(inPlace({ bytes, inputs: ['x'], outputs: ['y'] }).bytes.slice(), { logSeverityLevel: 4 });
};

test('a model writes where it is told to, and the binding copies nothing', async () => {
  const session = await doubling();
  const x = Float32Array.from({ length: LENGTH }, (_, index) => index);
  const y = new Float32Array(LENGTH);
  const dims = [1, LENGTH];
  const before = process.memoryUsage().arrayBuffers;
  const run = session.run({ x: new Tensor('float32', x, dims) }, { [END]: null, y: new Tensor('float32', y, dims) });
  const error: unknown = await run.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(y.byteLength / 2);
  expect(hasRun(error)).toBe(true);
  expect(y).toEqual(x.map((value) => 2 * value));
  await session.release();
});

test('an error of the model itself is no sign that it has run', async () => {
  const session = await doubling();
  const x = new Tensor('float32', new Float32Array(2 * LENGTH), [1, 2 * LENGTH]);
  const y = new Tensor('float32', new Float32Array(LENGTH), [1, LENGTH]);
  const error: unknown = await session.run({ x }, { [END]: null, y }).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(Error);
  expect(hasRun(error)).toBe(false);
  await session.release();
});
