/** Runs tiles of a program in one worker: its own ONNX Runtime sessions, its own memory. */
import type { InferenceSession } from 'onnxruntime-node';
import { emptyCounts, type TileResult } from '../../../../src-shared/engine/collect.ts';
import { decodeOutput } from '../../../../src-shared/engine/decode-output.ts';
import type { Operation, OutputPort, Parameters, Program } from '../program/program.ts';
import { type Arena, planArena } from './arena.ts';
import { runExpectation } from './expectation.ts';
import { type KernelMemory, loadKernels } from './kernels.ts';
import { runNeuron } from './neuron.ts';
import type { RecordedLayer } from './protocol.ts';
import { createSession, runSegment } from './segment.ts';
import { addressOfSlot, type Tile } from './tile.ts';
import { runCount, runMaxPool, runScale, runTranscoder } from './units.ts';
import { createWorkspace, workspaceBytes } from './workspace.ts';

export interface TileInputs {
  /** `[b, …]`, the tile's samples. */
  readonly samples: Float32Array;
  readonly batch: number;
  readonly steps: number;
  /** Float activations of the neuron layers, to record conversion errors. */
  readonly activations?: readonly Float32Array[];
  /** Neuron layers whose spikes are recorded, by their index in the program. */
  readonly record?: readonly number[];
  /** Throws if the job was cancelled; called between operations. */
  readonly check: () => void;
}

export interface Executor {
  run(inputs: TileInputs): Promise<{ readonly result: TileResult; readonly recorded: ReadonlyMap<number, RecordedLayer> }>;
}

export async function createExecutor(program: Program): Promise<Executor> {
  const memory = await loadKernels();
  const addressOf = placeParameters(memory, program);
  const sessions = await createSessions(program);
  const arenaFor = createArenas(program);
  return {
    async run({ samples, batch, steps, activations, record = [], check }) {
      const arena = arenaFor(steps, batch, activations !== undefined);
      const found = new Map<number, RecordedLayer>();
      const tile: Tile = {
        program,
        memory,
        workspace: createWorkspace(memory, memory.arena(workspaceBytes(steps) + arena.bytes), steps),
        arena,
        steps,
        batch,
        present: new Array<number>(program.slots.length).fill(0),
        rowSpikes: [],
        counts: {
          ...emptyCounts(program.neurons.length, program.counted.length, steps),
          clipped: program.neurons.map(() => new Float64Array(steps)),
        },
        addressOf,
        activations,
        recording: { layers: record, found },
      };
      encode(tile, samples);
      for (const [index, operation] of program.operations.entries()) {
        check();
        await runOperation(tile, operation, index, sessions[index]);
      }
      const result = { logits: program.outputs.map((output) => decode(tile, output)), counts: tile.counts };
      return { result, recorded: found };
    },
  };
}

/** ONNX Runtime sessions of the operations that have a model. */
export async function createSessions(program: Program): Promise<(InferenceSession | undefined)[]> {
  const sessions: (InferenceSession | undefined)[] = [];
  for (const operation of program.operations)
    sessions.push('model' in operation ? await createSession(operation.model) : undefined);
  return sessions;
}

/** Runs one operation on a tile whose earlier operations have run. */
export async function runOperation(
  tile: Tile,
  operation: Operation,
  index: number,
  session: InferenceSession | undefined,
): Promise<void> {
  switch (operation.kind) {
    case 'segment':
      return runSegment(tile, operation, index, session!);
    case 'expectation':
      return runExpectation(tile, operation, index, session!);
    case 'neuron':
      return runNeuron(tile, operation, index);
    case 'max-pool':
      return runMaxPool(tile, operation, index);
    case 'transcoder':
      return runTranscoder(tile, operation);
    case 'count':
      return runCount(tile, operation);
    case 'scale':
      return runScale(tile, operation);
  }
}

/** Copies all parameters into memory that stays. */
export function placeParameters(memory: KernelMemory, program: Program): Tile['addressOf'] {
  const addresses = new Map<Parameters<Float32Array | Int32Array>, number>();
  for (const operation of program.operations) {
    const sparse = operation.kind === 'segment' ? operation.sparse : undefined;
    for (const value of [...Object.values(operation), sparse?.weights].flat()) {
      if (typeof value !== 'object' || !('period' in value)) continue;
      const { data } = value as Parameters<Float32Array | Int32Array>;
      const address = memory.reserve(data.byteLength);
      if (data instanceof Int32Array) memory.integers(address, data.length).set(data);
      else memory.floats(address, data.length).set(data);
      addresses.set(value as Parameters<Float32Array | Int32Array>, address);
    }
  }
  return (parameters) => addresses.get(parameters)!;
}

/** The last few memory plans: a batch needs one for its tiles, and one for a smaller last tile. */
function createArenas(program: Program) {
  const plans = new Map<string, Arena>();
  return (steps: number, batch: number, errors: boolean): Arena => {
    const key = `${steps} ${batch} ${errors}`;
    let arena = plans.get(key);
    if (!arena) {
      if (plans.size > 8) plans.clear();
      arena = planArena(program, steps, batch, errors);
      plans.set(key, arena);
    }
    return arena;
  };
}

/** Copies the samples into the slot of the network's input (docs/algorithm.md §2). */
function encode(tile: Tile, samples: Float32Array): void {
  const { program, memory, steps, present } = tile;
  const { slot } = program.input;
  const stored = program.coding === 'leaky-rate' ? steps : 1;
  const input = memory.floats(addressOfSlot(tile, slot), stored * samples.length);
  for (let t = 0; t < stored; t++) {
    const factor = program.tau ** t;
    input.set(t === 0 ? samples : samples.map((value) => value * factor), t * samples.length);
  }
  present[slot] = stored;
}

/** The decoded output `[T, b, …]`. */
function decode(tile: Tile, { operand: { slot }, coding, constant }: OutputPort): Float64Array {
  const { program, memory, steps, batch } = tile;
  const { outer, inner, time } = program.slots[slot]!;
  const stored = tile.present[slot]!;
  const values = memory.floats(addressOfSlot(tile, slot), outer * stored * batch * inner);
  const output = { coding, layout: { outer, inner }, stored, repeats: time === 'constant', constant };
  return decodeOutput(values, output, program.tau, steps, batch);
}
