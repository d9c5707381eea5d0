/**
 * Runs a segment of a tile on ONNX Runtime, over memory that the kernels share. All steps are one call: they are part of the
 * batch axis.
 */
import type { Model } from '../../../../src-shared/lowering/index.ts';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { messageOf, SpikeloomError } from '../../../../src-shared/errors/index.ts';
import { say, withTexts } from '../../../../src-shared/message/index.ts';
import { atBatch } from '../../../../src-shared/tensor/index.ts';
import { END, hasRun } from '../program/in-place.ts';
import type { Operand, SegmentOperation } from '../program/program.ts';
import { needsLayout } from './arena.ts';
import { type RowRange, runSparseRows, spikesOf } from './sparse.ts';
import { addressOfSlot, FLOAT_BYTES, temporariesOf, type Tile, walkOf } from './tile.ts';

/** One thread for each session, since every core has a worker of its own. */
export async function createSession(model: Model): Promise<InferenceSession> {
  // ONNX Runtime does not accept shared memory.
  const session = InferenceSession.create(model.bytes.slice(), {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    // Each session would keep the memory of its largest run, a fifth to a third of all memory, and gain no time by it.
    enableCpuMemArena: false,
    graphOptimizationLevel: 'all',
    logSeverityLevel: 3,
  });
  return session.catch((error: unknown) => {
    throw runtimeError(model.outputs[0]!, error);
  });
}

function runtimeError(value: string, error: unknown): SpikeloomError {
  const reason = withTexts(messageOf(error), (text) => text.replaceAll(/\s+/g, ' '));
  return new SpikeloomError('engine.failed', say`ONNX Runtime cannot compute ${value}: ${reason}`, {
    at: { node: value },
    cause: error,
  });
}

export async function runSegment(
  tile: Tile,
  operation: SegmentOperation,
  index: number,
  session: InferenceSession,
): Promise<void> {
  const { inputs, output, model } = operation;
  const varying = tile.program.slots[output.slot]!.time === 'varying';
  const steps = Math.max(...inputs.map((input) => (varying ? walkOf(tile, input).present : tile.present[input.slot]!)));
  tile.present[output.slot] = steps;
  if (steps === 0) return;
  const temporaries = temporariesOf(tile, index);
  const addresses = inputs.map((input, position) =>
    needsLayout(tile.program, input, output) ? layOut(tile, input, steps, temporaries[position]!) : extend(tile, input, steps),
  );
  const rows = steps * tile.batch;
  const spikes = spikesOf(tile, operation);
  const dense =
    operation.sparse && spikes
      ? runSparseRows(
          tile,
          operation.sparse,
          spikes,
          rows,
          { inputs: addresses, output: addressOfSlot(tile, output.slot) },
          temporaries.slice(inputs.length) as [number, number, number],
        )
      : [{ first: 0, count: rows }];
  for (const range of dense) await runModel(tile, model, session, inputs, addresses, output, range);
}

/**
 * Runs a model on rows of operands `[outer, steps · B, inner]` at these addresses. It runs on all rows unless `outer` is 1. The
 * result is written into the output's slot.
 */
export async function runModel(
  tile: Tile,
  model: Model,
  session: InferenceSession,
  inputs: readonly Operand[],
  addresses: readonly number[],
  output: Operand,
  { first, count }: RowRange,
): Promise<void> {
  const tensor = ({ slot, shape }: Operand, address: number): Tensor => {
    const { outer, inner } = tile.program.slots[slot]!;
    const from = address + first * inner * FLOAT_BYTES;
    return new Tensor('float32', tile.memory.floats(from, outer * inner * count), atBatch(shape, count));
  };
  const feeds = Object.fromEntries(model.inputs.map((name, position) => [name, tensor(inputs[position]!, addresses[position]!)]));
  const result = model.outputs[0]!;
  try {
    await session.run(feeds, { [END]: null, [result]: tensor(output, addressOfSlot(tile, output.slot)) });
  } catch (error) {
    if (!hasRun(error)) throw runtimeError(result, error);
  }
}

/** A value in its slot, with zeros written after its stored steps up to `steps`. */
function extend(tile: Tile, { slot }: Operand, steps: number): number {
  const address = addressOfSlot(tile, slot);
  const { inner, outer } = tile.program.slots[slot]!;
  const length = outer * inner * tile.batch;
  const stored = tile.present[slot]!;
  if (stored < steps) tile.memory.floats(address + stored * length * FLOAT_BYTES, (steps - stored) * length).fill(0);
  return address;
}

/** A copy of a value with all of `steps` stored: the one step is repeated, or the stored steps are followed by zeros. */
function layOut(tile: Tile, input: Operand, steps: number, to: number): number {
  const { memory } = tile;
  const { outer, length, step, present, at } = walkOf(tile, input);
  const copy = memory.floats(to, outer * steps * length);
  for (let block = 0; block < outer; block++) {
    for (let t = 0; t < steps; t++) {
      const start = (block * steps + t) * length;
      if (t < present) copy.set(memory.floats(at(block) + t * step, length), start);
      else copy.fill(0, start, start + length);
    }
  }
  return to;
}
