/** Sizes of the lists of a sample's non-zero entries (sparse.ts). */
import type { SparseForm } from '../program/program.ts';

/** Extra room at the end of the lists of entries: the kernel writes whole vectors. */
const SLACK_BYTES = 16;

/** Sizes of the three lists of a sample: offsets of entries, their values, and the index of the first entry of each position. */
export function sparseBytes(form: SparseForm): [number, number, number] {
  const list = sizesOf(form)[0] * Float32Array.BYTES_PER_ELEMENT + SLACK_BYTES;
  const pointers = form.kind === 'linear' ? form.tokens + 1 : form.width * (form.height + 1);
  return [list, list, pointers * Int32Array.BYTES_PER_ELEMENT];
}

/** Number of values in a sample of the input and of the output. */
export function sizesOf(form: SparseForm): readonly [input: number, output: number] {
  if (form.kind === 'linear') return [form.tokens * form.groups * 16, form.tokens * form.outGroups * 16];
  const { height, width, stride, channels, outBlocks } = form;
  return [height * width * channels, Math.ceil(height / stride) * Math.ceil(width / stride) * outBlocks * 16];
}
