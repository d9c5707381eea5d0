/**
 * The SpikingNetwork: a Network with every choice made, compiled into stages. It is plain data, and engines and exporters use
 * nothing else. Stages are in topological order; each writes one value. *Segments* are the linear operators between units;
 * *units* are everything that is not linear: neuron layers, expectation compensation, pooling, products, transcoders.
 */
import type { Network, NetworkNode, ValueId } from '../network/network.ts';
import { countedKind } from '../network/operators/index.ts';
import type { Shape } from '../tensor/index.ts';
import type { Coding, Readout, ThresholdLevel } from '../plan/types.ts';

/** Coding of a value inside the network: a leaky coding is `rate` or `differential` with a leak in neurons, input and output. */
export type ValueCoding = 'rate' | 'differential';

/** Linear operators between units, which write one value together. */
export interface Segment {
  readonly kind: 'segment';
  readonly id: string;
  /** The coded values that it reads: the network's input, outputs of units, or outputs of other segments. */
  readonly inputs: readonly ValueId[];
  readonly output: ValueId;
  readonly coding: ValueCoding;
  /** Its linear nodes in topological order; their constants are the network's. The last one writes `output`. */
  readonly nodes: readonly NetworkNode[];
  /**
   * Present if the last node adds what neuron layers in front of the segment lose on average: the value without that addition. The float
   * network has no such addition.
   */
  readonly uncorrected?: ValueId;
}

/** The segment as the float network has it, without a correction. */
export function floatSegment(segment: Segment): Segment {
  const { uncorrected, ...plain } = segment;
  if (uncorrected === undefined) return segment;
  const nodes = segment.nodes.slice(0, -1);
  return { ...plain, nodes: nodes.map((node) => (node.output === uncorrected ? { ...node, output: segment.output } : node)) };
}

/** Base thresholds θ of a layer, broadcastable over its value: shape `[1]`, `[1, C, 1, …]` or `[1, C, H, W]`. */
export interface Thresholds {
  readonly level: ThresholdLevel;
  readonly shape: Shape;
  readonly values: Float64Array;
  /** Mean error (estimate − activation) of each channel (axis 1) that the constant part behind the layer takes back; absent if it does not. */
  readonly meanError?: Float64Array;
}

/** Membrane dynamics: integrate and fire, leaky, multi-threshold, multi-spike (docs/algorithm.md §3, §9). */
export type NeuronModel = 'if' | 'lif' | 'mt' | 'ms';

/** A layer of spiking neurons (§3, §8, §9). */
export interface NeuronUnit {
  readonly kind: 'neuron';
  readonly id: string;
  /** Name of the layer in plans, reports and the graph; unique in the network. */
  readonly name: string;
  readonly input: ValueId;
  readonly output: ValueId;
  readonly inputCoding: ValueCoding;
  readonly coding: ValueCoding;
  readonly model: NeuronModel;
  /** `relu`: the sum of all sent values may never become negative. `signed`: it may (§3). */
  readonly rule: 'relu' | 'signed';
  /** Negative spikes; always true with differential output or the signed rule. */
  readonly negative: boolean;
  /** Number n of thresholds (1 for IF and LIF). */
  readonly levels: number;
  /** Most spikes K < n of a multi-spike neuron in one step (§9). Absent: no limit. */
  readonly mostSpikes?: number;
  /** Leak of LIF neurons, 1 otherwise. */
  readonly tau: number;
  /** Membrane potential before the first step in units of θ; absent: that of the model (`initialPotential`). */
  readonly initial?: number;
  readonly thresholds: Thresholds;
  /** The node of the network that the layer stands for (a ReLU), or stands in front of (signed). */
  readonly node: string;
}

/** Expectation compensation of a function of one coded value (§4). */
export interface ExpectationUnit {
  readonly kind: 'expectation';
  readonly id: string;
  readonly name: string;
  readonly input: ValueId;
  readonly output: ValueId;
  readonly coding: ValueCoding;
  /** The function: a node of the network with exactly one coded input. */
  readonly node: NetworkNode;
}

/**
 * Max pooling of a neuron's input (§4). `residual`: windows tile the input (kernel = stride), the published form.
 * `estimate`: any windows; the running estimate is pooled and its change is sent, as in expectation compensation.
 */
export interface MaxPoolUnit {
  readonly kind: 'max-pool';
  readonly id: string;
  readonly name: string;
  readonly input: ValueId;
  readonly output: ValueId;
  readonly coding: ValueCoding;
  readonly form: 'residual' | 'estimate';
  readonly node: NetworkNode;
}

/** Product of two coded values (§4): MatMul, or Mul with broadcasting. */
export interface ProductUnit {
  readonly kind: 'product';
  readonly id: string;
  readonly name: string;
  readonly inputs: readonly [ValueId, ValueId];
  readonly output: ValueId;
  readonly coding: ValueCoding;
  readonly node: NetworkNode;
}

/** Changes the coding of a value at a point where codings meet (§8). */
export interface TranscoderUnit {
  readonly kind: 'transcoder';
  readonly id: string;
  readonly name: string;
  readonly input: ValueId;
  readonly output: ValueId;
  readonly from: ValueCoding;
  readonly coding: ValueCoding;
}

/** A stage that is not linear. */
export type Unit = NeuronUnit | ExpectationUnit | MaxPoolUnit | ProductUnit | TranscoderUnit;
/** A part of a SpikingNetwork that writes one value. */
export type Stage = Segment | Unit;

/** The coded values that a stage reads. A square reads one value twice. */
export const stageInputs = (stage: Stage): readonly ValueId[] => ('inputs' in stage ? stage.inputs : [stage.input]);

/** True for a matrix product, which is a counted layer; an elementwise product (gating) is not counted (§5, §7). */
export const isMatrixProduct = ({ node }: ProductUnit): boolean => countedKind(node, [true, true]) !== undefined;

/** A counted layer: a convolution or linear layer inside a segment, or a product unit that is a matrix product (§7). */
export interface CountedLayer {
  readonly name: string;
  readonly kind: 'conv' | 'linear' | 'product';
  /** Node of the network. */
  readonly node: string;
  /** Stage that computes it. */
  readonly stage: string;
  /** Coded values whose non-zero entries are counted: one for conv and linear, two for a product. */
  readonly inputs: readonly ValueId[];
  /** Operations per sample and step if no input is zero. Positions in padding are not operations. */
  readonly dense: number;
}

/** A spiking network as engines and exporters read it. */
export interface SpikingNetwork {
  /** The network after max pooling was moved and neurons were placed. */
  readonly network: Network;
  /** Coding of the network's input and output (§2). */
  readonly coding: Coding;
  /** Leak τ of the leaky codings; 1 for the others. */
  readonly tau: number;
  /** The readout of the answer; absent: the mean of the decoded outputs of all steps. Engines return every step, and need it not. */
  readonly readout?: Readout;
  readonly stages: readonly Stage[];
  readonly counted: readonly CountedLayer[];
  /**
   * Constant part b of every coded value (§1): its value if the network's input is zero and every unit sends nothing. The shape
   * is the value's without the batch axis. Absent if b is zero everywhere.
   */
  readonly constantParts: ReadonlyMap<ValueId, Float64Array>;
}
