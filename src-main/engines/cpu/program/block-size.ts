/**
 * Finds ONNX Runtime's blocked layout. Its convolutions work on `[N, C/b, H, W, b]`, with the b channels of a block adjacent in
 * memory. A convolution alone spends a quarter of its time on reordering its input into that layout and its output back. The
 * layout is not part of ONNX and b depends on the machine, so that both are found by one trial.
 */
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { BATCH } from '../../../../src-shared/tensor/index.ts';
import { writeOnnx } from '../../../onnx/index.ts';
import { encodeModel } from '../../../onnx/proto/schema.ts';
import { NCHWC } from './blocked-graph.ts';
import { toBlocked } from './blocked-model.ts';
import { blockedOrder } from './blocked-layouts.ts';

/** Channels of the trial: a multiple of every known block size. */
const CHANNELS = 64;

/** The result of the trial on this machine. */
export interface BlockedLayout {
  /** Channels b of a block; 0 if the layout is not used. */
  readonly block: number;
  /** Why the layout is not used: a part of a sentence. Undefined if it is used. */
  readonly why?: string;
}

/** Runs a model with an input `x` and returns its output `y`. */
type Run = (bytes: Uint8Array, feeds: Record<string, Tensor>) => Promise<Float32Array>;

let found: Promise<BlockedLayout> | undefined;

/** The blocked layout of this machine, tried once. */
export const blockedLayout = (): Promise<BlockedLayout> => (found ??= tryBlockedLayout(run));

/**
 * Tries whether ONNX Runtime has the layout, how the layout orders channels, and whether a blocked convolution computes the same
 * as a plain one.
 */
export async function tryBlockedLayout(run: Run): Promise<BlockedLayout> {
  try {
    const shape = [1, CHANNELS, 1, 2];
    const values = Float32Array.from({ length: 2 * CHANNELS }, (_, index) => index);
    const reordered = await run(reorderModel(shape), { x: new Tensor('float32', values, shape) });
    // The second position of the first channel follows one block of channels.
    const block = reordered.indexOf(1);
    if (!(block > 1 && CHANNELS % block === 0)) return { block: 0, why: 'it orders channels in a way that is not known' };
    if (!(await computesTheSame(block, run))) return { block: 0, why: 'it does not compute the same as the plain one' };
    return { block };
  } catch (error) {
    return { block: 0, why: `ONNX Runtime refuses it: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/** A convolution with a sum, blocked and plain. */
async function computesTheSame(block: number, run: Run): Promise<boolean> {
  const size = [block, 3, 3] as const;
  const count = 2 * size[0] * size[1] * size[2];
  const wave = (length: number, step: number): Float32Array =>
    Float32Array.from({ length }, (_, index) => Math.sin(step * index + 1));
  const weights = { shape: [block, block, 3, 3], data: wave(block * block * 9, 0.7), dtype: 'float' as const };
  const shape = [BATCH, ...size];
  const attributes = { strides: [1, 1], pads: [1, 1, 1, 1], dilations: [1, 1], group: 1 };
  const base = { path: '', from: [], attributes };
  const bytes = writeOnnx({
    name: 'trial',
    nodes: [
      { ...base, id: 'conv', op: 'Conv', inputs: ['x', 'w'], output: 'c' },
      { ...base, id: 'sum', op: 'Add', inputs: ['c', 'x'], output: 'y' },
    ],
    constants: new Map([['w', weights]]),
    inputs: [{ value: 'x', shape }],
    outputs: [{ value: 'y', shape }],
  });
  const shapes = new Map(['x', 'c', 'y'].map((value) => [value, shape]));
  const model = { bytes, inputs: ['x'], outputs: ['y'] };
  const blocked = toBlocked(model, shapes, { block, values: new Set(['x', 'y']) });
  const x = wave(count, 0.3);
  const dims = [2, ...size];
  const order = blockedOrder(size, block);
  const inner = order.length;
  const moved = x.map((_, index) => x[index - (index % inner) + order[index % inner]!]!);
  const plain = await run(bytes, { x: new Tensor('float32', x, dims) });
  const result = await run(blocked.bytes, { x: new Tensor('float32', moved, dims) });
  return result.every((value, index) => Math.abs(value - plain[index - (index % inner) + order[index % inner]!]!) < 1e-3);
}

function reorderModel(shape: readonly number[]): Uint8Array {
  const port = (name: string) => ({
    name,
    type: { tensorType: { elemType: 1, shape: { dim: shape.map((dimValue) => ({ dimValue })) } } },
  });
  return encodeModel({
    irVersion: 8,
    opsetImport: [{ domain: '', version: 17 }, NCHWC],
    graph: {
      name: 'trial',
      node: [{ name: 'reorder', opType: 'ReorderInput', domain: NCHWC.domain, input: ['x'], output: ['y'] }],
      input: [port('x')],
      output: [port('y')],
    },
  });
}

async function run(bytes: Uint8Array, feeds: Record<string, Tensor>): Promise<Float32Array> {
  const session = await InferenceSession.create(bytes, { intraOpNumThreads: 1, interOpNumThreads: 1, logSeverityLevel: 4 });
  const { y } = await session.run(feeds);
  const result = Float32Array.from(y!.data as Float32Array);
  await session.release();
  return result;
}
