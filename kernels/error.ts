/** Conversion error of a neuron layer: its running estimate against the float network's activation. */

/**
 * Adds Σ (estimate − activation)² of each step to `totals` `[steps]` float64. `sent` `[present, length]` float32, zero afterwards; the
 * estimate is the running mean of what was sent (rate) or Σ s/(t+1) (differential), the spikes of step t weighted with `tau`⁻ᵗ.
 * Returns Σ activation².
 */
export function estimateError(
  differential: i32, sent: usize, step: usize, present: i32, steps: i32, length: usize, activation: usize, totals: usize, tau: f64,
): f64 {
  let norm: f64 = 0;
  for (let i: usize = 0; i < length; i++) {
    const target = load<f32>(activation + (i << 2));
    norm += <f64>target * <f64>target;
    let sum: f64 = 0, factor: f64 = 1, at = sent + (i << 2);
    for (let t = 0; t < steps; t++) {
      const inverse = 1.0 / <f64>(t + 1);
      const s = t < present ? <f64>load<f32>(at) * factor : 0;
      sum += differential ? s * inverse : s;
      const error = (differential ? sum : sum * inverse) - <f64>target;
      const total = totals + (<usize>t << 3);
      store<f64>(total, load<f64>(total) + error * error);
      at += step;
      factor /= tau;
    }
  }
  return norm;
}
