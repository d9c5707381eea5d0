/** The shape of every unit with one operand: a function from what it receives at a step to what it sends. */

/**
 * One time step of a unit. `x` `[B, …]` is the raw value of step t, its constant part b included, as a segment with its
 * biases emits it; it is neither kept nor changed. Returns what the unit sends, `[B, …]`, in an array of its own that later
 * steps leave alone. Steps must be taken in order, t = 0, 1, 2, …: the unit keeps its state between calls.
 */
export type UnitStep = (x: Float64Array, t: number) => Float64Array;

/** A constant part b `[…]` of one sample repeated for a batch `[B, …]`; zeros of `size` a sample where it is absent. */
export function repeated(constant: Float64Array | undefined, batch: number, size: number): Float64Array {
  const whole = new Float64Array(batch * size);
  if (constant !== undefined) for (let sample = 0; sample < batch; sample++) whole.set(constant, sample * size);
  return whole;
}
