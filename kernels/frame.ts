/**
 * Arguments of a neuron kernel: 32-bit words in memory at the address it is called with, at these byte offsets. The caller
 * (src-main/engines/cpu/worker/neuron.ts) writes them in the same order.
 */

/** Input `[present, length]` float32, with so many bytes from a step to the next (0: the same at every step). */
export const INPUT: usize = 0;
export const INPUT_STEP: usize = 4;
/** Steps that are stored; the input is zero afterwards. */
export const PRESENT: usize = 8;
/** Output `[steps, length]` float32; may be the input. */
export const OUTPUT: usize = 12;
export const OUTPUT_STEP: usize = 16;
export const STEPS: usize = 20;
/** Neurons of a step. */
export const LENGTH: usize = 24;
/**
 * Parameters are stored in sets of 32. A set serves SPAN chunks of 32 neurons that follow each other, then the next one does; PERIOD is the
 * length of all sets, and behind the last comes the first again.
 */
export const PERIOD: usize = 28;
/** float32: 1/quantum (0 for one that never fires) and quantum; constant part of the input, with a period and a span of its own. */
export const RECIPROCAL: usize = 32;
export const QUANTUM: usize = 36;
export const ADDED: usize = 40;
/** int32, with a period and a span of its own: 1 + 65536 · (operations that a non-zero output causes). */
export const WEIGHTS: usize = 44;
/** Constants of each step: T_SIZE bytes a step. */
export const TABLE: usize = 48;
/** SUMS_SIZE bytes a step, zero: packed sums in the making. */
export const SUMS: usize = 52;
/** `[steps, 4]` float64, added to: spikes, operations, spike bits, operations weighted by bits. */
export const TOTALS: usize = 56;
/** Chunks of 32 neurons after which packed sums might overflow and are added to the totals. */
export const FLUSH: usize = 60;
/** Multi-threshold: bits of the smallest threshold in units of θ, shifted left by 1, less 1. Multi-spike: most quanta, float32. LIF: τ, float32. */
export const LIMIT: usize = 64;
/** CHUNK zero bytes. */
export const ZEROS: usize = 68;
/** CHUNK bytes a step and CHUNK more. */
export const SCRATCH: usize = 72;

/**
 * Constants of all neuron kernels, float32 (EXPONENT: bits 0xff800000). They are arguments because the compiler of the
 * WebAssembly engine builds a vector constant anew at each use, in three instructions, instead of keeping it.
 */
export const ONE: usize = 76;
export const MINUS_ONE: usize = 80;
export const EXPONENT: usize = 84;
/** 4/3. */
export const FOUR_THIRDS: usize = 88;

export const SPAN: usize = 92;
export const ADDED_PERIOD: usize = 96;
export const ADDED_SPAN: usize = 100;
export const WEIGHTS_PERIOD: usize = 104;
export const WEIGHTS_SPAN: usize = 108;
/** Room for the scales of so many sets, SCALE_SIZE bytes a set and step: what a kernel derives from quanta and steps (neuron.ts). */
export const SCALES: usize = 112;
export const SCALE_SETS: usize = 116;
/** Membrane potential before the first step, in quanta, float32. */
export const START: usize = 120;
/** Most spikes of a multi-spike neuron in one step; read only by kernels with such a limit. */
export const MOST_SPIKES: usize = 124;

/** Offsets in a step's constants, float32: 1/(t+1); t+1; t+1 times what turns a mean into what the fire rule compares; t+1 for the credit. */
export const T_INVERSE: usize = 0;
export const T_COUNT: usize = 4;
export const T_COUNT_FIRE: usize = 8;
export const T_CREDIT: usize = 12;
export const T_SIZE: usize = 16;

/** Bytes of 32 neurons, which are handled together; bytes of the packed sums of a step. */
export const CHUNK: usize = 128;
export const SUMS_SIZE: usize = 64;
/** Bytes of the scales of a set and step: two values each for 32 neurons. */
export const SCALE_SIZE: usize = 256;
