/** Runs a neuron layer of a tile, and collects the counts of its kernel. */
import { carriedRange, lossBounds, reachAfterSteps } from '../../../../src-shared/units/index.ts';
import type { NeuronOperation, ParameterSets } from '../program/program.ts';
import { errorNumbers } from './arena.ts';
import { recordLayer } from './recording.ts';
import { FLOAT_BYTES, temporariesOf, type Tile, walkOf } from './tile.ts';
import { writeFrame } from './workspace.ts';

/** Entries of a step's totals: spikes, operations, bits, operations weighted by bits. */
const TOTALS = 4;

export function runNeuron(tile: Tile, operation: NeuronOperation, index: number): void {
  const { memory, workspace, steps } = tile;
  const input = walkOf(tile, operation.input);
  tile.present[operation.output.slot] = steps;
  const output = walkOf(tile, operation.output);
  const totals = memory.doubles(workspace.totals, steps * TOTALS).fill(0);
  const kernel = memory.kernels.neuron(operation.kernel);
  // If a reader needs the number of spikes of each sample, samples run one by one.
  const parts = operation.rows ? tile.batch : 1;
  const length = input.length / parts;
  const rows = operation.rows ? new Float64Array(steps * tile.batch) : undefined;
  for (let call = 0; call < input.outer * parts; call++) {
    const block = Math.floor(call / parts);
    const part = call % parts;
    const setsAt = (sets: ParameterSets<Float32Array | Int32Array>): number =>
      tile.addressOf(sets) + block * sets.period * FLOAT_BYTES;
    writeFrame(memory, workspace, operation, {
      input: input.at(block) + part * length * FLOAT_BYTES,
      inputStep: input.step,
      present: input.present,
      output: output.at(block) + part * length * FLOAT_BYTES,
      outputStep: output.step,
      steps,
      length,
      reciprocal: setsAt(operation.reciprocal),
      quantum: setsAt(operation.quantum),
      added: setsAt(operation.added),
      weights: setsAt(operation.weights),
    });
    kernel(workspace.frame);
    if (rows) takeRow(rows, totals, part, tile);
  }
  tile.rowSpikes[operation.output.slot] = rows;
  takeCounts(tile, operation, totals);
  const { recording } = tile;
  if (recording?.layers.includes(operation.neuron)) recording.found.set(operation.neuron, recordLayer(tile, operation));
  if (tile.activations) recordError(tile, operation, index, tile.activations[operation.neuron]!);
  // The last steps need not be stored if no neuron fired in them. Several outer blocks keep all steps, so that none has to be
  // moved.
  if (output.outer === 1) {
    let last = steps;
    while (last > 0 && totals[(last - 1) * TOTALS] === 0) last--;
    tile.present[operation.output.slot] = last;
  }
}

/** Spikes of a sample at every step: the totals now, minus the totals before the sample. */
function takeRow(rows: Float64Array, totals: Float64Array, sample: number, { batch, steps }: Tile): void {
  for (let t = 0; t < steps; t++) {
    let spikes = totals[t * TOTALS]!;
    for (let earlier = 0; earlier < sample; earlier++) spikes -= rows[t * batch + earlier]!;
    rows[t * batch + sample] = spikes;
  }
}

function takeCounts(tile: Tile, operation: NeuronOperation, totals: Float64Array): void {
  const { counts } = tile;
  for (let t = 0; t < tile.steps; t++) {
    const [spikes, operations, bits, accumulates] = totals.subarray(t * TOTALS, (t + 1) * TOTALS) as unknown as [
      number,
      number,
      number,
      number,
    ];
    counts.spikes[operation.neuron]![t] = spikes;
    counts.bits[operation.neuron]![t] = bits;
    if (operation.counted === undefined) continue;
    counts.operations[operation.counted]![t] = operations;
    counts.accumulates[operation.counted]![t] = accumulates;
  }
}

/** Error of the running estimates against the float activations `[outer][B][inner]`. */
function recordError(tile: Tile, operation: NeuronOperation, index: number, activation: Float32Array): void {
  const { memory, counts, steps } = tile;
  const output = walkOf(tile, operation.output);
  const [target, errors] = temporariesOf(tile, index) as [number, number];
  const { order, inner } = tile.program.slots[operation.output.slot]!;
  const targets = memory.floats(target, activation.length);
  if (order) for (let i = 0; i < targets.length; i++) targets[i] = activation[i - (i % inner) + order[i % inner]!]!;
  else targets.set(activation);
  const { settings, quantum, spike } = operation;
  const { tau } = tile.program;
  const bounds = lossBounds(carriedRange(settings, steps, tau)).map((bound) => bound * spike);
  const reach = reachAfterSteps(settings, steps, tau).map((bound) => bound * spike);
  const at = errorNumbers(steps);
  const totals = memory.doubles(errors, at.end).fill(0);
  totals.set(bounds, at.bounds);
  totals.set(reach, at.reach);
  for (let t = 0; t < steps; t++) totals.set([tau ** -t, 1 / (t + 1)], at.weights + 2 * t);
  for (let block = 0; block < output.outer; block++) {
    const from = target + block * output.length * FLOAT_BYTES;
    counts.squaredNorm[operation.neuron]! += memory.kernels.estimateError(
      Number(operation.differential),
      output.at(block),
      output.step,
      output.present,
      steps,
      output.length,
      from,
      errors,
      errors + at.weights * Float64Array.BYTES_PER_ELEMENT,
      tile.addressOf(quantum) + block * quantum.period * FLOAT_BYTES,
      quantum.period,
      quantum.span,
      errors + at.bounds * Float64Array.BYTES_PER_ELEMENT,
    );
  }
  counts.squaredError[operation.neuron]!.set(totals.subarray(0, steps));
  counts.losses[operation.neuron]!.set(totals.subarray(at.losses, at.clipped));
  counts.clipped[operation.neuron]!.set(totals.subarray(at.clipped, at.bounds));
}
