/**
 * Spikes as small whole numbers, one for each neuron and step; 0 is no spike. A neuron with thresholds θ/2ᵏ sends one of them: its code
 * is ±(k + 1). A multi-spike neuron sends a multiple of λ = θ/2ⁿ⁻¹: its code is that multiple.
 */
import type { SpikeForm } from './recording.ts';

/** The codes of some neurons. */
export type SpikeCodes = Int8Array | Int16Array | Int32Array;

/** Bytes of a code: enough for the largest code of the layer. */
export function codeBytes({ model, levels }: SpikeForm): 1 | 2 | 4 {
  if (model !== 'ms' || levels <= 7) return 1;
  return levels <= 15 ? 2 : 4;
}

/** `count` codes that are all 0. */
export function emptyCodes(form: SpikeForm, count: number): SpikeCodes {
  const bytes = codeBytes(form);
  if (bytes === 1) return new Int8Array(count);
  return bytes === 2 ? new Int16Array(count) : new Int32Array(count);
}

/** The size of a spike in units of θ, with its sign. */
export function spikeOf({ model, levels }: SpikeForm, code: number): number {
  if (model === 'ms') return code / 2 ** (levels - 1);
  return code === 0 ? 0 : Math.sign(code) * 2 ** (1 - Math.abs(code));
}

/** Every code but 0 that a layer may send, by the size of the spike, the most negative one first. */
export function codesOf({ model, levels }: SpikeForm): number[] {
  const sizes = Array.from({ length: model === 'ms' ? 2 ** levels - 1 : levels }, (_, index) => index + 1);
  const rising = model === 'ms' ? sizes : sizes.toReversed();
  return [...rising.toReversed().map((code) => -code), ...rising];
}

/** A sent value may differ from the nearest spike by this share: engines of 32 bits round. */
const TOLERANCE = 1e-6;

/**
 * The codes of the values that a layer's neurons sent at one step. `theta`: θ of each neuron. Throws a RangeError for a value that the
 * layer cannot send.
 */
export function encodeSpikes(form: SpikeForm, sent: ArrayLike<number>, theta: ArrayLike<number>): SpikeCodes {
  const codes = emptyCodes(form, sent.length);
  for (let i = 0; i < sent.length; i++) {
    if (sent[i] === 0) continue;
    const inThetas = sent[i]! / theta[i]!;
    const code = form.model === 'ms' ? Math.round(inThetas * 2 ** (form.levels - 1)) : levelOf(inThetas);
    const isSpike = code !== 0 && Math.abs(code) <= most(form) && Math.abs(spikeOf(form, code) / inThetas - 1) < TOLERANCE;
    if (!isSpike) throw new RangeError(`neuron ${i} sent ${sent[i]!}, which is no spike of θ = ${theta[i]!}`);
    codes[i] = code;
  }
  return codes;
}

const levelOf = (inThetas: number): number => Math.sign(inThetas) * (1 - Math.round(Math.log2(Math.abs(inThetas))));
const most = ({ model, levels }: SpikeForm): number => (model === 'ms' ? 2 ** levels - 1 : levels);

/** `value` of every code of a layer, computed once: index 0 is the most negative code. Add the middle index to a code. */
export function codeTable(
  form: SpikeForm,
  value: (code: number) => number,
): { readonly values: Float64Array; readonly middle: number } {
  const middle = most(form);
  return { values: Float64Array.from({ length: 2 * middle + 1 }, (_, index) => value(index - middle)), middle };
}

/** The values that neurons sent, from their codes. `theta`: θ of each neuron; `sizes`: the table of `spikeOf`. */
export function decodeSpikes(
  form: SpikeForm,
  codes: SpikeCodes,
  theta: ArrayLike<number>,
  sizes = codeTable(form, (code) => spikeOf(form, code)),
): Float64Array {
  const { values: sizeOf, middle } = sizes;
  const values = new Float64Array(codes.length);
  for (let i = 0; i < codes.length; i++) if (codes[i] !== 0) values[i] = sizeOf[middle + codes[i]!]! * theta[i]!;
  return values;
}

/** The codes as bytes, little-endian. */
export function codesToBytes(codes: SpikeCodes): Uint8Array {
  const bytes = new Uint8Array(codes.byteLength);
  const view = new DataView(bytes.buffer);
  const { BYTES_PER_ELEMENT: size } = codes;
  for (let i = 0; i < codes.length; i++) {
    if (size === 1) view.setInt8(i, codes[i]!);
    else if (size === 2) view.setInt16(2 * i, codes[i]!, true);
    else view.setInt32(4 * i, codes[i]!, true);
  }
  return bytes;
}

/** The codes in bytes that `codesToBytes` wrote; undefined if they are not `count` codes of such a layer. */
export function codesFromBytes(form: SpikeForm, bytes: Uint8Array, count: number): SpikeCodes | undefined {
  const size = codeBytes(form);
  if (bytes.length !== count * size) return undefined;
  const codes = emptyCodes(form, count);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const largest = most(form);
  for (let i = 0; i < count; i++) {
    codes[i] = size === 1 ? view.getInt8(i) : size === 2 ? view.getInt16(2 * i, true) : view.getInt32(4 * i, true);
    if (Math.abs(codes[i]!) > largest) return undefined;
  }
  return codes;
}
