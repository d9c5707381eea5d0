/**
 * gpu.js as the compiler of kernels: from a kernel's text to a WebGPU compute pipeline on our own device. The only file that touches what
 * gpu.js does not document. Kernels are encoded here and not run by gpu.js, so that one pipeline serves all layers of a kind, and reads and
 * writes buffers that onnxruntime-web reads and writes too.
 */
import gpujs from 'gpu.js';
import { messageOf, SpikeloomError } from '../src-shared/errors/index.ts';
import { say } from '../src-shared/message/index.ts';

/** A kernel in the language of gpu.js. Arrays come first among its parameters; every one is `[rows][columns]`. */
export interface KernelText {
  /** The name of the computation, for messages. */
  readonly name: string;
  readonly source: string;
  readonly arrays: readonly string[];
  /** Whole numbers. */
  readonly numbers: readonly string[];
  /** Numbers that a thread gives: 1, or 4 where it returns an array of four. */
  readonly components: 1 | 4;
}

/** Part of a device buffer as an array of rows. `offset` in bytes, a multiple of 256. */
export interface View {
  readonly buffer: GPUBuffer;
  readonly columns: number;
  readonly rows: number;
  readonly offset?: number;
}

export interface Kernel {
  /** Enqueues one thread for each entry of `output`, whose `columns` are threads. */
  dispatch(arrays: readonly View[], numbers: readonly number[], output: View): void;
}

export interface KernelCompiler {
  /** Compiles a text once. Throws `engine.failed` if WebGPU refuses it. */
  compile(text: KernelText): Promise<Kernel>;
}

/** The parts of a built gpu.js kernel that the engine uses. */
interface BuiltKernel {
  readonly computePipeline: GPUComputePipeline;
  readonly bindGroupLayout: GPUBindGroupLayout;
  readonly componentCount: number;
  readonly paramsLayout: { readonly byteLength: number; readonly scalarArgs: readonly { readonly offset: number }[] };
  build(...values: readonly unknown[]): Promise<void>;
}

interface Library {
  readonly GPU: new (settings: {
    readonly mode: 'webgpu';
  }) => {
    createKernel(source: string, settings: object): BuiltKernel;
  };
  readonly WebGPUContext: { acquire: () => Promise<object> };
  readonly WebGPUBufferResult: new (settings: object) => object;
}

/** Threads of a workgroup along either axis, as gpu.js has them for outputs of two axes. */
const WORKGROUP = 8;
const UNIFORM_AND_COPY_DST = 0x48;
const STORAGE = 0x80;

/** Most threads along an axis on a device. */
export const mostThreads = (device: GPUDevice): number => device.limits.maxComputeWorkgroupsPerDimension * WORKGROUP;

export function createKernelCompiler(device: GPUDevice): KernelCompiler {
  const { GPU, WebGPUContext, WebGPUBufferResult } = gpujs as unknown as Library;
  const context = { device, isLost: false };
  // gpu.js asks for a device of its own, with eight storage buffers a kernel; kernels are built on ours.
  Object.defineProperty(WebGPUContext, 'isSupported', { configurable: true, get: () => true });
  const gpu = new GPU({ mode: 'webgpu' });
  const kernels = new Map<string, Promise<Kernel>>();
  const nothing = device.createBuffer({ size: 16, usage: STORAGE });
  const sample = new WebGPUBufferResult({ buffer: nothing, output: [1, 1], componentCount: 1, context, kernel: null });

  const build = async (text: KernelText): Promise<Kernel> => {
    const types = [...text.arrays.map((name) => [name, 'WebGPUBuffer']), ...text.numbers.map((name) => [name, 'Integer'])];
    const kernel = gpu.createKernel(text.source, {
      output: [1, 1],
      pipeline: true,
      precision: 'single',
      argumentTypes: Object.fromEntries(types),
    });
    WebGPUContext.acquire = () => Promise.resolve(context);
    try {
      await kernel.build(...text.arrays.map(() => sample), ...text.numbers.map(() => 1));
    } catch (cause) {
      const message = say`The gpu engine cannot compile its ${text.name} kernel on this device: ${messageOf(cause)}`;
      throw new SpikeloomError('engine.failed', message, { cause });
    }
    if (kernel.componentCount !== text.components) throw new Error(`kernel ${text.name} gives ${kernel.componentCount} numbers`);
    return kernelOf(device, text, kernel);
  };

  return {
    compile(text) {
      const known = kernels.get(text.source) ?? build(text);
      kernels.set(text.source, known);
      return known;
    },
  };
}

function kernelOf(device: GPUDevice, text: KernelText, { computePipeline, bindGroupLayout, paramsLayout }: BuiltKernel): Kernel {
  const { byteLength, scalarArgs } = paramsLayout;
  const most = mostThreads(device);
  const parameters = device.createBuffer({ size: byteLength, usage: UNIFORM_AND_COPY_DST });
  const words = new Uint32Array(byteLength / Uint32Array.BYTES_PER_ELEMENT);
  return {
    dispatch(arrays, numbers, output) {
      if (output.columns > most || output.rows > most) {
        const threads = `${output.columns} × ${output.rows} threads`;
        throw new SpikeloomError(
          'engine.failed',
          `The ${text.name} kernel needs ${threads}; this device runs ${most} along an axis.`,
        );
      }
      words.set([output.columns, output.rows, 1, 0]);
      arrays.forEach(({ columns, rows }, index) => words.set([columns, rows, 1, columns * rows], 4 * (index + 1)));
      numbers.forEach((number, index) => (words[scalarArgs[index]!.offset / 4] = number));
      // One queue: what is written here is read by the pass behind it, before the next one is written.
      device.queue.writeBuffer(parameters, 0, words);
      const bind = ({ buffer, offset = 0 }: View, binding: number): GPUBindGroupEntry => ({
        binding,
        resource: { buffer, offset },
      });
      const entries = [{ buffer: parameters, columns: 0, rows: 0 }, ...arrays, output].map(bind);
      const encoder = device.createCommandEncoder();
      const pass = encoder.beginComputePass();
      pass.setPipeline(computePipeline);
      pass.setBindGroup(0, device.createBindGroup({ layout: bindGroupLayout, entries }));
      pass.dispatchWorkgroups(Math.ceil(output.columns / WORKGROUP), Math.ceil(output.rows / WORKGROUP));
      pass.end();
      device.queue.submit([encoder.finish()]);
    },
  };
}
