/**
 * Generated C against the reference engine: every sample of every operator behind and in front of stages of all kinds, and every pair of
 * adjacent spiking forms in every coding, with every neuron. Every run of the tests has a part, and `npm run test:exports` all.
 */
import { describe, expect, it } from 'vitest';
import { cExporter } from '../../src-main/export/c/exporter.ts';
import { samples } from '../../src-shared/network/operators/testing/samples.ts';
import { describeFindings } from '../differential/findings.ts';
import { formCases } from '../differential/form-cases.ts';
import { operatorNetwork, placesOf, sampleName } from '../differential/operator-cases.ts';
import { type Case, runCase } from '../differential/run-case.ts';
import { noCompiler } from './support/c-compilers.ts';
import { ALL_EXPORTS, exporterEngine } from './support/exporter-engine.ts';

const only = process.env['SPIKELOOM_CASE'];
/** Of a part of the tests: one case in so many. */
const EVERY = ALL_EXPORTS || only !== undefined ? 1 : 97;
const batchOf = (at: number): number => 1 + (at % 2);

const forms = formCases((at) => ({ batch: batchOf(at), threads: 1 }));
const operators = samples.flatMap((sample, index) =>
  (['relu', 'smooth'] as const).map((family, at): Case => {
    const { network } = operatorNetwork(index, family, placesOf(sample, family, index));
    const coding = (['rate', 'differential'] as const)[(index + at) % 2]!;
    return {
      name: `${sampleName(index)} ${family}`,
      network,
      setting: { coding, batch: batchOf(index), threads: 1, steps: 5, turn: index + 1 },
    };
  }),
);
const cases = [...operators, ...forms].filter(({ name }, index) => (only === undefined ? index % EVERY === 0 : name === only));

describe.skipIf(noCompiler !== null)(`generated C${noCompiler === null ? '' : ` (skipped: ${noCompiler})`}`, () => {
  it.each(cases.map((one) => [one.name, one] as const))('%s', async (_, one) => {
    expect(describeFindings(await runCase(one, exporterEngine(cExporter)))).toEqual([]);
  });
});
