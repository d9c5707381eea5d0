/**
 * A spiking network in whole numbers, as plain data (docs/fixed-point.md). Layers are in the order in which a step computes them. A
 * simulator carries them out and a code generator prints them; neither needs anything else. All arrays are those of one sample.
 */
import type { ValueId } from '../network/index.ts';
import type { NeuronModel, ValueCoding } from '../spiking/index.ts';

/** A number for every entry of a value: entry i has `values[⌊i / span⌋]`. One number per channel of `[C, H, W]` has the span H · W. */
export interface PerEntry<T extends Int32Array | Uint8Array | Float64Array> {
  readonly span: number;
  readonly values: T;
}

/** A factor `multiplier / 2^shift` for every entry. Multipliers have at most 31 bits, shifts are 0 … 62. */
export interface PerEntryFactor {
  readonly multiplier: PerEntry<Int32Array>;
  readonly shift: PerEntry<Uint8Array>;
}

/** A value: whole numbers of 32 bits, written at every step. */
export interface FixedValue {
  /** The name of the value in the network. */
  readonly id: ValueId;
  /** Number of entries of one sample. */
  readonly size: number;
  /** Largest magnitude that an entry can have, whatever the input. At most 2³¹ − 1. */
  readonly bound: number;
  /** The real number that 1 stands for; 0 for entries that are always 0. */
  readonly unit: PerEntry<Float64Array>;
}

interface Layer {
  /** Name for people: of the neuron layer in the plan, or of the ONNX node. */
  readonly name: string;
  /** Position in `FixedNetwork.values` of the value that the layer writes. */
  readonly output: number;
  /** True if the value is the same at every step (it depends only on a rate-coded network input): it may be computed at the first step only. */
  readonly repeats: boolean;
}

/** Windows over depth, height and width; an axis that does not exist has the size 1. */
export interface FixedWindows {
  readonly input: readonly [number, number, number];
  readonly output: readonly [number, number, number];
  readonly kernel: readonly [number, number, number];
  readonly strides: readonly [number, number, number];
  readonly dilations: readonly [number, number, number];
  /** Padding in front of each axis. */
  readonly pads: readonly [number, number, number];
}

/** Convolution: y = Σ w · x, exact. `weights` is `[M, C / groups, …kernel]`, each in −127 … 127. Input `[C, …]`, output `[M, …]`. */
export interface FixedConv extends Layer {
  readonly kind: 'conv';
  readonly input: number;
  readonly windows: FixedWindows;
  readonly groups: number;
  readonly channels: { readonly input: number; readonly output: number };
  readonly weights: Int8Array;
}

/** Linear layer on `rows` rows of `terms` entries: y = Σ w · x, exact. `weights` is `[terms, columns]`, each in −127 … 127. */
export interface FixedLinear extends Layer {
  readonly kind: 'linear';
  readonly input: number;
  readonly rows: number;
  readonly terms: number;
  readonly columns: number;
  readonly weights: Int8Array;
}

/** Sum of terms in different units: y = Σ round(x · factor), each term rounded on its own. With one term it changes the unit of a value. */
export interface FixedSum extends Layer {
  readonly kind: 'sum';
  readonly terms: readonly { readonly input: number; readonly factor: PerEntryFactor }[];
}

/**
 * Moves entries. `from[i]` is 0 for an entry that is 0, else ±(k + 1): the entry is ± entry k of the inputs, which are counted one
 * after the other.
 */
export interface FixedMove extends Layer {
  readonly kind: 'move';
  readonly inputs: readonly number[];
  readonly from: Int32Array;
}

/** Sum over windows of each channel. The division of an average is in the unit of the output. */
export interface FixedWindowSum extends Layer {
  readonly kind: 'window-sum';
  readonly input: number;
  readonly channels: number;
  readonly windows: FixedWindows;
}

/** The conversion of an input into the unit in which a layer keeps its state: d = clamp(round(x · factor), ±clamp). */
export interface FixedIntake {
  readonly factor: PerEntryFactor;
  readonly clamp: PerEntry<Int32Array>;
  /** Constant part of the input in parts of the unit (a part is 1/`parts`). */
  readonly constant: PerEntry<Int32Array>;
  /** F: parts of a unit. 1 if neither input nor output is differential. */
  readonly parts: number;
}

/** Neuron layer. docs/fixed-point.md has its equations. */
export interface FixedNeuron extends Layer {
  readonly kind: 'neuron';
  readonly stage: string;
  readonly input: number;
  readonly model: Exclude<NeuronModel, 'lif'>;
  readonly levels: number;
  /** Most spikes of a multi-spike neuron in one step; absent: no limit. */
  readonly mostSpikes?: number;
  /** `unlimited`: signed neurons. `sent`: at most what was sent before is taken back. `none`: no negative spikes. */
  readonly credit: 'unlimited' | 'sent' | 'none';
  readonly inputCoding: ValueCoding;
  readonly coding: ValueCoding;
  readonly intake: FixedIntake;
  /** Q: units of one quantum λ, the smallest threshold. A power of two from 4 on; 0 for a neuron that never fires. */
  readonly quantum: PerEntry<Int32Array>;
  /** m₀, the membrane potential before the first step, in parts. Absent: 0 for mt neurons, Q·F/2 for the others. */
  readonly start?: PerEntry<Int32Array>;
}

/** Max pooling of the running estimate (differential) or of the running sum (rate), whose change is sent. */
export interface FixedMaxPool extends Layer {
  readonly kind: 'max-pool';
  readonly input: number;
  readonly coding: ValueCoding;
  readonly channels: number;
  readonly windows: FixedWindows;
  readonly intake: FixedIntake;
}

/** Changes the coding of a value. */
export interface FixedTranscoder extends Layer {
  readonly kind: 'transcoder';
  readonly input: number;
  readonly from: ValueCoding;
  readonly intake: FixedIntake;
}

/** A layer of a network in whole numbers. */
export type FixedLayer =
  | FixedConv
  | FixedLinear
  | FixedSum
  | FixedMove
  | FixedWindowSum
  | FixedNeuron
  | FixedMaxPool
  | FixedTranscoder;

/** The network's input: x becomes clamp(round(x / unit), ±most). The unit is a power of two, so that the quotient is exact. */
export interface FixedInput {
  readonly value: number;
  readonly unit: number;
  readonly most: number;
  /** `once`: later steps are 0. `repeats`: every step has the same input. */
  readonly time: 'once' | 'repeats';
}

/** An output of the network. All entries have the same unit, so that whole numbers compare as scores do. */
export interface FixedOutput {
  readonly name: string;
  readonly value: number;
  readonly coding: ValueCoding;
  readonly unit: number;
  readonly intake: FixedIntake;
  /** First step k of the mean that is the answer, from 1 (docs/algorithm.md §2). */
  readonly from: number;
}

/** Data for counting a layer's operations (docs/algorithm.md §7). */
export interface FixedCount {
  readonly name: string;
  /** The value whose non-zero entries are counted. */
  readonly value: number;
  /** Operations per non-zero entry: one number, or one for every position of a channel. */
  readonly fanOut: Float64Array;
  /** For each entry, true if it holds several spikes at once, whose bits are counted; undefined if none does. */
  readonly multiple: Uint8Array | undefined;
}

/** A spiking network in whole numbers. */
export interface FixedNetwork {
  /** The largest number of steps that the network may run for. No state overflows within them. */
  readonly steps: number;
  readonly values: readonly FixedValue[];
  readonly input: FixedInput;
  readonly layers: readonly FixedLayer[];
  readonly outputs: readonly FixedOutput[];
  readonly counted: readonly FixedCount[];
}
