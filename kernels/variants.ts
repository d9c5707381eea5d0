/** Names of the compile-time choices that a kernel is generated for. */

/** Neuron models (docs/algorithm.md §3, §9). */
export const MODEL_IF: i32 = 0;
export const MODEL_MT: i32 = 1;
export const MODEL_MS: i32 = 2;
/** Multi-spike neurons with a limit of spikes in one step. The largest of all, so that `model >= MODEL_MS` is both. */
export const MODEL_MS_LIMITED: i32 = 3;

/** What a neuron receives: rate or differential spikes, or estimates (what differential spikes would add up to, its constant part included). */
export const INPUT_RATE: i32 = 0;
export const INPUT_DIFFERENTIAL: i32 = 1;
export const INPUT_ESTIMATE: i32 = 2;

/** No negative spikes; a ReLU's (what was sent never sums below 0); signed. */
export const RULE_POSITIVE: i32 = 0;
export const RULE_RELU: i32 = 1;
export const RULE_SIGNED: i32 = 2;
