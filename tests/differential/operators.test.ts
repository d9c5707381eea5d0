/**
 * The cpu engine against the reference engine, and both engines' float networks against ONNX Runtime: every sample of every operator,
 * behind and in front of every kind of stage, and as an output. A failing line names its case; one case runs again with
 * `SPIKELOOM_CASE='Softmax 84 relu' npx vitest run tests/differential/operators.test.ts` (all of its branches, the same numbers).
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildKernels } from '../../scripts/build-kernels.mjs';
import { samples } from '../../src-shared/network/operators/testing/samples.ts';
import type { Coding } from '../../src-shared/plan/types.ts';
import { coverage } from './coverage.ts';
import { describeFindings, type Tally, tally } from './findings.ts';
import { neighboursOf } from './neighbours.ts';
import { type Family, operatorNetwork, placesOf, sampleName } from './operator-cases.ts';
import { runCase } from './run-case.ts';
import { KINDS, PRODUCTS } from './stage-kinds.ts';

beforeAll(buildKernels);

const only = process.env['SPIKELOOM_CASE'];
const FAMILIES: readonly Family[] = ['relu', 'smooth'];
const CODINGS: readonly Coding[] = ['rate', 'differential'];
const BATCHES = [3, 1, 5, 2];

const names = samples.map((_, index) => sampleName(index));
const pairs = (what: string) =>
  coverage(
    `samples of operators ${what}`,
    names.flatMap((name) => KINDS.map((kind) => `${name} / ${kind}`)),
  );
const behind = pairs('behind stages');
const inFrontOf = pairs('in front of stages');
const asOutput = coverage('samples of operators as outputs', names);
const inReluNetworks = coverage(
  'samples of operators behind stages in networks without signed neurons',
  names.flatMap((name) => KINDS.filter((kind) => !PRODUCTS.has(kind)).map((kind) => `${name} / ${kind}`)),
);
const all: Tally = tally();

const cases = samples.flatMap((sample, index) =>
  FAMILIES.map((family, at) => [`${sampleName(index)} ${family}`, { sample, index, family, at }] as const),
);

it.each(cases.filter(([name]) => only === undefined || only === name))('%s', async (name, { sample, index, family, at }) => {
  const { network } = operatorNetwork(index, family, placesOf(sample, family, index));
  const setting = {
    coding: CODINGS[(index + at) % 2]!,
    batch: BATCHES[index % BATCHES.length]!,
    threads: 1 + (index % 2),
    steps: 5,
    turn: index,
  };
  const outcome = await runCase({ name, network, setting });
  const agreed = all.add(outcome);
  expect(describeFindings(outcome)).toEqual([]);
  for (const one of neighboursOf(network, outcome.spiking)) {
    // A place counts where at least one sample agrees that no tie reaches.
    if (!agreed.has(one.branch)) continue;
    for (const kind of one.behind) behind.see(`${sampleName(index)} / ${kind}`);
    for (const kind of one.inFrontOf) {
      if (kind === 'output') asOutput.see(sampleName(index));
      else inFrontOf.see(`${sampleName(index)} / ${kind}`);
    }
    if (family === 'relu') for (const kind of one.behind) inReluNetworks.see(`${sampleName(index)} / ${kind}`);
  }
});

afterAll(() => {
  console.log([behind, inFrontOf, asOutput, inReluNetworks].map((one) => one.report()).join('\n'));
  console.log(all.report());
});

it.skipIf(only !== undefined)('covers every sample of every operator behind and in front of every kind of stage', () => {
  expect([behind, inFrontOf, asOutput, inReluNetworks].flatMap((one) => one.missing())).toEqual([]);
  expect(all.share()).toBeGreaterThan(0.5);
});
