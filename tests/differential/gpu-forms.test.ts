/**
 * The gpu engine against the reference engine on adjacent spiking forms, in every coding: networks of forms.test.ts. A software adapter takes up to
 * minutes for one, so that every run of the tests has a single one, and `npm run test:gpu` all. `SPIKELOOM_CASE` runs one, as there.
 */
import { expect, it } from 'vitest';
import { CODINGS } from '../../src-shared/plan/schema.ts';
import { noAdapter, testedGpuEngine } from '../support/gpu-adapter.ts';
import { describeFindings } from './findings.ts';
import { formNetworks, inReluNetworks, inSmoothNetworks } from './form-cases.ts';
import { possiblePairs } from './forms.ts';
import type { Family } from './operator-cases.ts';
import { type Case, runCase } from './run-case.ts';

const only = process.env['SPIKELOOM_CASE'];
const BATCHES = [1, 3] as const;
/** What every run of the tests has. */
const ALWAYS = 'relu 4 differential';
const all = process.env['SPIKELOOM_TEST_GPU'] === 'all' && only === undefined;

function casesOf(family: Family): Case[] {
  const own = possiblePairs().filter(family === 'relu' ? inReluNetworks : inSmoothNetworks);
  const leakless = own.filter((pair) => !pair.includes('transcoder') && !pair.includes('expectation'));
  const codings = family === 'relu' ? CODINGS : (['rate', 'differential'] as const);
  return codings.flatMap((coding, turn) =>
    formNetworks(coding.includes('leaky') ? leakless : own, family, turn).map(({ network }, at) => ({
      name: `${family} ${at} ${coding}`,
      network,
      setting: { coding, batch: BATCHES[at % BATCHES.length]!, threads: 1, steps: 5, turn: at + turn },
    })),
  );
}

const cases = (['relu', 'smooth'] as const).flatMap(casesOf).filter(({ name }) => all || name === (only ?? ALWAYS));

it.skipIf(noAdapter !== null).each(cases.map((one) => [one.name, one] as const))('gpu: %s', async (_, one) => {
  expect(describeFindings(await runCase(one, testedGpuEngine))).toEqual([]);
});
