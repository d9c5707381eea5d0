/**
 * The cpu engine. Linear segments run on ONNX Runtime, units as WebAssembly SIMD kernels over the same memory, with a worker on
 * every core. It computes in 32-bit floating point and is tested against the reference engine.
 */
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { messageOf, SpikeloomError } from '../../../src-shared/errors/index.ts';
import type { Engine } from '../../../src-shared/engine/index.ts';
import { say } from '../../../src-shared/message/index.ts';
import { KERNELS_FILE } from './kernels-file.ts';

export const cpuEngine: Engine = {
  id: 'cpu',
  async prepare(network, { threads = availableParallelism() } = {}) {
    if (!existsSync(KERNELS_FILE)) {
      throw new SpikeloomError(
        'engine.unavailable',
        `The kernels of the cpu engine are not there (${KERNELS_FILE.pathname}): this installation is not complete. Set it up again, or use the reference engine.`,
      );
    }
    // Loaded when needed: ONNX Runtime is large, and a machine without it still has the reference engine.
    const { createSession } = await import('./session.ts').catch((cause: unknown) => {
      const message = say`The cpu engine cannot load ONNX Runtime: ${messageOf(cause)}; install the packages again, or use the reference engine.`;
      throw new SpikeloomError('engine.unavailable', message, { cause });
    });
    return createSession(network, Math.max(1, threads));
  },
};
