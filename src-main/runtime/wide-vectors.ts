/** Kernels with vectors of 256 bits. */
import { setFlagsFromString } from 'node:v8';

/**
 * V8 can join two operations on neighbouring vectors of 128 bits, which is as wide as WebAssembly's are, into one of 256: the same sums lane by
 * lane, in up to half the time. It is an experiment in V8, and so only used in the version whose code for our kernels is tested (the tests'
 * project "optimised kernels", vitest.config.ts); with another version kernels stay as narrow as they are written.
 */
const TESTED = '13.6.';
export const JOIN_VECTORS = '--experimental-wasm-revectorize';

/** Whether this process may join vectors. V8 has it for x64 only. */
export const hasWideVectors = process.arch === 'x64' && process.versions.v8.startsWith(TESTED);

/** Has kernels that this process compiles from now on join vectors, where it may. */
export function allowWideVectors(): void {
  if (hasWideVectors) setFlagsFromString(JOIN_VECTORS);
}
