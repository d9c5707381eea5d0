/** What recorded spikes stand for: the running estimate of each neuron, and how often each size of spike was sent. */
import { advanceEstimate } from '../units/index.ts';
import { codeTable, decodeSpikes, type SpikeCodes, spikeOf } from './codes.ts';
import type { RecordedLayer } from './recording.ts';

/**
 * The running estimates of some neurons after every step. `steps`: the codes of these neurons at steps 0, 1, …; `theta`: θ of each of
 * them. Returns one array per step.
 */
export function estimatesOf(layer: RecordedLayer, steps: readonly SpikeCodes[], theta: ArrayLike<number>): Float64Array[] {
  const estimate = new Float64Array(theta.length);
  const sizes = codeTable(layer, (code) => spikeOf(layer, code));
  return steps.map((codes, t) => {
    advanceEstimate(estimate, decodeSpikes(layer, codes, theta, sizes), t, layer);
    return estimate.slice();
  });
}

/** The running estimates of all neurons after the first `count` steps. As `estimatesOf`, with the memory of one step. */
export function estimateAfter(
  layer: RecordedLayer,
  steps: readonly SpikeCodes[],
  theta: ArrayLike<number>,
  count: number,
): Float64Array {
  const estimate = new Float64Array(theta.length);
  const sizes = codeTable(layer, (code) => spikeOf(layer, code));
  for (let t = 0; t < count; t++) advanceEstimate(estimate, decodeSpikes(layer, steps[t]!, theta, sizes), t, layer);
  return estimate;
}

/** How often each code but 0 occurs. */
export function countCodes(steps: readonly SpikeCodes[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const codes of steps) for (const code of codes) if (code !== 0) counts.set(code, (counts.get(code) ?? 0) + 1);
  return counts;
}
