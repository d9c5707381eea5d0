/** A neuron layer as a call of its kernel (kernels/neuron.ts): the kernel's name, and parameters in units of one spike. */
import type { Shape } from '../../../../src-shared/tensor/index.ts';
import type { NeuronUnit } from '../../../../src-shared/spiking/index.ts';
import { initialPotential, mostQuanta, neuronThresholds } from '../../../../src-shared/units/index.ts';
import type { PlacedLayout } from './blocked-layouts.ts';
import { floatParameters, integerParameters, parameterSets } from './parameters.ts';
import type { NeuronOperation, Operand } from './program.ts';

/** Packed sums have 16 bits and are unpacked before they overflow. Each chunk of 32 entries adds eight vectors. */
const PACKED = 65_535;
const VECTORS = 8;

export interface NeuronPlaces {
  readonly input: Operand;
  readonly output: Operand;
  readonly neuron: number;
  /** The input is stored as an estimate. */
  readonly estimated?: boolean;
  /**
   * The counted layer that reads the output, and its operations per non-zero entry: one number, or one for each position of a
   * channel.
   */
  readonly fanOut: { readonly counted: number; readonly map: Float64Array } | undefined;
}

/** The operation of a neuron layer. `constant` is b of its input, `shape` the shape of its value with the batch axis. */
export function neuronOperation(
  unit: NeuronUnit,
  layout: PlacedLayout,
  shape: Shape,
  constant: Float64Array | undefined,
  { fanOut, estimated = false, ...places }: NeuronPlaces,
): NeuronOperation {
  const theta = neuronThresholds(unit.thresholds, shape);
  const spike = quantaOf(unit);
  const { model, rule, levels, tau, initial, inputCoding, coding } = unit;
  const mostSpikes = unit.mostSpikes === undefined ? {} : { mostSpikes: unit.mostSpikes };
  const quantumOf = (index: number): number => {
    const quantum = Math.fround(theta[index % theta.length]! / spike);
    return quantum > 0 ? quantum : 0;
  };
  const reciprocalOf = (index: number): number => (quantumOf(index) > 0 ? 1 / quantumOf(index) : 0);
  const [reciprocal, quantum] = parameterSets([floatParameters(layout, reciprocalOf), floatParameters(layout, quantumOf)]);
  const [added] = parameterSets([floatParameters(layout, (index) => constant?.[index] ?? 0)]);
  const operationsOf = (index: number): number => (fanOut ? fanOut.map[index % fanOut.map.length]! : 0);
  // A neuron without a threshold sends no spikes: a start alone could make its kernel count some.
  const [weights] = parameterSets([
    integerParameters(layout, (index) => (quantumOf(index) > 0 ? 1 + 65_536 * operationsOf(index) : 0)),
  ]);
  const most = fanOut ? Math.max(...fanOut.map) : 0;
  return {
    kind: 'neuron',
    ...places,
    kernel: kernelOf(unit, estimated),
    limit: limitOf(unit),
    ...mostSpikes,
    start: startOf(unit),
    multiThreshold: unit.model === 'mt',
    reciprocal: reciprocal!,
    quantum: quantum!,
    added: added!,
    weights: weights!,
    flush: flushOf(unit, most),
    counted: fanOut?.counted,
    differential: unit.coding === 'differential',
    settings: { model, rule, levels, ...mostSpikes, tau, ...(initial === undefined ? {} : { initial }), inputCoding, coding },
    spike,
    rows: false,
  };
}

/** λ, the worth of one unit, is θ/2ⁿ⁻¹ for multi-spike neurons (§9) and θ for the others. */
const quantaOf = (unit: Pick<NeuronUnit, 'model' | 'levels'>): number => (unit.model === 'ms' ? 2 ** (unit.levels - 1) : 1);

/** The START of kernels/frame.ts: the membrane potential before the first step, in quanta. */
function startOf(unit: NeuronUnit): number {
  // The leak is a float32 in the kernel.
  if (unit.model === 'lif' && unit.initial === undefined) return 0.5 / Math.fround(unit.tau);
  return initialPotential(unit) * quantaOf(unit);
}

/** True if the packed sums of a neuron kernel can hold such a fan-out. */
export const fitsPacked = (unit: NeuronUnit, map: Float64Array): boolean => flushOf(unit, Math.max(...map)) > 0;

function flushOf(unit: NeuronUnit, fanOut: number): number {
  const bits = unit.model === 'ms' ? (unit.mostSpikes ?? unit.levels) : 1;
  return Math.floor(PACKED / (VECTORS * bits * Math.max(1, fanOut)));
}

function kernelOf({ model, mostSpikes, inputCoding, coding, rule, negative }: NeuronUnit, estimated: boolean): string {
  const name = (part: string): string => part[0]!.toUpperCase() + part.slice(1);
  const sign = rule === 'signed' ? 'Signed' : negative ? 'Relu' : 'Positive';
  return `${mostSpikes === undefined ? model : 'limited'}${estimated ? 'Estimate' : name(inputCoding)}${name(coding)}${sign}`;
}

/** The LIMIT of kernels/frame.ts. */
function limitOf(unit: NeuronUnit): NeuronOperation['limit'] {
  if (unit.model === 'mt') {
    const smallest = new Int32Array(Float32Array.of(2 ** (1 - unit.levels)).buffer)[0]!;
    return { bits: smallest * 2 - 1 };
  }
  return { value: unit.model === 'lif' ? unit.tau : mostQuanta(unit.levels, unit.mostSpikes) };
}
