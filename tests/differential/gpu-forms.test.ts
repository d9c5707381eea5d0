/**
 * The gpu engine against the reference engine on adjacent spiking forms, in every coding: networks of forms.test.ts. A software adapter takes up to
 * minutes for one, so that every run of the tests has a single one in a process. `npm run test:gpu` has all of them in a process, and each network
 * once in a page: the codings in turn, since the kernels are the same. `SPIKELOOM_CASE` runs one, as there.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { keepShaders } from '../support/gpu-adapter.ts';
import { GPU_HOSTS } from '../support/gpu-hosts.ts';
import { describeFindings } from './findings.ts';
import { formCases } from './form-cases.ts';
import { type Case, runCase } from './run-case.ts';

const only = process.env['SPIKELOOM_CASE'];
const BATCHES = [1, 3] as const;
/** What every run of the tests has. */
const ALWAYS = 'relu 4 differential';
const allHosts = process.env['SPIKELOOM_TEST_GPU'] === 'all';
const all = allHosts && only === undefined;

const cases = formCases((at) => ({ batch: BATCHES[at % BATCHES.length]!, threads: 1 })).filter(
  ({ name }) => all || name === (only ?? ALWAYS),
);

/** The coding of a network's turn in a page: rate or differential, with a leak or without. */
const isInPage = ({ name, setting }: Case): boolean =>
  !all || (Number(name.split(' ')[1]) % 2 === 0) === setting.coding.startsWith('differential');

for (const host of GPU_HOSTS.filter(({ inPage }) => allHosts || !inPage)) {
  const own = host.inPage ? cases.filter(isInPage) : cases;
  describe.skipIf(host.why !== null)(`in ${host.name}`, () => {
    const engine = host.engine();
    beforeAll(async () => {
      if (all) await keepShaders(engine);
    });

    it.each(own.map((one) => [one.name, one] as const))('%s', async (_, one) => {
      expect(describeFindings(await runCase(one, engine))).toEqual([]);
    });
  });
}
