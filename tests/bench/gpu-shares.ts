/**
 * Where the time of a run on the gpu engine goes. The host of the engine is wrapped: the device is waited for before and after each call of ONNX
 * Runtime and before each read-back, so that what it does falls to the part that asked for it. Such a run takes longer than others.
 */
import { createGpuEngine, type Runtime } from '../../src-gpu/index.ts';
import { loadRuntime, openDevice, writeModel } from '../../src-main/engines/gpu/index.ts';
import type { Engine } from '../../src-shared/engine/index.ts';

const PARTS = ['segments', 'kernels', 'transfers'] as const;
type Part = (typeof PARTS)[number];

export interface Shares extends Readonly<Record<Part, number>> {
  /** Encoding and starting work, on the host: ONNX Runtime's calls and the engine's own. */
  readonly calls: number;
}

export interface ProfiledEngine {
  readonly engine: Engine;
  /** Shares of the time that `work` takes, which add up to 1. */
  sharesOf(work: () => Promise<unknown>): Promise<Shares>;
}

export function profiledEngine(adapter: string | undefined): ProfiledEngine {
  const spent: Record<Part, number> = { segments: 0, kernels: 0, transfers: 0 };
  let queue: GPUQueue | undefined;
  const timed = async <T>(part: Part, work: () => T | Promise<T>): Promise<T> => {
    const began = performance.now();
    try {
      return await work();
    } finally {
      spent[part] += performance.now() - began;
    }
  };
  const settled = (part: Part): Promise<undefined> => timed(part, async () => queue?.onSubmittedWorkDone());

  const open = async () => {
    const opened = await openDevice(adapter);
    const { device } = opened;
    const own = device.queue;
    queue = own;
    // A getter may give another object each time.
    Object.defineProperty(device, 'queue', { value: own });
    const write = own.writeBuffer.bind(own) as (...values: unknown[]) => undefined;
    own.writeBuffer = (...values: unknown[]) => {
      const began = performance.now();
      write(...values);
      spent.transfers += performance.now() - began;
    };
    const create = device.createBuffer.bind(device);
    device.createBuffer = (descriptor) => {
      const buffer = create(descriptor);
      const map = buffer.mapAsync.bind(buffer);
      buffer.mapAsync = async (...values) => {
        await settled('kernels');
        return timed('transfers', () => map(...values));
      };
      return buffer;
    };
    return opened;
  };
  const runtime = async (): Promise<Runtime> => {
    const module = await loadRuntime();
    const createSession = async (...values: Parameters<Runtime['InferenceSession']['create']>) => {
      const session = await module.InferenceSession.create(...values);
      const run = session.run.bind(session) as (...feeds: unknown[]) => ReturnType<typeof session.run>;
      const profiledRun = async (...feeds: unknown[]) => {
        await settled('kernels');
        const result = await run(...feeds);
        await settled('segments');
        return result;
      };
      return Object.assign(session, { run: profiledRun });
    };
    return { ...module, InferenceSession: { create: createSession } } as unknown as Runtime;
  };

  return {
    engine: createGpuEngine({ open, runtime, writeModel }),
    async sharesOf(work) {
      for (const part of PARTS) spent[part] = 0;
      const began = performance.now();
      await work();
      const whole = performance.now() - began;
      const [segments, kernels, transfers] = PARTS.map((part) => spent[part] / whole) as [number, number, number];
      return { segments, kernels, transfers, calls: 1 - segments - kernels - transfers };
    },
  };
}
