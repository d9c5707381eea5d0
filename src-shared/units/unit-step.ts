/** The type of every unit with one operand: a function from the input of a step to the output of that step. */

/**
 * One time step of a unit. `x` `[B, …]` is the value of step t with its constant part b, as a segment with biases computes it;
 * the unit neither keeps nor changes this array. Returns the unit's output `[B, …]` in a new array that later steps do not
 * change. Steps must be taken in order, t = 0, 1, 2, …, since the unit keeps its state between calls.
 */
export type UnitStep = (x: Float64Array, t: number) => Float64Array;

/** A constant part b `[…]` of one sample, repeated for a batch `[B, …]`. If it is absent: zeros, `size` for each sample. */
export function repeated(constant: Float64Array | undefined, batch: number, size: number): Float64Array {
  const whole = new Float64Array(batch * size);
  if (constant !== undefined) for (let sample = 0; sample < batch; sample++) whole.set(constant, sample * size);
  return whole;
}
