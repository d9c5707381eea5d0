/** Weights of a convolution in the order that ONNX Runtime's blocked convolutions read. */
import { DATA_TYPE, type TensorProto } from '../../../onnx/proto/types.ts';

export interface WeightLayout {
  /**
   * `OIHWBiBo`: blocks of output and of input channels, `[O/b, I/b, H, W, b of I, b of O]`. `OIHWBo`: blocks of output channels
   * only, `[O/b, I, H, W, b of O]`.
   */
  readonly order: 'OIHWBiBo' | 'OIHWBo';
  /** Layout of the convolution's input. With fewer channels than a block has, the convolution reads plain values. */
  readonly input: 'blocked' | 'plain';
}

/** The layout of a convolution's weights `[M, C/group, h, w]`; undefined if the convolution has no blocked form. */
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
  // A copy, since the address of the weights in the model need not be a multiple of 4.
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
