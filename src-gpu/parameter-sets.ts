/** Parameters that entries of a sample share: a threshold of a layer, a channel or a neuron, without its repetitions. */
import type { Layout } from '../src-shared/lowering/index.ts';

/** `[outer][sets]`: set number ⌊entry / span⌋ mod `sets` is that of an entry. */
export interface ParameterSets {
  readonly data: Float32Array;
  readonly span: number;
  readonly sets: number;
}

/** `values`: of each entry of a sample `[outer][inner]`. */
export function parameterSets(values: Float32Array, { outer, inner }: Layout): ParameterSets {
  let span = inner;
  for (let block = 0; block < outer; block++) {
    for (let i = 1; i < inner && span > 1; i++) {
      if (values[block * inner + i] !== values[block * inner + i - 1]) span = greatestCommonDivisor(span, i);
    }
  }
  const all = inner / span;
  const at = (block: number, set: number): number => values[block * inner + set * span]!;
  const repeatAfter = (sets: number): boolean => {
    for (let block = 0; block < outer; block++) {
      for (let set = sets; set < all; set++) if (at(block, set) !== at(block, set - sets)) return false;
    }
    return true;
  };
  let sets = 1;
  while (all % sets !== 0 || !repeatAfter(sets)) sets++;
  const data = new Float32Array(outer * sets);
  for (let block = 0; block < outer; block++) for (let set = 0; set < sets; set++) data[block * sets + set] = at(block, set);
  return { data, span, sets };
}

const greatestCommonDivisor = (a: number, b: number): number => (b === 0 ? a : greatestCommonDivisor(b, a % b));
