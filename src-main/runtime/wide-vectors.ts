/** Turns on 256-bit vectors for kernels, if V8 supports them. */
import { setFlagsFromString } from 'node:v8';

/**
 * WebAssembly vectors have 128 bits. V8 can join two operations on neighbouring vectors into one of 256 bits: the same sums lane
 * by lane, in as little as half the time. This is an experiment in V8. It is used only in the version whose code for our kernels
 * is tested (the tests' project "optimised kernels", vitest.config.ts). Other versions run the kernels with 128 bits.
 */
const TESTED = '13.6.';
export const JOIN_VECTORS = '--experimental-wasm-revectorize';

/** True if this process may join vectors. V8 can do so on x64 only. */
export const hasWideVectors = process.arch === 'x64' && process.versions.v8.startsWith(TESTED);

/** Makes V8 join vectors in kernels that this process compiles from now on, if it may. */
export function allowWideVectors(): void {
  if (hasWideVectors) setFlagsFromString(JOIN_VECTORS);
}
