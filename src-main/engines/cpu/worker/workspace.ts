/**
 * Memory that all kernel calls of a run share: constants of each step, packed sums, totals, and the frame of arguments
 * (kernels/frame.ts).
 */
import type { NeuronOperation } from '../program/program.ts';
import { aligned, type KernelMemory } from './kernels.ts';

const FRAME_BYTES = 128;
const TABLE_BYTES = 16;
const SUMS_BYTES = 64;
const TOTALS_BYTES = 32;
const CHUNK_BYTES = 128;
/**
 * Bytes that a neuron kernel derives from a set of parameters for each step, and the number of sets for which it keeps them: 512
 * channels in blocked layout.
 */
const SCALE_BYTES = 256;
const SCALE_SETS = 32;
/** Bytes of a vector, and of a table with one vector for every choice of its four lanes. */
const VECTOR_BYTES = 16;
const LANES_BYTES = 16 * VECTOR_BYTES;
/** Constants of kernels/gelu.ts, in its order. */
const GELU = [
  ...[Math.SQRT1_2, -4, 4],
  ...[-2.72614225801306e-10, 2.77068142495902e-8, -2.10102402082508e-6, -5.69250639462346e-5],
  ...[-7.34990630326855e-4, -2.9545998085402e-3, -1.60960333262415e-2],
  ...[-1.45660718464996e-5, -2.13374055278905e-4, -1.68282697438203e-3, -7.37332916720468e-3, -1.42647390514189e-2],
  0.5,
];
/** Mask that keeps the sign and the exponent of a float32. */
const EXPONENT_BITS = 0xff800000;
/**
 * In exact arithmetic a neuron may take back all that it has sent. The kernel computes that sum as (t+1)·e_out, whose rounding
 * must not make it slightly less than one spike: the factor is a few units in the last place larger.
 */
const CREDIT = 1 + 2 ** -20;

export interface Workspace {
  readonly frame: number;
  /** `[steps, 4]` float64. */
  readonly totals: number;
  readonly zeros: number;
  /** Address from which slots may be placed. */
  readonly end: number;
  readonly tables: { readonly multiThreshold: number; readonly other: number };
  readonly sums: number;
  readonly scratch: number;
  readonly scales: number;
  /** Table of kernels/sparse.ts. */
  readonly lanes: number;
  /** Constants of kernels/gelu.ts. */
  readonly gelu: number;
}

export const workspaceBytes = (steps: number): number =>
  aligned(FRAME_BYTES) +
  CHUNK_BYTES +
  steps * (2 * TABLE_BYTES + SUMS_BYTES + TOTALS_BYTES) +
  CHUNK_BYTES * (steps + 1) +
  SCALE_SETS * SCALE_BYTES * steps +
  LANES_BYTES +
  aligned(GELU.length * Float32Array.BYTES_PER_ELEMENT) +
  6 * CHUNK_BYTES;

/** Lays out and fills a workspace at an address. */
export function createWorkspace(memory: KernelMemory, address: number, steps: number): Workspace {
  let next = address;
  const take = (bytes: number): number => {
    const at = next;
    next += aligned(bytes);
    return at;
  };
  const frame = take(FRAME_BYTES);
  const zeros = take(CHUNK_BYTES);
  const tables = { multiThreshold: take(steps * TABLE_BYTES), other: take(steps * TABLE_BYTES) };
  const sums = take(steps * SUMS_BYTES);
  const totals = take(steps * TOTALS_BYTES);
  const scratch = take(CHUNK_BYTES * (steps + 1));
  const scales = take(SCALE_SETS * SCALE_BYTES * steps);
  const lanes = take(LANES_BYTES);
  const gelu = take(GELU.length * Float32Array.BYTES_PER_ELEMENT);
  memory.integers(address, (next - address) / Int32Array.BYTES_PER_ELEMENT).fill(0);
  for (const [table, factor] of [
    [tables.multiThreshold, 4 / 3],
    [tables.other, 1],
  ] as const) {
    const entries = memory.floats(table, steps * 4);
    for (let t = 0; t < steps; t++) entries.set([1 / (t + 1), t + 1, (t + 1) * factor, (t + 1) * CREDIT], t * 4);
  }
  memory.floats(gelu, GELU.length).set(GELU);
  memory.bytes(lanes, LANES_BYTES).set(laneTable());
  return { frame, zeros, tables, sums, totals, scratch, scales, lanes, gelu, end: next };
}

/** For every choice of lanes, the byte indices that move the chosen lanes to the front of a vector; 255 selects none. */
function laneTable(): Uint8Array {
  const table = new Uint8Array(LANES_BYTES).fill(255);
  for (let choice = 0; choice < 16; choice++) {
    const lanes = [0, 1, 2, 3].filter((lane) => (choice >> lane) & 1);
    lanes.forEach((lane, position) => {
      const bytes = [0, 1, 2, 3].map((byte) => lane * 4 + byte);
      table.set(bytes, choice * VECTOR_BYTES + position * 4);
    });
  }
  return table;
}

/** The words of a frame that change from call to call. */
export interface NeuronCall {
  readonly input: number;
  readonly inputStep: number;
  readonly present: number;
  readonly output: number;
  readonly outputStep: number;
  readonly steps: number;
  readonly length: number;
  readonly reciprocal: number;
  readonly quantum: number;
  readonly added: number;
  readonly weights: number;
}

/** Writes a frame in the order of kernels/frame.ts. */
export function writeFrame(memory: KernelMemory, workspace: Workspace, operation: NeuronOperation, call: NeuronCall): void {
  const { frame, tables, sums, totals, zeros, scratch, scales } = workspace;
  const table = operation.multiThreshold ? tables.multiThreshold : tables.other;
  const words = memory.integers(frame, FRAME_BYTES / Int32Array.BYTES_PER_ELEMENT);
  words.set([
    call.input,
    call.inputStep,
    call.present,
    call.output,
    call.outputStep,
    call.steps,
    call.length,
    operation.reciprocal.period,
  ]);
  words.set([call.reciprocal, call.quantum, call.added, call.weights, table, sums, totals, operation.flush], 8);
  words.set([0, zeros, scratch, 0, 0, EXPONENT_BITS, 0], 16);
  const { reciprocal, added, weights } = operation;
  words.set([reciprocal.span, added.period, added.span, weights.period, weights.span, scales, SCALE_SETS], 23);
  words[31] = operation.mostSpikes ?? 0;
  const floats = memory.floats(frame, words.length);
  if ('bits' in operation.limit) words[16] = operation.limit.bits;
  else floats[16] = operation.limit.value;
  floats[19] = 1;
  floats[20] = -1;
  floats[22] = 4 / 3;
  floats[30] = operation.start;
}
