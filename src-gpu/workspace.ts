/** The resources on the device that all runs of a session share: compiled kernels, parameters, and a pool of buffers. */
import { type BufferPool, createBufferPool, upload } from './device.ts';
import { type KernelCompiler, mostThreads } from './gpu-js.ts';

export interface Workspace {
  readonly device: GPUDevice;
  readonly compiler: KernelCompiler;
  readonly pool: BufferPool;
  /** Parameters by name, made and uploaded when first asked for. */
  resident(name: string, make: () => Float32Array): GPUBuffer;
  /** Rows that a sample of so many entries is cut into: one unless it is wider than the device has threads along an axis. */
  partsOf(inner: number): number;
  /** Destroys parameters and pool. Compiled kernels stay. */
  destroy(): void;
}

export function createWorkspace(device: GPUDevice, compiler: KernelCompiler): Workspace {
  const pool = createBufferPool(device);
  const buffers = new Map<string, GPUBuffer>();
  return {
    device,
    compiler,
    pool,
    resident(name, make) {
      const buffer = buffers.get(name) ?? upload(device, make());
      buffers.set(name, buffer);
      return buffer;
    },
    partsOf(inner) {
      let parts = Math.ceil(inner / mostThreads(device));
      while (inner % parts !== 0) parts++;
      return parts;
    },
    destroy() {
      pool.clear();
      for (const buffer of buffers.values()) buffer.destroy();
      buffers.clear();
    },
  };
}

/** The same number `length` times. */
export const repeated = (workspace: Workspace, value: number, length: number): GPUBuffer =>
  workspace.resident(`${value} × ${length}`, () => new Float32Array(length).fill(value));

/** 1/(t+1) of every step. */
export const inverseSteps = (workspace: Workspace, steps: number): GPUBuffer =>
  workspace.resident(`1/(t+1), ${steps}`, () => Float32Array.from({ length: steps }, (_, t) => 1 / (t + 1)));
