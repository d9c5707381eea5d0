/** Every engine of the table is loaded by its id. Other ids are rejected. */
import { EventEmitter } from 'node:events';
import { expect, it, vi } from 'vitest';
import { buildKernels } from '../../../scripts/build-kernels.mjs';
import { ENGINE_IDS, type EngineId } from '../../../src-shared/engine/index.ts';
import { loadEngine, whyUnavailable } from './load-engine.ts';

await buildKernels();

it.each(ENGINE_IDS)('%s is the engine of that id, with the threads that were asked for', async (id) => {
  // A machine of tests need not have a graphics card; the reason is then a sentence.
  if (id === 'gpu') expect(whyUnavailable(id) ?? 'It is there.').toMatch(/\.$/);
  else expect(whyUnavailable(id)).toBeNull();
  expect(await loadEngine({ engine: id, threads: 3 })).toMatchObject({ engine: { id }, threads: 3 });
});

it.each(['gpu2', 'toString', ''])('"%s" is an error, never another engine', async (id) => {
  await expect(loadEngine({ engine: id as EngineId })).rejects.toMatchObject({ code: 'engine.unavailable' });
});

it('in a process of Electron, gpu is the engine of a page, or the reason why there is none', async () => {
  const postMessage = vi.fn();
  const parentPort = Object.assign(new EventEmitter(), { postMessage });
  Object.defineProperty(process, 'parentPort', { value: parentPort, configurable: true });
  try {
    const loaded = loadEngine({ engine: 'gpu', gpuAdapter: 'card' });
    const refused = expect(loaded).rejects.toMatchObject({ code: 'engine.failed', message: 'No window.' });
    await vi.waitFor(() => expect(postMessage).toHaveBeenCalledWith({ kind: 'engine-page', adapter: 'card' }));
    const data = { kind: 'engine-lost', error: { code: 'engine.failed', message: 'No window.' } };
    parentPort.emit('message', { data, ports: [] });
    await refused;
  } finally {
    Reflect.deleteProperty(process, 'parentPort');
  }
});
