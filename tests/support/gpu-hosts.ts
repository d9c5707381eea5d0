/**
 * The two kinds of host of the gpu engine, for tests that hold for both: a process of Node with Dawn, and a page in Chromium. Both use the
 * software adapter. Where one is missing, its tests are skipped with a printed reason.
 */
import { afterAll } from 'vitest';
import { createGpuEngine, type OpenDevice } from '../../src-gpu/index.ts';
import { loadRuntime, openDevice, SOFTWARE, writeModel } from '../../src-main/engines/gpu/index.ts';
import { type Engine, remoteEngine } from '../../src-shared/engine/index.ts';
import { messageOf } from '../../src-shared/errors/index.ts';
import { onCommandLine } from '../../src-shared/message/index.ts';
import { createDeviceWatch, type DeviceWatch } from './device-watch.ts';
import { noAdapter } from './gpu-adapter.ts';
import { type GpuPage, openGpuPage } from './gpu-page.ts';

export interface GpuHostUnderTest {
  readonly name: string;
  readonly inPage: boolean;
  /** The reason why it cannot be tested on this machine; null if it can. */
  readonly why: string | null;
  /** A new engine on the adapter that `wanted` names, the software adapter by default. */
  readonly engine: (wanted?: string) => Engine;
  /** What happened to the devices of its engines so far. */
  readonly counts: () => Promise<ReturnType<DeviceWatch['counts']>>;
  readonly lose: (...args: Parameters<DeviceWatch['lose']>) => Promise<void>;
  readonly refuse: (isOn: boolean) => Promise<void>;
}

const watch = createDeviceWatch();
const node: GpuHostUnderTest = {
  name: 'a process with Dawn',
  inPage: false,
  why: noAdapter,
  engine: (wanted = SOFTWARE) => {
    const open = async (): Promise<OpenDevice> => {
      const opened = await openDevice(wanted);
      watch.see(opened.device);
      return opened;
    };
    return createGpuEngine({ open, runtime: loadRuntime, writeModel });
  },
  counts: () => Promise.resolve(watch.counts()),
  lose: (...args) => Promise.resolve(watch.lose(...args)),
  refuse: (isOn) => Promise.resolve(watch.refuse(isOn)),
};

/** In the page: its devices are watched too. */
const WATCH_PAGE = `(async () => {
  globalThis.deviceWatch = (${String(createDeviceWatch)})();
  const { requestDevice } = GPUAdapter.prototype;
  GPUAdapter.prototype.requestDevice = async function (descriptor) {
    const device = await requestDevice.call(this, descriptor);
    deviceWatch.see(device);
    return device;
  };
  return (await navigator.gpu.requestAdapter({ forceFallbackAdapter: true })) !== null;
})()`;

async function pageOrReason(): Promise<GpuPage | string> {
  const page = await openGpuPage().catch((error: unknown) => onCommandLine(messageOf(error)));
  if (typeof page === 'string') return page;
  const hasAdapter = await page.page.evaluate(WATCH_PAGE).catch((error: unknown) => onCommandLine(messageOf(error)));
  if (hasAdapter === true) return page;
  await page[Symbol.asyncDispose]();
  return hasAdapter === false ? 'its pages have no software adapter' : String(hasAdapter);
}

const found = await pageOrReason();
if (typeof found === 'string') console.warn(`Tests of the gpu engine in a page of Chromium are skipped: ${found}`);
else afterAll(() => found[Symbol.asyncDispose]());

/** The engine of a page, connected when it is first used. */
function engineOf(page: GpuPage, wanted: string): Engine {
  const connect = async (): Promise<Engine> => {
    const ready = Promise.withResolvers<void>();
    const send = await page.connect({ kind: 'engine-port', adapter: wanted }, (message) => {
      if (message.kind === 'ready') ready.resolve();
      else remote.receive(message);
    });
    const remote = remoteEngine('gpu', send);
    await ready.promise;
    return remote.engine;
  };
  let engine: Promise<Engine> | undefined;
  return { id: 'gpu', prepare: async (network, options) => (await (engine ??= connect())).prepare(network, options) };
}

/** The page, or why there is none. */
export const gpuPage: { readonly why: string | null; readonly page?: GpuPage } =
  typeof found === 'string' ? { why: found } : { why: null, page: found };

const page: GpuHostUnderTest = {
  name: 'a page in Chromium',
  inPage: true,
  why: gpuPage.why,
  engine: (wanted = SOFTWARE) => engineOf(found as GpuPage, wanted),
  counts: () => (found as GpuPage).page.evaluate('deviceWatch.counts()'),
  lose: (...args) => (found as GpuPage).page.evaluate(`deviceWatch.lose(${args.join(', ')})`),
  refuse: (isOn) => (found as GpuPage).page.evaluate(`deviceWatch.refuse(${isOn})`),
};

export const GPU_HOSTS: readonly GpuHostUnderTest[] = [node, page];
