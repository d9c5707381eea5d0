/**
 * Expectation compensation and products of a tile (docs/algorithm.md §4): estimates of the operands after every step, the function
 * of all of them in one call, and what changed is sent. A product is the same with two operands: x∘y/(t+1) + x∘B + A∘y, with A and
 * B the estimates before step t, is (t+1) times the change of A∘B; in rate coding likewise with running means.
 */
import type { InferenceSession } from 'onnxruntime-node';
import type { ExpectationOperation } from '../program/program.ts';
import { countPairs } from './pairs.ts';
import { runModel } from './segment.ts';
import { addressOfSlot, FLOAT_BYTES, parametersAt, temporariesOf, type Tile, walkOf } from './tile.ts';

export async function runExpectation(
  tile: Tile,
  operation: ExpectationOperation,
  index: number,
  session: InferenceSession,
): Promise<void> {
  const { memory, program } = tile;
  const { inputs, output, differential } = operation;
  const walks = inputs.map((input) => walkOf(tile, input));
  const time = program.slots[output.slot]!.time;
  const steps = stepsOf(tile, time === 'varying', differential, Math.max(...walks.map((walk) => walk.present)));
  const temporaries = temporariesOf(tile, index);
  const estimate = differential ? memory.kernels.estimatesDifferential : memory.kernels.estimatesRate;
  walks.forEach(({ outer, length, step, present, at }, operand) => {
    for (let block = 0; block < outer; block++) {
      const to = temporaries[operand]! + block * steps * length * FLOAT_BYTES;
      const constant = parametersAt(tile, operation.constants[operand], block);
      estimate(at(block), step, Math.min(present, steps), to, steps, length, ...constant, tile.workspace.tables.other);
    }
  });
  if (operation.pairs) countPairs(tile, operation, operation.pairs, steps, temporaries);
  await runModel(tile, operation.model, session, inputs, temporaries, output, { first: 0, count: steps * tile.batch });
  tile.present[output.slot] = steps;
  if (steps === 1) return;
  const { outer, inner } = program.slots[output.slot]!;
  const length = inner * tile.batch;
  const start = addressOfSlot(tile, output.slot);
  const changes = differential ? memory.kernels.changesDifferential : memory.kernels.changesRate;
  for (let block = 0; block < outer; block++) {
    changes(start + block * steps * length * FLOAT_BYTES, steps, length, tile.workspace.tables.other);
  }
}

/**
 * Steps to compute. A differential estimate stays after the last step in which something came, and then nothing is sent; a
 * running mean moves on. The first step is sent in any case: the constant part is an estimate too.
 */
function stepsOf(tile: Tile, varying: boolean, differential: boolean, present: number): number {
  if (!varying) return 1;
  return differential ? Math.max(1, present) : tile.steps;
}
