/**
 * The cpu engine. Linear segments run on ONNX Runtime, units as WebAssembly SIMD kernels over the same memory, with a worker on
 * every core. It computes in 32-bit floating point and is tested against the reference engine.
 */
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { messageOf, SpikeloomError } from '../../../src-shared/errors/index.ts';
import type { Engine, PrepareOptions } from '../../../src-shared/engine/index.ts';
import { say } from '../../../src-shared/message/index.ts';
import type { SpikingNetwork } from '../../../src-shared/spiking/index.ts';
import { KERNELS_FILE } from './kernels-file.ts';
import type { VariantSession } from './variant-session.ts';

export type { VariantSession } from './variant-session.ts';

export const cpuEngine: Engine = {
  id: 'cpu',
  async prepare(network, options) {
    const { createSession } = await loaded(() => import('./session.ts'));
    return createSession(network, threadsOf(options));
  },
};

/**
 * Compiles a network together with variants of it, which share what they have in common (variant-session.ts). Throws as the engine's
 * `prepare` does.
 */
export async function prepareVariants(
  network: SpikingNetwork,
  variants: readonly SpikingNetwork[],
  options?: PrepareOptions,
): Promise<VariantSession> {
  const { createVariantSession } = await loaded(() => import('./variant-session.ts'));
  return createVariantSession(network, variants, threadsOf(options));
}

const threadsOf = ({ threads = availableParallelism() }: PrepareOptions = {}): number => Math.max(1, threads);

/** A module of the engine, loaded when needed: ONNX Runtime is large, and a machine without it still has the reference engine. */
async function loaded<Module>(load: () => Promise<Module>): Promise<Module> {
  if (!existsSync(KERNELS_FILE)) {
    throw new SpikeloomError(
      'engine.unavailable',
      `The kernels of the cpu engine are not there (${KERNELS_FILE.pathname}): this installation is not complete. Set it up again, or use the reference engine.`,
    );
  }
  return load().catch((cause: unknown) => {
    const message = say`The cpu engine cannot load ONNX Runtime: ${messageOf(cause)}; install the packages again, or use the reference engine.`;
    throw new SpikeloomError('engine.unavailable', message, { cause });
  });
}
