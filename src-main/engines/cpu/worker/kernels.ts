/** The WebAssembly kernels (kernels/, built by scripts/build-kernels.mjs) and the memory that they share with ONNX Runtime. */
import { readFile } from 'node:fs/promises';
import { SpikeloomError } from '../../../../src-shared/errors/index.ts';
import { KERNELS_FILE } from '../kernels-file.ts';

const PAGE = 65_536;
const MAXIMUM_PAGES = 65_536;
/** Bytes of a cache line; everything in memory begins on one. */
export const ALIGNMENT = 64;

/** The parts of WebAssembly that are used here: TypeScript has their types for browsers only. */
declare const WebAssembly: {
  readonly Memory: new (limits: {
    initial: number;
    maximum: number;
  }) => { readonly buffer: ArrayBuffer; grow(pages: number): number };
  instantiate(bytes: Uint8Array, imports: object): Promise<{ readonly instance: { readonly exports: object } }>;
};

type Kernel<Result = void> = (...addressesAndSizes: readonly number[]) => Result;

/** The exports of kernels/index.ts. Neuron kernels are found by name and take the address of a frame. */
export interface Kernels {
  readonly neuron: (name: string) => (frame: number) => void;
  readonly estimatesRate: Kernel;
  readonly estimatesDifferential: Kernel;
  readonly changesRate: Kernel;
  readonly changesDifferential: Kernel;
  readonly rateToDifferential: Kernel;
  readonly differentialToRate: Kernel;
  readonly residualMaxPool: Kernel;
  readonly countWeighted: Kernel<number>;
  readonly countBitsWeighted: Kernel<number>;
  readonly countColumns: Kernel;
  readonly countRows: Kernel;
  readonly dotCounts: Kernel<number>;
  readonly geluOfEstimates: Kernel;
  readonly listEntries: Kernel;
  readonly sparseConvolution: Kernel;
  readonly stridedConvolution: Kernel;
  readonly listTokens: Kernel;
  readonly sparseLinear: Kernel;
  readonly estimateError: Kernel<number>;
  readonly extents: Kernel;
  readonly spread: Kernel;
  readonly keepFrom: Kernel;
}

/** Memory of one worker: constants that stay, and above them the arena of a run. Addresses are bytes. */
export interface KernelMemory {
  readonly kernels: Kernels;
  /** Reserves zeroed memory for as long as the worker lives, aligned to cache lines. */
  reserve(bytes: number): number;
  /**
   * Memory of this many bytes above everything reserved; earlier contents are lost. Earlier views of the memory may no longer be
   * valid.
   */
  arena(bytes: number): number;
  floats(address: number, length: number): Float32Array;
  integers(address: number, length: number): Int32Array;
  doubles(address: number, length: number): Float64Array;
  bytes(address: number, length: number): Uint8Array;
}

export const aligned = (bytes: number): number => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;

/** Compiles the kernels, with memory of their own. */
export async function loadKernels(): Promise<KernelMemory> {
  const memory = new WebAssembly.Memory({ initial: 16, maximum: MAXIMUM_PAGES });
  const abort = (): never => {
    throw new Error('a kernel stopped');
  };
  const bytes = await readFile(KERNELS_FILE);
  const { instance } = await WebAssembly.instantiate(bytes, { env: { memory, abort } });
  const exported = instance.exports as unknown as Omit<Kernels, 'neuron'> & Record<string, Kernel | undefined>;
  // Nothing is placed at address 0, so that a forgotten address shows.
  let used = ALIGNMENT;
  const grow = (end: number): void => {
    const pages = Math.ceil(end / PAGE) - memory.buffer.byteLength / PAGE;
    if (pages <= 0) return;
    if (end > PAGE * MAXIMUM_PAGES) throw outOfMemory(end);
    try {
      memory.grow(pages);
    } catch {
      throw outOfMemory(end);
    }
  };
  return {
    kernels: { ...exported, neuron: (name) => exported[name] as (frame: number) => void },
    reserve(size) {
      const address = used;
      used += aligned(size);
      grow(used);
      return address;
    },
    arena(size) {
      grow(used + aligned(size));
      return used;
    },
    floats: (address, length) => new Float32Array(memory.buffer, address, length),
    integers: (address, length) => new Int32Array(memory.buffer, address, length),
    doubles: (address, length) => new Float64Array(memory.buffer, address, length),
    bytes: (address, length) => new Uint8Array(memory.buffer, address, length),
  };
}

function outOfMemory(bytes: number): SpikeloomError {
  const gigabytes = (bytes / 2 ** 30).toFixed(1);
  return new SpikeloomError(
    'engine.failed',
    `The cpu engine needs ${gigabytes} GB for one tile of samples, more than it can get; use fewer time steps.`,
  );
}
