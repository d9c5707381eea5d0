/**
 * The gpu engine against the reference engine around every operator: networks of operators.test.ts, with some of their branches, since a software
 * adapter takes seconds to compile for one. Every run of the tests has a single network, and `npm run test:gpu` all. `SPIKELOOM_CASE` runs one, as there.
 *
 * An operator that ONNX Runtime's WebGPU provider lacks, or may compute inexactly, is computed on the CPU, and the notes of the run name its layers.
 * The list is of the pinned version: a new one may have more.
 */
import { beforeAll, expect, it } from 'vitest';
import { samples } from '../../src-shared/network/operators/testing/samples.ts';
import { INEXACT } from '../../src-gpu/provider-faults.ts';
import type { OpName } from '../../src-shared/network/index.ts';
import { keepShaders, noAdapter, testedGpuEngine } from '../support/gpu-adapter.ts';
import { describeFindings } from './findings.ts';
import { type Family, operatorNetwork, placesOf, sampleName } from './operator-cases.ts';
import { runCase } from './run-case.ts';

/** Operators of the registry that the WebGPU provider lacks. */
const ON_CPU: ReadonlySet<OpName> = new Set(['Softsign', 'Round', 'Sign', 'Celu', 'Selu', 'LogSoftmax', 'LRN']);
/** The case of every run of the tests: an operator on the CPU between others on the device. */
const ALWAYS = 'Softsign';

const only = process.env['SPIKELOOM_CASE'];
const all = process.env['SPIKELOOM_TEST_GPU'] === 'all' && only === undefined;
const BATCHES = [3, 1, 2];
/** Branches of a network: from operator to operator, another kind of stage is the first. */
const BRANCHES = process.env['SPIKELOOM_TEST_GPU'] === 'all' ? 4 : 2;
const some = <T>(list: readonly T[], first: number): T[] =>
  Array.from({ length: BRANCHES }, (_, i) => list[(first + i) % list.length]!);

const cases = samples.flatMap((sample, index) => {
  // Each sample in one family, and in the other in the cpu engine's test: the operators are ONNX Runtime's.
  const family: Family = index % 2 === 0 ? 'relu' : 'smooth';
  const name = `${sampleName(index)} ${family}`;
  return all || (only ?? ALWAYS) === (only === undefined ? sample.op : name) ? [[name, { sample, index, family }] as const] : [];
});

beforeAll(async () => {
  if (all && noAdapter === null) await keepShaders(testedGpuEngine);
});

it.skipIf(noAdapter !== null).each(cases)('gpu: %s', async (name, { sample, index, family }) => {
  const { network } = operatorNetwork(index, family, some(placesOf(sample, family, index), BRANCHES * index));
  const coding = index % 4 < 2 ? 'rate' : 'differential';
  const setting = { coding, batch: BATCHES[index % BATCHES.length]!, threads: 1, steps: 5, turn: index } as const;
  const outcome = await runCase({ name, network, setting }, testedGpuEngine);
  expect(describeFindings(outcome)).toEqual([]);
  const named = outcome.notes.filter((note) => note.includes('computed it on the CPU'));
  if (!ON_CPU.has(sample.op) && !INEXACT.has(sample.op)) expect(named).toEqual([]);
  else {
    expect(named).toHaveLength(1);
    expect(named[0]).toContain(INEXACT.has(sample.op) ? `may compute ${sample.op} inexactly:` : `has no ${sample.op}:`);
    for (const { op, path } of network.nodes) if (op === sample.op) expect(named[0]).toContain(path);
  }
});
