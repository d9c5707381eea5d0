/**
 * The units of the gpu engine, in 32-bit floating point, against what the published implementation sent in 64, at the bound of the cpu
 * engine's, on both kinds of host. A neuron may decide otherwise only where the sum it sent is exactly a threshold, at most one of a case beyond
 * what the recurrences of §3 decide in 32 bits.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noAdapter } from '../support/gpu-adapter.ts';
import { in32, sameNeuron, tiedNeurons } from './harness/ties.ts';
import { openDevice, SOFTWARE } from '../../src-main/engines/gpu/adapters.ts';
import { loadRuntime } from '../../src-main/engines/gpu/runtime.ts';
import { writeOnnx } from '../../src-main/onnx/index.ts';
import { shareDevice } from '../../src-gpu/live-device.ts';
import { runUnit } from '../../src-gpu/self-test/run-unit.ts';
import type { UnitCase } from '../../src-shared/engine/unit-case.ts';
import { chromiumPath } from '../support/chromium.ts';
import { openGpuPage } from '../support/gpu-page.ts';
import { unitCases, unitDistance } from './harness/units.ts';

interface Host {
  readonly run: (one: UnitCase) => Promise<Float64Array>;
  readonly close?: () => PromiseLike<void>;
}

async function inProcess(): Promise<Host> {
  const live = shareDevice(await openDevice(SOFTWARE), await loadRuntime(), writeOnnx).share();
  return { run: (one) => runUnit(live, one) };
}

async function inPage(): Promise<Host> {
  const opened = await openGpuPage({ units: true });
  const run = (one: UnitCase): Promise<Float64Array> =>
    opened.page.evaluate((asked) => (globalThis as unknown as { readonly runUnit: typeof run }).runUnit(asked), one);
  return { run, close: () => opened[Symbol.asyncDispose]() };
}

const why = noAdapter ?? (chromiumPath() === undefined ? 'there is no Chromium' : null);
if (why !== null) console.warn(`Units in a page of Chromium are skipped: ${why}`);

const units = (open: () => Promise<Host>): void => {
  let host: Host;
  beforeAll(async () => {
    host = await open();
  });
  afterAll(() => host.close?.());

  it.each(unitCases().map((one) => [one.name, one] as const))('%s', async (_, one) => {
    const output = await host.run(one);
    const tied = tiedNeurons(one, output);
    const published = in32(one);
    const others = tied.filter((neuron) => !published || !sameNeuron(neuron, output.length / one.steps, output, published));
    expect(others.length).toBeLessThanOrEqual(1);
    const size = output.length / one.steps;
    for (const neuron of tied) for (let t = 0; t < one.steps; t++) output[t * size + neuron] = one.expected[t * size + neuron]!;
    expect(unitDistance(one, output)).toBeLessThanOrEqual(1e-5);
  });
};

describe.skipIf(noAdapter !== null)('units of the gpu engine in a process reproduce the golden cases', () => units(inProcess));
describe.skipIf(why !== null)('units of the gpu engine in a page reproduce the golden cases', () => units(inPage));
