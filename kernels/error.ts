/** Conversion error of a neuron layer: its running estimate against the float network's activation. */

/**
 * Adds Σ (estimate − activation)² of each step to `totals` `[steps]` float64. `sent` `[present, length]` float32, zero afterwards; the
 * estimate is the running mean of what was sent (rate) or Σ s/(t+1) (differential). Returns Σ activation².
 */
export function estimateError(
  differential: i32, sent: usize, step: usize, present: i32, steps: i32, length: usize, activation: usize, totals: usize,
): f64 {
  let norm: f64 = 0;
  for (let i: usize = 0; i < length; i++) {
    const target = load<f32>(activation + (i << 2));
    norm += <f64>target * <f64>target;
    let sum: f32 = 0, at = sent + (i << 2);
    for (let t = 0; t < steps; t++) {
      const inverse = <f32>(1.0 / <f64>(t + 1));
      const s: f32 = t < present ? load<f32>(at) : 0;
      sum += differential ? s * inverse : s;
      const error = <f64>(differential ? sum : sum * inverse) - <f64>target;
      const total = totals + (<usize>t << 3);
      store<f64>(total, load<f64>(total) + error * error);
      at += step;
    }
  }
  return norm;
}
