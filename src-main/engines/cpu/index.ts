/**
 * The cpu engine: linear segments on ONNX Runtime, units as WebAssembly SIMD kernels over the same memory, a worker on every core. In
 * 32-bit floating point; held to the reference engine.
 */
import { availableParallelism } from 'node:os';
import type { Engine } from '../engine.ts';
import { createSession } from './session.ts';

export const cpuEngine: Engine = {
  id: 'cpu',
  prepare: async (network, { threads = availableParallelism() } = {}) => createSession(network, Math.max(1, threads)),
};
