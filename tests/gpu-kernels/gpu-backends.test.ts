/**
 * The text of every kernel, in all of its forms, on three backends: WebGPU on the software adapter, gpu.js' WebAssembly mode and its cpu mode. The
 * first two compute in 32 bits and must equal the text with every operation rounded, bit for bit; the third computes in 64. The text itself
 * is held to the units of src-shared/units.
 */
import { readdirSync } from 'node:fs';
import gpujs from 'gpu.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { download, upload } from '../../src-gpu/device.ts';
import { createKernelCompiler, type KernelCompiler } from '../../src-gpu/gpu-js.ts';
import { openDevice, SOFTWARE } from '../../src-main/engines/gpu/adapters.ts';
import { noAdapter } from '../support/gpu-adapter.ts';
import { CASES } from './cases.ts';
import type { KernelCase } from './kernel-case.ts';
import { argumentsOf, interpreted } from './strict.ts';

interface Library {
  readonly GPU: new (settings: {
    readonly mode: string;
  }) => {
    createKernel(source: string, settings: object): (...values: unknown[]) => unknown;
  };
}
const { GPU } = gpujs as unknown as Library;
const FOLDER = new URL('../../src-gpu/kernels/', import.meta.url);
/** Of results, relative to the largest: sums of few terms in 64 bits, of parameters that are rounded to 32. */
const ROUNDING = 1e-6;

/** Storage buffers of a kernel that WebGPU guarantees. */
const STORAGE_BUFFERS = 8;

const cases = Object.entries(CASES).flatMap(([kernel, all]) => all.map((one) => [`${kernel}: ${one.name}`, one] as const));

/** A software adapter takes half a second to compile a neuron: every run of the tests has some forms, `npm run test:gpu` all. */
const EACH = process.env['SPIKELOOM_TEST_GPU'] === 'all' ? 1 : 5;
const onDevice = cases.filter(([name], index) => !name.startsWith('neuronKernel') || index % EACH === 0);

/** What a kernel gives in a mode of gpu.js. */
async function inMode(mode: 'webasm' | 'cpu', one: KernelCase): Promise<Float32Array> {
  const { text, columns, rows } = one;
  const gpu = new GPU({ mode });
  const kernel = gpu.createKernel(text.source, { output: [columns, rows], precision: 'single', loopMaxIterations: 10_000 });
  const result = (await kernel(...argumentsOf(one))) as readonly (readonly (number | Float32Array)[])[];
  return Float32Array.from(
    result.flatMap((row) => [...row].flatMap((entry) => (typeof entry === 'number' ? [entry] : [...entry]))),
  );
}

it('has cases of every kernel', async () => {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.ts') && !name.includes('.test.'));
  const modules = await Promise.all(files.map((name) => import(new URL(name, FOLDER).href) as Promise<object>));
  const kernels = modules.flatMap((module) => Object.keys(module)).filter((name) => name.endsWith('Kernel'));
  expect(Object.keys(CASES).sort()).toEqual(kernels.sort());
  for (const all of Object.values(CASES)) expect(all).not.toEqual([]);
});

it.each(cases)('needs no more buffers than every adapter has, with that of its output: %s', (_, { text }) => {
  expect(text.arrays.length + 1).toBeLessThanOrEqual(STORAGE_BUFFERS);
});

describe('in 64 bits', () => {
  it.each(cases)('the text is the definition: %s', (_, one) => {
    const [found, expected] = [interpreted(one, (value) => value), one.expected()];
    expect(found).toHaveLength(expected.length);
    const scale = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
    const differing = found.filter((value, i) => !(Math.abs(value - expected[i]!) <= ROUNDING * scale)).length;
    expect(differing / found.length).toBeLessThanOrEqual(one.differing ?? 0);
  });

  it.each(cases)("gpu.js' cpu mode computes the text: %s", async (_, one) => {
    expect(await inMode('cpu', one)).toEqual(Float32Array.from(interpreted(one, (value) => value)));
  });
});

describe('in 32 bits, bit for bit', () => {
  it.each(cases)("gpu.js' WebAssembly mode computes the text: %s", async (_, one) => {
    expect(await inMode('webasm', one)).toEqual(Float32Array.from(interpreted(one, Math.fround)));
  });

  describe.skipIf(noAdapter !== null)('on WebGPU', () => {
    let device: GPUDevice;
    let compiler: KernelCompiler;
    beforeAll(async () => {
      ({ device } = await openDevice(SOFTWARE));
      compiler = createKernelCompiler(device);
    });

    it.each(onDevice)('the device computes the text: %s', async (_, one) => {
      const { text, arrays, numbers, columns, rows } = one;
      const kernel = await compiler.compile(text);
      const views = arrays.map(({ data, columns: own }) => ({
        buffer: upload(device, data),
        columns: own,
        rows: data.length / own,
      }));
      const length = columns * rows * text.components;
      const buffer = upload(device, new Float32Array(length));
      kernel.dispatch(views, numbers, { buffer, columns, rows });
      expect(await download(device, buffer, length)).toEqual(Float32Array.from(interpreted(one, Math.fround)));
    });

    it('a text that WebGPU does not compile is an error that names the kernel, and the next one compiles', async () => {
      const text = { ...CASES['sumKernel']![0]!.text, name: 'broken', source: 'function (x) { return noSuchThing(x[0][0]); }' };
      const refusal = {
        code: 'engine.failed',
        message: expect.stringMatching(/^The gpu engine cannot compile its broken kernel/),
      };
      await expect(compiler.compile(text)).rejects.toMatchObject(refusal);
      // gpu.js makes WGSL of this one, which divides by zero.
      const late = { ...text, source: 'function (x) { return x[0][0] + 1.5 / 0; }' };
      await expect(compiler.compile(late)).rejects.toMatchObject(refusal);
      await compiler.compile(CASES['sumKernel']![0]!.text);
    });
  });
});
