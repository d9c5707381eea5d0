/** Ranking of the classes in a vector of logits: the best class, the rank of a class, and the softmax margin between the best two. */

/** Index of the largest of `count` values from `at` on, relative to `at`; the first one of equal values; −1 if no value is a number. */
export function argmax(values: ArrayLike<number>, at = 0, count: number = values.length - at): number {
  let best = -1;
  for (let i = 0; i < count; i++) {
    const value = values[at + i]!;
    if (best < 0 ? !Number.isNaN(value) : value > values[at + best]!) best = i;
  }
  return best;
}

/**
 * True if an answer, as `argmax` gives it, is the wanted class: a label, or another answer. Logits without a number give no answer (−1),
 * which is never the wanted one, not even if the other is none either.
 */
export const isAnswer = (answer: number, wanted: number | undefined): boolean => answer >= 0 && answer === wanted;

/**
 * Number of classes that rank before `label`: those with a larger logit, or with an equal one and a smaller index. Infinity if
 * the label's logit is not a number.
 */
export function rankOf(values: ArrayLike<number>, label: number, at: number, count: number): number {
  const own = values[at + label]!;
  if (Number.isNaN(own)) return Infinity;
  let rank = 0;
  for (let i = 0; i < count; i++) if (values[at + i]! > own || (i < label && values[at + i] === own)) rank++;
  return rank;
}

/** Softmax probability of the best class minus that of the second (docs/algorithm.md §10), 0…1; 1 for a single class; NaN if any logit is NaN. */
export function softmaxMargin(values: ArrayLike<number>, at = 0, count: number = values.length - at): number {
  let first = -Infinity;
  let second = -Infinity;
  for (let i = 0; i < count; i++) {
    const value = values[at + i]!;
    if (value > first) {
      second = first;
      first = value;
    } else if (value > second) second = value;
  }
  let sum = 0;
  for (let i = 0; i < count; i++) sum += Math.exp(values[at + i]! - first);
  return (1 - Math.exp(second - first)) / sum;
}
