/** The engine of jobs that windows start: the adapter comes from the settings, and is for the gpu engine alone. */
import { expect, it } from 'vitest';
import { DEFAULT_SETTINGS, type Settings, settingsSchema } from '../../../src-shared/contract/index.ts';
import type { Context } from '../context.ts';
import { engineRequest } from './engine-request.ts';

const contextOf = (settings: Settings) => ({ files: { settings: () => Promise.resolve(settings) } }) as Pick<Context, 'files'>;

it('takes the adapter of the settings, for the gpu engine alone', async () => {
  const chosen = contextOf({ ...DEFAULT_SETTINGS, gpuAdapter: 'card' });
  expect(await engineRequest(chosen, { engine: 'gpu', threads: null })).toEqual({ engine: 'gpu', gpuAdapter: 'card' });
  expect(await engineRequest(chosen, { engine: 'cpu', threads: 2 })).toEqual({ engine: 'cpu', threads: 2 });
  const first = await engineRequest(contextOf(DEFAULT_SETTINGS), { engine: 'gpu', threads: null });
  expect(first).toEqual({ engine: 'gpu' });
});

it('settings of an older version have no adapter, and stay as they are', () => {
  const { gpuAdapter, ...older } = { ...DEFAULT_SETTINGS, threads: 3 };
  expect(settingsSchema.parse(older)).toEqual({ ...older, gpuAdapter });
});
