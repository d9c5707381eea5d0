/**
 * The readout (docs/algorithm.md §2): the answer after n steps is the mean of the decoded outputs of the steps k…n. Before step k there is no
 * such step, and the answer is the mean of the steps so far. k = 1 is the mean of all steps.
 */

/**
 * Number of steps in the mean that is the answer after `step` steps, both `step` and `from` (k) counted from 1. It is 1 at the first step
 * and at step k, where the mean starts anew.
 */
export const readoutCount = (from: number, step: number): number => (step < from ? step : step - from + 1);

/** The answers after every step `[T, …]`, from the decoded outputs of every step `[T, …]`, both flat. */
export function readoutMeans(decoded: ArrayLike<number>, steps: number, from: number): Float64Array {
  const size = decoded.length / steps;
  const answers = new Float64Array(decoded.length);
  const sum = new Float64Array(size);
  for (let t = 0; t < steps; t++) {
    const count = readoutCount(from, t + 1);
    if (count === 1) sum.fill(0);
    for (let i = 0; i < size; i++) answers[t * size + i] = (sum[i]! += decoded[t * size + i]!) / count;
  }
  return answers;
}

/** The inverse of `readoutMeans`: the decoded outputs of every step, from the answers after every step. */
export function decodedOfMeans(answers: Float64Array, steps: number, from: number): Float64Array {
  const size = answers.length / steps;
  return answers.map((answer, i) => {
    const count = readoutCount(from, Math.floor(i / size) + 1);
    return count === 1 ? answer : count * answer - (count - 1) * answers[i - size]!;
  });
}
