/** Max pooling, transcoders and the network's outputs: units that pass on or keep real values, not spikes (docs/fixed-point.md). */
import type { NetworkNode } from '../../network/index.ts';
import type { LoweredOutput } from '../../lowering/index.ts';
import { readoutFromOf } from '../../plan/index.ts';
import type { TranscoderUnit, ValueCoding } from '../../spiking/index.ts';
import { harmonic } from '../arithmetic.ts';
import type { FixedOutput } from '../network.ts';
import { addValue, channelSize, type Draft, type DraftValue, largestPerChannel, sampleShape } from './draft.ts';
import { intakeOf, partsFor, room, type Sums } from './intake.ts';
import { windowsOf } from './weights.ts';

/** The unit of a run of entries, and their largest |d| in it. */
interface Chosen {
  readonly unit: Float64Array;
  readonly clamp: Int32Array;
}

/**
 * The finest unit, shared by runs of `run` entries, in which `needed(d, b)` units are at most the room of 32 bits. Inputs are never clamped:
 * `clamp` is their proven bound.
 */
function unitFor(
  value: DraftValue,
  constant: Float64Array | undefined,
  run: number,
  sums: Sums,
  needed: (d: number, b: number) => number,
): Chosen {
  const d = largestPerChannel(
    value.unit.map((unit, i) => unit * value.bound[i]),
    run,
  );
  const b = largestPerChannel((constant ?? new Float64Array(value.unit.length)).map(Math.abs), run);
  // Rounding may add one unit to each input and to b.
  const all = room(sums) - needed(2, 2);
  const unit = value.unit.map((_, i) => {
    const channel = Math.floor(i / run);
    return needed(d[channel], b[channel]) / all;
  });
  const clamp = Int32Array.from(unit, (one, i) => (one === 0 ? 0 : Math.ceil(d[Math.floor(i / run)] / one) + 1));
  return { unit, clamp };
}

/** Max pooling `[C, …] → [C, …]`. */
export function addMaxPool(draft: Draft, node: NetworkNode, coding: ValueCoding, value: DraftValue, name: string): void {
  const { network, constantParts } = draft.program.spiking;
  const [from, to] = [sampleShape(network, node.inputs[0]), sampleShape(network, node.output)];
  const constant = constantParts.get(node.inputs[0]);
  const { steps } = draft;
  const parts = partsFor([coding], steps);
  const sums: Sums = { steps, parts, inputCoding: coding };
  const plane = channelSize(from);
  const { unit, clamp } = unitFor(value, constant, plane, sums, (d, b) =>
    coding === 'rate' ? steps * (d + b) : b + harmonic(steps) * d,
  );
  const out = channelSize(to);
  const channelOf = (i: number): number => Math.floor(i / out) * plane;
  const size = from[1] * out;
  // The sent value changes by no more than one input, or is the first value of all.
  const bound = Float64Array.from({ length: size }, (_, i) => {
    const at = channelOf(i);
    return parts * (clamp[at] + (unit[at] === 0 ? 0 : Math.abs(largestIn(constant, at, plane)) / unit[at]) + 2);
  });
  const output = addValue(
    draft,
    node.output,
    { channel: out, unit: Float64Array.from({ length: size }, (_, i) => unit[channelOf(i)] / parts), bound, repeats: false },
    name,
  );
  const { kernel, strides, pads, dilations = kernel.map(() => 1) } = node.attributes as Record<string, readonly number[]>;
  draft.layers.push({
    kind: 'max-pool',
    name,
    input: value.index,
    output: output.index,
    repeats: false,
    coding,
    channels: from[1],
    windows: windowsOf(from.slice(2), to.slice(2), { kernel, strides, pads, dilations }),
    intake: intakeOf(value, unit, { clamp, constant }, parts),
  });
}

const largestIn = (values: Float64Array | undefined, from: number, count: number): number =>
  values ? values.subarray(from, from + count).reduce((most, one) => Math.max(most, Math.abs(one)), 0) : 0;

/** A transcoder. It sends parts of a unit. */
export function addTranscoder(draft: Draft, { name, from, input, output: id }: TranscoderUnit, value: DraftValue): void {
  const constant = draft.program.spiking.constantParts.get(input);
  const { steps } = draft;
  const parts = partsFor(['differential'], steps);
  const sums: Sums = { steps, parts, inputCoding: from };
  // A mean and a change, or an estimate and a change, leave at the same time.
  const sent = (d: number, b: number): number => (from === 'rate' ? 2 * (d + b) : b + (1 + harmonic(steps)) * d);
  const { unit, clamp } = unitFor(value, constant, value.channel, sums, (d, b) =>
    Math.max(sent(d, b), from === 'rate' ? (steps / parts) * (d + b) : 0),
  );
  const bound = unit.map((one, i) => (one === 0 ? 0 : parts * (sent(clamp[i], Math.abs(constant?.[i] ?? 0) / one) + 4)));
  const output = addValue(
    draft,
    id,
    { channel: value.channel, unit: unit.map((one) => one / parts), bound, repeats: false },
    name,
  );
  draft.layers.push({
    kind: 'transcoder',
    name,
    input: value.index,
    output: output.index,
    repeats: false,
    from,
    intake: intakeOf(value, unit, { clamp, constant }, parts),
  });
}

/** An output of the network. */
export function outputOf(draft: Draft, { value: id, coding: outer }: LoweredOutput, name: string): FixedOutput {
  const value = draft.byId.get(id)!;
  const coding: ValueCoding = outer === 'rate' ? 'rate' : 'differential';
  const constant = draft.program.spiking.constantParts.get(id);
  const parts = partsFor([coding], draft.steps);
  const sums: Sums = { steps: draft.steps, parts, inputCoding: coding };
  const { steps } = draft;
  const needed = (d: number, b: number): number => (coding === 'rate' ? steps * (d + b) : b + (1 + harmonic(steps)) * d);
  const { unit, clamp } = unitFor(value, constant, value.unit.length, sums, needed);
  const from = readoutFromOf(draft.program.spiking);
  return { name, value: value.index, coding, unit: unit[0], intake: intakeOf(value, unit, { clamp, constant }, parts), from };
}
