/**
 * The gpu engine against the reference engine on adjacent spiking forms, in every coding: networks of forms.test.ts. A software adapter takes up to
 * minutes for one, so that every run of the tests has a single one in a process, and `npm run test:gpu` all on both kinds of host.
 * `SPIKELOOM_CASE` runs one, as there.
 */
import { expect, it } from 'vitest';
import { GPU_HOSTS } from '../support/gpu-hosts.ts';
import { describeFindings } from './findings.ts';
import { formCases } from './form-cases.ts';
import { runCase } from './run-case.ts';

const only = process.env['SPIKELOOM_CASE'];
const BATCHES = [1, 3] as const;
/** What every run of the tests has. */
const ALWAYS = 'relu 4 differential';
const allHosts = process.env['SPIKELOOM_TEST_GPU'] === 'all';
const all = allHosts && only === undefined;

const cases = formCases((at) => ({ batch: BATCHES[at % BATCHES.length]!, threads: 1 })).filter(
  ({ name }) => all || name === (only ?? ALWAYS),
);

for (const host of GPU_HOSTS.filter(({ inPage }) => allHosts || !inPage)) {
  const engine = host.engine();
  it.skipIf(host.why !== null).each(cases.map((one) => [one.name, one] as const))(`in ${host.name}: %s`, async (_, one) => {
    expect(describeFindings(await runCase(one, engine))).toEqual([]);
  });
}
