/** Runs tiles of a program in one worker: its own ONNX Runtime sessions, its own memory. */
import type { InferenceSession } from 'onnxruntime-node';
import { emptyCounts, type TileResult } from '../../../../src-shared/engine/collect.ts';
import { decodeOutput } from '../../../../src-shared/engine/decode-output.ts';
import type { Operation, OutputPort, Parameters, Program } from '../program/program.ts';
import { type Arena, type ArenaPart, planArena } from './arena.ts';
import { runExpectation } from './expectation.ts';
import { type KernelMemory, loadKernels } from './kernels.ts';
import { runNeuron } from './neuron.ts';
import type { RecordedLayer } from '../../../../src-shared/engine/recorder.ts';
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
    async run(inputs) {
      const { batch, steps, activations, check } = inputs;
      const arena = arenaFor(steps, batch, activations !== undefined);
      const workspace = createWorkspace(memory, memory.arena(workspaceBytes(steps) + arena.bytes), steps);
      const found = new Map<number, RecordedLayer>();
      const recording = { layers: inputs.record ?? [], found };
      const tile = { ...createTile({ program, memory, addressOf, workspace, arena }, inputs), recording };
      encode(tile, inputs.samples);
      for (const [index, operation] of program.operations.entries()) {
        check();
        await runOperation(tile, operation, index, sessions[index]);
      }
      return { result: resultOf(tile), recorded: found };
    },
  };
}

/** A program and its place in memory. */
export type TilePlace = Pick<Tile, 'program' | 'memory' | 'addressOf' | 'workspace' | 'arena'>;

/** A tile of which nothing has been computed. */
export const createTile = (place: TilePlace, { steps, batch, activations }: TileInputs): Tile => ({
  ...place,
  steps,
  batch,
  present: new Array<number>(place.program.slots.length).fill(0),
  rowSpikes: [],
  counts: emptyCounts(place.program.neurons.length, place.program.counted.length, steps),
  activations,
});

/** The result of a tile whose operations have all run. */
export const resultOf = (tile: Tile): TileResult => ({
  logits: tile.program.outputs.map((output) => decode(tile, output)),
  counts: tile.counts,
});

/** ONNX Runtime sessions of the operations that have a model. `known`: sessions by the bytes of their models, to which new ones are added. */
export async function createSessions(
  { operations }: Pick<Program, 'operations'>,
  known = new Map<Uint8Array, InferenceSession>(),
): Promise<(InferenceSession | undefined)[]> {
  const sessions: (InferenceSession | undefined)[] = [];
  for (const operation of operations) {
    if (!('model' in operation)) {
      sessions.push(undefined);
      continue;
    }
    const { bytes } = operation.model;
    const session = known.get(bytes) ?? (await createSession(operation.model));
    known.set(bytes, session);
    sessions.push(session);
  }
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
export function placeParameters(memory: KernelMemory, { operations }: Pick<Program, 'operations'>): Tile['addressOf'] {
  const addresses = new Map<Float32Array | Int32Array, number>();
  for (const operation of operations) {
    const sparse = operation.kind === 'segment' ? operation.sparse : undefined;
    for (const value of [...Object.values(operation), sparse?.weights].flat()) {
      if (typeof value !== 'object' || !('period' in value)) continue;
      const { data } = value as Parameters<Float32Array | Int32Array>;
      if (addresses.has(data)) continue;
      const address = memory.reserve(data.byteLength);
      if (data instanceof Int32Array) memory.integers(address, data.length).set(data);
      else memory.floats(address, data.length).set(data);
      addresses.set(data, address);
    }
  }
  return ({ data }) => addresses.get(data)!;
}

/** The last few memory plans: a batch needs one for its tiles, and one for a smaller last tile. */
export function createArenas(program: Program, part?: ArenaPart) {
  const plans = new Map<string, Arena>();
  return (steps: number, batch: number, errors: boolean): Arena => {
    const key = `${steps} ${batch} ${errors}`;
    let arena = plans.get(key);
    if (!arena) {
      if (plans.size > 8) plans.clear();
      arena = planArena(program, steps, batch, errors, part);
      plans.set(key, arena);
    }
    return arena;
  };
}

/** Copies the samples into the slot of the network's input (docs/algorithm.md §2). */
export function encode(tile: Tile, samples: Float32Array): void {
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
