/** Weights of a convolution in the order that ONNX Runtime's blocked convolutions read. */
import { DATA_TYPE, type TensorProto } from '../../../onnx/proto/types.ts';

export interface WeightLayout {
  /** `OIHWBiBo`: blocks of output and of input channels; `OIHWBo`: blocks of output channels only. */
  readonly order: 'OIHWBiBo' | 'OIHWBo';
  /** Layout of the convolution's input: with less than a block of channels it reads plain values. */
  readonly input: 'blocked' | 'plain';
}

/** How a convolution with these weights `[M, C/group, h, w]` can be blocked; undefined: not at all. */
export function weightLayout(weights: TensorProto, group: number, block: number): WeightLayout | undefined {
  if (weights.dims.length !== 4 || weights.dataType !== DATA_TYPE.float || weights.rawData.length === 0) return undefined;
  const [out, into] = weights.dims.map((size) => size.toNumber()) as [number, number, number, number];
  if (out % block !== 0) return undefined;
  if (group > 1) {
    if (into === 1 && out === group) return { order: 'OIHWBo', input: 'blocked' };
    return into % block === 0 && (out / group) % block === 0 ? { order: 'OIHWBiBo', input: 'blocked' } : undefined;
  }
  if (into < block) return { order: 'OIHWBo', input: 'plain' };
  return into % block === 0 ? { order: 'OIHWBiBo', input: 'blocked' } : undefined;
}

/** The weights in that order, as a TensorProto of the same shape. */
export function reorderWeights(weights: TensorProto, name: string, { order }: WeightLayout, block: number): object {
  const dims = weights.dims.map((size) => size.toNumber());
  const [out, into, height, width] = dims as [number, number, number, number];
  // A copy: in the model the weights lie at any address.
  const from = new Float32Array(Uint8Array.from(weights.rawData).buffer);
  const to = new Float32Array(from.length);
  const taps = height * width;
  const inner = order === 'OIHWBo' ? 1 : block;
  let at = 0;
  for (let o = 0; o < out; o += block) {
    for (let i = 0; i < into; i += inner) {
      for (let tap = 0; tap < taps; tap++) {
        for (let bi = 0; bi < inner; bi++) {
          for (let bo = 0; bo < block; bo++) to[at++] = from[((o + bo) * into + i + bi) * taps + tap]!;
        }
      }
    }
  }
  return { name, dims, dataType: DATA_TYPE.float, rawData: new Uint8Array(to.buffer) };
}
