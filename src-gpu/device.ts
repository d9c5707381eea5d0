/** The device of a session: its facts, and buffers on it. */
import { SpikeloomError } from '../src-shared/errors/index.ts';

/** Facts about an adapter, for reports. */
export interface AdapterFacts {
  /** Its name, as people know it. */
  readonly name: string;
  readonly vendor: string;
  readonly architecture: string;
  /** The driver, in its own words. */
  readonly driver: string;
  /** The graphics interface below WebGPU, if the host knows it: "Vulkan", "Metal", … */
  readonly backend: string;
  /** It computes on the CPU. */
  readonly software: boolean;
}

export interface OpenDevice {
  readonly device: GPUDevice;
  readonly facts: AdapterFacts;
}

const STORAGE_AND_COPIES = 0x8c;
const MAP_READ_AND_COPY_DST = 0x9;
const MAP_READ = 0x1;
/** onnxruntime-web takes buffers whose size is a multiple of this. */
const ALIGNMENT = 16;
/** The offset of a part of a buffer is a multiple of this number of bytes. */
export const OFFSET_ALIGNMENT = 256;

export const alignedTo = (bytes: number, alignment: number): number => Math.ceil(bytes / alignment) * alignment;

/** Buffers that tiles take and give back, so that memory stays at the need of the largest tile. */
export interface BufferPool {
  /** A buffer of at least `bytes`; its content is undefined. */
  take(bytes: number): GPUBuffer;
  give(buffer: GPUBuffer): void;
  /** Destroys the buffers that are not taken. */
  clear(): void;
}

export function createBufferPool(device: GPUDevice): BufferPool {
  const free = new Map<number, GPUBuffer[]>();
  return {
    take(bytes) {
      const size = alignedTo(Math.max(bytes, ALIGNMENT), ALIGNMENT);
      return free.get(size)?.pop() ?? createBuffer(device, size);
    },
    give(buffer) {
      free.set(buffer.size, [...(free.get(buffer.size) ?? []), buffer]);
    },
    clear() {
      for (const buffers of free.values()) for (const buffer of buffers) buffer.destroy();
      free.clear();
    },
  };
}

/** Throws `engine.failed` for more than a buffer of this device may have. */
export function createBuffer(device: GPUDevice, bytes: number): GPUBuffer {
  const most = mostBytes(device);
  if (bytes > most) {
    const message = `The gpu engine needs ${megabytes(bytes)} in one piece; this device allows ${megabytes(most)}. Use fewer time steps, or the cpu engine.`;
    throw new SpikeloomError('engine.failed', message);
  }
  return device.createBuffer({ size: alignedTo(Math.max(bytes, ALIGNMENT), ALIGNMENT), usage: STORAGE_AND_COPIES });
}

/** Bytes of the largest buffer that kernels can use. */
export const mostBytes = ({ limits }: GPUDevice): number => Math.min(limits.maxStorageBufferBindingSize, limits.maxBufferSize);

export const megabytes = (bytes: number): string => `${Math.ceil(bytes / 2 ** 20).toLocaleString('en')} MB`;

/** A buffer with this content. */
export function upload(device: GPUDevice, data: Float32Array): GPUBuffer {
  const buffer = createBuffer(device, data.byteLength);
  device.queue.writeBuffer(buffer, 0, data as Float32Array<ArrayBuffer>);
  return buffer;
}

/** The first `length` numbers of a buffer, when everything enqueued before has run. */
export async function download(device: GPUDevice, buffer: GPUBuffer, length: number): Promise<Float32Array> {
  const bytes = alignedTo(length * Float32Array.BYTES_PER_ELEMENT, ALIGNMENT);
  const staging = device.createBuffer({ size: bytes, usage: MAP_READ_AND_COPY_DST });
  try {
    const encoder = device.createCommandEncoder();
    encoder.copyBufferToBuffer(buffer, 0, staging, 0, bytes);
    device.queue.submit([encoder.finish()]);
    await staging.mapAsync(MAP_READ);
    return new Float32Array(staging.getMappedRange().slice(0)).subarray(0, length);
  } finally {
    staging.destroy();
  }
}
