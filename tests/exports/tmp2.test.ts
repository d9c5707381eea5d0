import { expect, it } from 'vitest';
import { EXPORTERS } from '../../src-main/export/index.ts';
import { describeFindings } from '../differential/findings.ts';
import { formCases } from '../differential/form-cases.ts';
import { runCase } from '../differential/run-case.ts';
import { samples } from '../../src-shared/network/operators/testing/samples.ts';
import { operatorNetwork, placesOf, sampleName } from '../differential/operator-cases.ts';
import { exporterEngine } from './support/exporter-engine.ts';

const ops = samples.flatMap((sample, index) =>
  (['relu', 'smooth'] as const).map((family, at) => [`${sampleName(index)} ${family}`, { sample, index, family, at }] as const),
);
it.each(ops.filter((_, i) => i % 3 === 0))('%s', async (name, { sample, index, family, at }) => {
  const { network } = operatorNetwork(index, family, placesOf(sample, family, index));
  const setting = { coding: (['rate', 'differential'] as const)[(index + at) % 2]!, batch: 1 + (index % 2), threads: 1, steps: 5, turn: index };
  const outcome = await runCase({ name, network, setting }, exporterEngine(await EXPORTERS.c.load()));
  expect(describeFindings(outcome)).toEqual([]);
});
const cases = formCases((at) => ({ batch: 1 + (at % 2), threads: 1 }));
it.each(cases.map((one) => [one.name, one] as const))('%s', async (_, one) => {
  expect(describeFindings(await runCase(one, exporterEngine(await EXPORTERS.c.load())))).toEqual([]);
});
