/** What a run over samples tells while it goes on. */
import { expect, it } from 'vitest';
import { perceptron } from '../../../tests/fixtures/small-networks.ts';
import { compileUniform, importModel } from '../../../tests/support/spiking.ts';
import { referenceEngine } from '../../engines/reference/index.ts';
import { placeNeurons } from '../../convert/index.ts';
import type { SampleSource } from '../../dataset/index.ts';
import type { Progress } from '../progress.ts';
import { runDataset } from './run-dataset.ts';

const FEATURES = 7;
const source: SampleSource = {
  ...{ name: 'zeros', kind: 'values', count: 3, all: 3, skipped: [] },
  notes: () => [],
  nameOf: String,
  read: (from, to) => Promise.resolve(new Float32Array((to - from) * FEATURES)),
};

it('says that it simulates before the engine has computed anything: that one may compile for long', async () => {
  const spiking = compileUniform(placeNeurons(await importModel(perceptron)));
  const told: Progress[] = [];
  let before: readonly Progress[] | undefined;
  await using session = await referenceEngine.prepare(spiking);
  const watched: typeof session = {
    ...session,
    float: (...args) => {
      before ??= [...told];
      return session.float(...args);
    },
  };
  const options = { steps: 2, batch: 1, positions: [1, 2], conversionError: false, onBatch: () => {} };
  const context = { signal: new AbortController().signal, onProgress: (one: Progress) => told.push(one) };
  await runDataset(watched, spiking, source, options, context);
  // One of three samples was done by an earlier process.
  expect(before).toEqual([{ phase: 'simulating', done: 1, total: 3 }]);
  expect(told.at(-1)).toMatchObject({ done: 3, total: 3 });
});
