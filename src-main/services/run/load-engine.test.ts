/** Every engine of the table is loaded by its id, and nothing else is. */
import { expect, it } from 'vitest';
import { buildKernels } from '../../../scripts/build-kernels.mjs';
import { ENGINE_IDS, type EngineId } from '../../../src-shared/engine/index.ts';
import { loadEngine, whyUnavailable } from './load-engine.ts';

await buildKernels();

it.each(ENGINE_IDS)('%s is the engine of that id, with the threads that were asked for', async (id) => {
  expect(whyUnavailable(id)).toBeNull();
  expect(await loadEngine({ engine: id, threads: 3 })).toMatchObject({ engine: { id }, threads: 3 });
});

it.each(['gpu2', 'toString', ''])('"%s" is an error, never another engine', async (id) => {
  await expect(loadEngine({ engine: id as EngineId })).rejects.toMatchObject({ code: 'engine.unavailable' });
});
