/**
 * The cpu engine against the reference engine on every pair of adjacent spiking forms, in both codings, with every neuron, 1 to 24 channels
 * and batches that threads do not divide. One case runs again with
 * `SPIKELOOM_CASE='relu 3 leaky-rate' npx vitest run tests/differential/forms.test.ts` (the same numbers).
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildKernels } from '../../scripts/build-kernels.mjs';
import { CODINGS, NEURONS } from '../../src-shared/plan/schema.ts';
import { neuronsOf } from '../../src-shared/plan/neuron-coding.ts';
import { coverage } from './coverage.ts';
import { describeFindings, type Tally, tally } from './findings.ts';
import { formCases } from './form-cases.ts';
import { adjacenciesOf, FORMS, pairName, possiblePairs } from './forms.ts';
import { CHANNELS } from './operator-cases.ts';
import { runCase } from './run-case.ts';

beforeAll(buildKernels);

const only = process.env['SPIKELOOM_CASE'];
const BATCHES = [1, 3, 5, 7] as const;

/** Every combination of two lists as names. */
const combined = (first: readonly unknown[], second: readonly unknown[]): string[] =>
  first.flatMap((one) => second.map((other) => `${String(one)}, ${String(other)}`));

const pairs = possiblePairs();
const names = pairs.map(([from, to]) => pairName(from, to));
const covered = {
  forms: coverage('pairs of adjacent forms, by coding of the value between', combined(names, ['rate', 'differential'])),
  channels: coverage(
    'forms and channels of what they give',
    FORMS.flatMap((form) =>
      combined(
        [form],
        CHANNELS.filter((channels) => form !== 'depthwise' || channels > 1),
      ),
    ),
  ),
  neurons: coverage(
    'codings and neurons',
    CODINGS.flatMap((coding) => combined([coding], neuronsOf(coding))),
  ),
  neuronChannels: coverage('neurons and channels', combined(NEURONS, CHANNELS)),
  codingChannels: coverage('codings and channels', combined(CODINGS, CHANNELS)),
  codingBatch: coverage('codings and batches', combined(CODINGS, BATCHES)),
  neuronBatch: coverage('neurons and batches', combined(NEURONS, BATCHES)),
};
const all: Tally = tally();

const cases = formCases((at, turn) => ({ batch: BATCHES[(at + turn) % BATCHES.length]!, threads: 2 })).map(
  (one) => [one.name, one] as const,
);

it.each(cases.filter(([name]) => only === undefined || only === name))('%s', async (_, one) => {
  const outcome = await runCase(one);
  all.add(outcome);
  expect(describeFindings(outcome)).toEqual([]);
  const { spiking, layers } = outcome;
  const { coding, batch } = one.setting;
  const channelsOf = (value: string): number => spiking.network.shapes.get(value)![1]!;
  for (const { from, to, value, coding: between } of adjacenciesOf(spiking)) {
    covered.forms.see(`${pairName(from, to)}, ${between}`);
    if (isChannels(channelsOf(value))) covered.channels.see(`${from}, ${channelsOf(value)}`);
  }
  covered.codingBatch.see(`${coding}, ${batch}`);
  for (const stage of spiking.stages) {
    if (stage.kind !== 'neuron') continue;
    const own = layers.get(stage.name)!;
    const channels = channelsOf(stage.input);
    covered.neurons.see(`${own.coding}, ${own.neuron}`);
    covered.neuronBatch.see(`${own.neuron}, ${batch}`);
    if (!isChannels(channels)) continue;
    covered.neuronChannels.see(`${own.neuron}, ${channels}`);
    covered.codingChannels.see(`${own.coding}, ${channels}`);
  }
});

const isChannels = (count: number): boolean => (CHANNELS as readonly number[]).includes(count);

afterAll(() => {
  for (const one of Object.values(covered)) console.log(one.report());
  console.log(all.report());
});

it.skipIf(only !== undefined)(
  'covers every pair of adjacent forms, and every two of neurons, codings, channels and batches',
  () => {
    expect(Object.values(covered).flatMap((one) => one.missing())).toEqual([]);
    expect(all.share()).toBeGreaterThan(0.5);
  },
);
