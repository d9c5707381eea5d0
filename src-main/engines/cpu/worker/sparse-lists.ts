/** Room for the lists of a sample's non-zero entries (sparse.ts). */
import type { SparseForm } from '../program/program.ts';

/** What the lists of entries have room for beyond their entries: the kernel writes whole vectors. */
const SLACK_BYTES = 16;

/** Sizes of the lists of a sample: offsets, values, and where each position's entries begin. */
export function sparseBytes(form: SparseForm): [number, number, number] {
  const list = sizesOf(form)[0] * Float32Array.BYTES_PER_ELEMENT + SLACK_BYTES;
  const pointers = form.kind === 'linear' ? form.tokens + 1 : form.width * (form.height + 1);
  return [list, list, pointers * Int32Array.BYTES_PER_ELEMENT];
}

/** Values of a sample of the input and of the output. */
export function sizesOf(form: SparseForm): readonly [input: number, output: number] {
  if (form.kind === 'linear') return [form.tokens * form.groups * 16, form.tokens * form.outGroups * 16];
  const { height, width, stride, channels, outBlocks } = form;
  return [height * width * channels, Math.ceil(height / stride) * Math.ceil(width / stride) * outBlocks * 16];
}
