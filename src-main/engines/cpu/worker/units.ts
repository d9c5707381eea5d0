/** Max pooling, transcoders and counting of a tile: one kernel call for every outer block. */
import type { CountOperation, MaxPoolOperation, ScaleOperation, TranscoderOperation } from '../program/program.ts';
import { parametersAt, temporariesOf, type Tile, walkOf } from './tile.ts';

export function runMaxPool(tile: Tile, operation: MaxPoolOperation, index: number): void {
  const input = walkOf(tile, operation.input);
  tile.present[operation.output.slot] = tile.steps;
  const output = walkOf(tile, operation.output);
  const channel = operation.plane.reduce((size, axis) => size * axis, 1);
  const pooled = operation.plane.map((size, axis) => size / operation.window[axis]!);
  const [scratch] = temporariesOf(tile, index) as [number];
  for (let block = 0; block < input.outer; block++) {
    tile.memory.kernels.residualMaxPool(
      Number(operation.differential),
      input.at(block),
      input.step,
      input.present,
      output.at(block),
      tile.steps,
      input.length / channel / operation.lanes,
      ...pooled,
      ...operation.window,
      parametersAt(tile, operation.constant, block)[0],
      input.length / tile.batch / channel / operation.lanes,
      operation.lanes,
      scratch,
    );
  }
}

export function runTranscoder(tile: Tile, operation: TranscoderOperation): void {
  const { kernels } = tile.memory;
  const input = walkOf(tile, operation.input);
  tile.present[operation.output.slot] = tile.steps;
  const output = walkOf(tile, operation.output);
  const transcode = operation.toDifferential ? kernels.rateToDifferential : kernels.differentialToRate;
  for (let block = 0; block < input.outer; block++) {
    const constant = parametersAt(tile, operation.constant, block);
    transcode(
      input.at(block),
      input.step,
      input.present,
      output.at(block),
      tile.steps,
      input.length,
      ...constant,
      tile.workspace.tables.other,
    );
  }
}

export function runCount(tile: Tile, operation: CountOperation): void {
  const { memory, counts } = tile;
  const { outer, length, step, present, at } = walkOf(tile, operation.input);
  // Steps that are not stored consist of the constant part.
  const resting = operation.resting * tile.batch;
  const operations = counts.operations[operation.counted]!.fill(0, 0, present).fill(resting, present);
  const accumulates = counts.accumulates[operation.counted]!.fill(0, 0, present).fill(resting, present);
  const { reciprocal } = operation;
  for (let t = 0; t < present; t++) {
    // A value that is the same at every step is counted once.
    if (step === 0 && t > 0) {
      operations[t] = operations[0]!;
      accumulates[t] = accumulates[0]!;
      continue;
    }
    for (let block = 0; block < outer; block++) {
      const values = at(block) + t * step;
      const [weights, period] = parametersAt(tile, operation.weights, block);
      operations[t]! += memory.kernels.countWeighted(
        values,
        length,
        weights,
        parametersAt(tile, operation.silent, block)[0],
        period,
      );
      if (reciprocal) {
        accumulates[t]! += memory.kernels.countBitsWeighted(
          values,
          length,
          weights,
          parametersAt(tile, reciprocal, block)[0],
          period,
        );
      }
    }
    if (!reciprocal) accumulates[t] = operations[t]!;
  }
}

export function runScale({ counts }: Tile, { counted, neuron, factor }: ScaleOperation): void {
  counts.spikes[neuron]!.forEach((spikes, t) => {
    counts.operations[counted]![t] = spikes * factor;
    counts.accumulates[counted]![t] = counts.bits[neuron]![t]! * factor;
  });
}
