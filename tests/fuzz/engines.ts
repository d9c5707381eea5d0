/**
 * The engines on single branches of the differential test (tests/differential): every operator between every two kinds of stages, and every
 * pair of adjacent forms, all drawn by chance with their settings. A finding is a difference that no tie explains.
 */
import { samples } from '../../src-shared/network/operators/testing/samples.ts';
import { isLeaky } from '../../src-shared/plan/neuron-coding.ts';
import { CODINGS } from '../../src-shared/plan/schema.ts';
import { describeFindings } from '../differential/findings.ts';
import { formNetworks, inReluNetworks, inSmoothNetworks } from '../differential/form-cases.ts';
import { possiblePairs } from '../differential/forms.ts';
import { CHANNELS, type Family, isSmooth, operatorNetwork, type Place, sampleName } from '../differential/operator-cases.ts';
import { type Case, runCase } from '../differential/run-case.ts';
import { KINDS, PRODUCTS } from '../differential/stage-kinds.ts';
import type { Random } from './random.ts';
import type { Target } from './target.ts';

const FAMILIES: readonly Family[] = ['relu', 'smooth'];

/** An operator between two kinds of stages; undefined where a network of ReLUs has no such place. */
function operatorCase(random: Random): Omit<Case, 'setting'> | undefined {
  const index = random.int(samples.length);
  const family = random.pick(FAMILIES);
  const from = random.pick(KINDS);
  const to = random.chance(0.1) || (family === 'relu' && isSmooth(samples[index]!)) ? undefined : random.pick(KINDS);
  if (from === 'transcoder' && to === 'transcoder') return undefined;
  if (family === 'relu' && [from, to].some((kind) => kind !== undefined && PRODUCTS.has(kind))) return undefined;
  const whole = from === 'blocked convolution' || to === 'shortcut';
  const place: Place = { from, to, channels: whole ? random.pick([16, 32]) : random.pick([2, ...CHANNELS.slice(1)]) };
  return { name: `${sampleName(index)} ${family} ${from} > ${to ?? 'output'}`, ...operatorNetwork(index, family, [place]) };
}

function formCase(random: Random): Omit<Case, 'setting'> {
  const family = random.pick(FAMILIES);
  const pair = random.pick(possiblePairs().filter(family === 'relu' ? inReluNetworks : inSmoothNetworks));
  const { network } = formNetworks([pair], family, random.int(1000))[0]!;
  return { name: `${family} ${pair.join(' > ')}`, network };
}

export const engines: Target = {
  name: 'engines',
  prepare: () =>
    Promise.resolve(async (random) => {
      const made = random.chance(0.7) ? operatorCase(random) : formCase(random);
      if (!made) return 'no such place';
      const setting = {
        coding: random.pick(CODINGS.filter((coding) => !isLeaky(coding))),
        batch: 1 + random.int(7),
        threads: 1 + random.int(2),
        steps: 1 + random.int(12),
        turn: random.int(1000),
      };
      const outcome = await runCase({ ...made, setting });
      const findings = describeFindings(outcome);
      if (findings.length > 0) throw new Error(`${made.name}, ${JSON.stringify(setting)}: ${findings.join('; ')}`);
      return outcome.agreement.differences.length > 0 ? 'the same but for ties' : 'the same';
    }),
};
