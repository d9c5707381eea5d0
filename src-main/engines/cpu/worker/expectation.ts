/**
 * Expectation compensation and products of a tile (docs/algorithm.md §4). The estimates of the operands after every step are
 * computed first, then the function of all of them in one call. The change of the function is sent, unless readers take the
 * estimates themselves (src-shared/lowering/functions.ts).
 *
 * A product is a function of two operands: x∘y/(t+1) + x∘B + A∘y, with A and B the estimates before step t, is (t+1) times the
 * change of A∘B. In rate coding the same holds with running means.
 */
import type { InferenceSession } from 'onnxruntime-node';
import type { ExpectationOperation } from '../program/program.ts';
import type { KernelMemory } from './kernels.ts';
import { countPairs } from './pairs.ts';
import { runModel } from './segment.ts';
import { addressOfSlot, FLOAT_BYTES, parametersAt, temporariesOf, type Tile, type Walk, walkOf } from './tile.ts';

export async function runExpectation(
  tile: Tile,
  operation: ExpectationOperation,
  index: number,
  session: InferenceSession,
): Promise<void> {
  const { memory, program } = tile;
  const { inputs, output, differential } = operation;
  const walks = inputs.map((input) => walkOf(tile, input));
  const steps = stepsOf(tile, operation, Math.max(...walks.map((walk) => walk.present)));
  if (operation.fused) runFused(tile, operation, walks[0]!, steps);
  else await runFunction(tile, operation, index, session, walks, steps);
  const { outer, inner } = program.slots[output.slot]!;
  const length = inner * tile.batch;
  const start = addressOfSlot(tile, output.slot);
  if (operation.keeps) {
    repeatLast(memory, start, length, steps, tile.steps);
    tile.present[output.slot] = tile.steps;
    return;
  }
  tile.present[output.slot] = steps;
  if (steps === 1) return;
  const changes = differential ? memory.kernels.changesDifferential : memory.kernels.changesRate;
  for (let block = 0; block < outer; block++) {
    changes(start + block * steps * length * FLOAT_BYTES, steps, length, tile.workspace.tables.other);
  }
}

/** Estimates of all operands, then the function of them. */
async function runFunction(
  tile: Tile,
  operation: ExpectationOperation,
  index: number,
  session: InferenceSession,
  walks: readonly Walk[],
  steps: number,
): Promise<void> {
  const { memory } = tile;
  const { inputs, output, differential } = operation;
  const temporaries = temporariesOf(tile, index);
  const estimate = differential ? memory.kernels.estimatesDifferential : memory.kernels.estimatesRate;
  const estimates = walks.map(({ outer, length, step, present, at }, operand) => {
    if (operation.estimated[operand]) return at(0);
    for (let block = 0; block < outer; block++) {
      const to = temporaries[operand]! + block * steps * length * FLOAT_BYTES;
      const constant = parametersAt(tile, operation.constants[operand], block);
      estimate(at(block), step, Math.min(present, steps), to, steps, length, ...constant, tile.workspace.tables.other);
    }
    return temporaries[operand]!;
  });
  if (operation.pairs !== undefined) countPairs(tile, operation, operation.pairs, steps, temporaries);
  await runModel(tile, operation.model, session, inputs, estimates, output, { first: 0, count: steps * tile.batch });
}

/** Estimate and function in one kernel. */
function runFused(
  tile: Tile,
  { constants, output }: ExpectationOperation,
  { outer, length, step, present, at }: Walk,
  steps: number,
): void {
  const { memory, workspace } = tile;
  const start = addressOfSlot(tile, output.slot);
  for (let block = 0; block < outer; block++) {
    const to = start + block * steps * length * FLOAT_BYTES;
    const constant = parametersAt(tile, constants[0], block);
    memory.kernels.geluOfEstimates(
      at(block),
      step,
      Math.min(present, steps),
      to,
      steps,
      length,
      ...constant,
      workspace.tables.other,
      workspace.gelu,
    );
  }
}

/** An estimate does not change after the last computed step: later steps are copies of it. */
function repeatLast(memory: KernelMemory, start: number, length: number, steps: number, all: number): void {
  if (steps === all) return;
  const last = memory.floats(start + (steps - 1) * length * FLOAT_BYTES, length);
  for (let t = steps; t < all; t++) memory.floats(start + t * length * FLOAT_BYTES, length).set(last);
}

/**
 * Number of steps to compute. A differential estimate does not change after the last step with an input, and nothing is sent
 * after it; a running mean changes at every step. The first step is always sent, since the constant part is an estimate too.
 */
function stepsOf(
  { program, steps }: Tile,
  { output, differential, estimated, keeps }: ExpectationOperation,
  present: number,
): number {
  const { outer, time } = program.slots[output.slot]!;
  if (time !== 'varying') return 1;
  // Stored estimates have all steps. Values whose steps are not contiguous need all steps too.
  const all = !differential || estimated.includes(true) || (keeps && outer > 1);
  return all ? steps : Math.max(1, present);
}
