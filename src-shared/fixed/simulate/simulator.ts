/**
 * Runs a network in whole numbers, one sample at a time, step by step. After every step all values and all states can be read, so that a
 * generated program can be compared with them bit for bit.
 */
import type { FixedLayer, FixedNetwork } from '../network.ts';
import { convStep, linearStep, moveStep, sumStep, windowSumStep } from './linear.ts';
import { maxPoolRun, neuronRun, outputRun, type States, transcoderRun, type UnitRun } from './units.ts';

/** A simulator of one sample. */
export interface FixedSimulator {
  /** Every value of the last step, by its position in the network. */
  readonly values: readonly Int32Array[];
  /** The states of every layer, by its position; empty for a layer without states. */
  readonly states: readonly States[];
  /** For every output, its states and the decoded output of the last step. */
  readonly outputs: readonly { readonly states: States; readonly decoded: Int32Array }[];
  /** For every layer, the number of its inputs that were clamped since `begin`. */
  readonly clamped: Float64Array;
  /** Number of values of the sample that were outside of the input's range. */
  readonly saturated: () => number;
  /** Begins a sample `[…]`: sets all states and the input. */
  begin(sample: ArrayLike<number>): void;
  /** Computes the next step. Throws a RangeError beyond the network's number of steps. */
  step(): void;
}

interface LayerRun {
  readonly unit: UnitRun | undefined;
  readonly linear: ((values: readonly Int32Array[]) => void) | undefined;
}

/** Makes a simulator. */
export function createFixedSimulator(network: FixedNetwork): FixedSimulator {
  const values = network.values.map(({ size }) => new Int32Array(size));
  const sizeAt = (index: number): number => network.values[index].size;
  const runs = network.layers.map((layer) => layerRun(layer, sizeAt));
  const outputs = network.outputs.map((output) => outputRun(output, sizeAt(output.value)));
  const clamped = new Float64Array(network.layers.length);
  const { input } = network;
  let t = 0;
  let saturated = 0;
  return {
    values,
    states: runs.map(({ unit }) => unit?.states ?? {}),
    outputs,
    clamped,
    saturated: () => saturated,
    begin(sample) {
      t = 0;
      clamped.fill(0);
      saturated = quantise(sample, values[input.value], input.unit, input.most);
      for (const { unit } of runs) unit?.reset();
      for (const output of outputs) output.reset();
    },
    step() {
      if (t >= network.steps) throw new RangeError(`the network was made for ${network.steps} steps`);
      if (t === 1 && input.time === 'once') values[input.value].fill(0);
      network.layers.forEach((layer, index) => {
        if (t > 0 && layer.repeats) return;
        const { unit, linear } = runs[index];
        linear?.(values);
        if (unit) clamped[index] += unit.step(values, t);
      });
      for (const output of outputs) output.step(values, t);
      t++;
    },
  };
}

/** Writes clamp(round(x / unit), ±most) for every x, halves away from zero. Returns the number of clamped values. */
export function quantise(sample: ArrayLike<number>, to: Int32Array, unit: number, most: number): number {
  let clamped = 0;
  for (let i = 0; i < to.length; i++) {
    const exact = sample[i] / unit;
    const whole = exact < 0 ? -Math.floor(-exact + 0.5) : Math.floor(exact + 0.5);
    to[i] = Math.max(-most, Math.min(most, whole));
    if (to[i] !== whole && whole !== 0) clamped++;
  }
  return clamped;
}

function layerRun(layer: FixedLayer, sizeAt: (index: number) => number): LayerRun {
  const linear = (step: LayerRun['linear']): LayerRun => ({ unit: undefined, linear: step });
  const unit = (run: UnitRun): LayerRun => ({ unit: run, linear: undefined });
  switch (layer.kind) {
    case 'conv':
      return linear(convStep(layer));
    case 'linear':
      return linear(linearStep(layer));
    case 'sum':
      return linear(sumStep(layer, sizeAt(layer.output)));
    case 'move':
      return linear(moveStep(layer));
    case 'window-sum':
      return linear(windowSumStep(layer));
    case 'neuron':
      return unit(neuronRun(layer, sizeAt(layer.output)));
    case 'max-pool':
      return unit(maxPoolRun(layer, { input: sizeAt(layer.input), output: sizeAt(layer.output) }));
    case 'transcoder':
      return unit(transcoderRun(layer, sizeAt(layer.output)));
  }
}
