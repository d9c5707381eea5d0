/** Verdicts of the self-test in the user's folder. */
import { readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { testFolder } from '../../../tests/support/test-folder.ts';
import { keepVerdict, verdictNote } from './verdicts.ts';

const folder = testFolder();
const CARD = { name: 'Card', vendor: 'maker', architecture: 'third', driver: 'driver 7', backend: 'Vulkan', software: false };

beforeEach(() => vi.stubEnv('SPIKELOOM_USER_FOLDER', folder.path('user')));
afterEach(() => vi.unstubAllEnvs());

it('an adapter is not tested, has passed, or has failed; another driver makes it another adapter', async () => {
  expect(await verdictNote(CARD)).toContain('was not tested');
  await keepVerdict(CARD, true);
  expect(await verdictNote(CARD)).toMatch(/passed \(\d{4}-\d\d-\d\d\)/);
  expect(await verdictNote({ ...CARD, driver: 'driver 8' })).toContain('was not tested');
  await keepVerdict({ ...CARD, name: 'Other card' }, true);
  await keepVerdict(CARD, false);
  expect(await verdictNote(CARD)).toContain('FAILED');
  expect(JSON.parse(readFileSync(folder.path('user/gpu.json'), 'utf8'))).toHaveLength(2);
});

it('a damaged file is as good as none', async () => {
  await keepVerdict(CARD, true);
  writeFileSync(folder.path('user/gpu.json'), '[{');
  expect(await verdictNote(CARD)).toContain('was not tested');
  await keepVerdict(CARD, true);
  expect(await verdictNote(CARD)).toContain('passed');
});
