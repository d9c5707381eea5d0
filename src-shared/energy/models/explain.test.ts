/** "Why so expensive": the dominating term, and remedies whose predictions are the model's own figures on the changed workload. */
import { expect, it } from 'vitest';
import { SMALL_WORKLOAD as small } from '../../../tests/fixtures/small-workload.ts';
import { onCommandLine, partsOf } from '../../message/index.ts';
import type { Workload } from '../workload.ts';
import { ENERGY_MODELS, type EnergyModel, estimate, explain, nominal } from './index.ts';

const model = (id: string): EnergyModel => ENERGY_MODELS.find((one) => one.id === id)!;
const FULL = model('full-ledger');
const [fc1, fc2] = small.layers;
const [relu] = small.neurons;

/** Three layers of spikes behind each other; the second one's spikes cost most. */
const deep: Workload = {
  ...small,
  layers: [
    fc1!,
    { ...fc2!, name: 'a', sources: ['one'] },
    { ...fc2!, name: 'b', sources: ['two'], operations: [400, 800], accumulates: [400, 800] },
    { ...fc2!, name: 'c', sources: ['three'] },
  ],
  neurons: ['one', 'two', 'three'].map((name) => ({ ...relu!, name, model: 'mt', thresholds: 8 })),
};
const quality = (...values: number[]) => values.map((accuracy) => ({ accuracy, agreement: accuracy }));

it('names the term that takes most, and the layer with the largest part', () => {
  const { term, share, sentence } = explain(FULL, deep, 2, quality(0.1, 0.9))!;
  const { terms, total } = estimate(FULL, deep, 2);
  const words = terms.filter((one) => one.term === 'weight-memory').reduce((sum, { pj }) => sum + pj.nom, 0);
  expect(term).toBe('weight-memory');
  expect(share).toBeCloseTo(words / total!.nom, 12);
  expect(onCommandLine(sentence)).toMatch(
    /^\d+ % of [\d.]+ nJ goes into weight memory, the largest part of it in b\. Fewer thresholds/,
  );
});

it('fewer steps: the fewest that are as good, at the energy of that many', () => {
  const { remedies, sentence } = explain(FULL, deep, 2, quality(0.895, 0.9))!;
  const steps = remedies.find(({ kind }) => kind === 'steps')!;
  expect(steps.pj).toBe(nominal(estimate(FULL, deep, 1)));
  expect(onCommandLine(steps.sentence)).toContain('1 step instead of 2');
  expect(onCommandLine(steps.sentence)).toContain('89.5 % accuracy');
  expect(remedies[0]).toBe(steps);
  expect(onCommandLine(sentence)).toContain(onCommandLine(steps.sentence));
  // A step that is worse by more than a point is no remedy, and without labels agreement decides.
  expect(explain(FULL, deep, 2, quality(0.88, 0.9))!.remedies.map(({ kind }) => kind)).not.toContain('steps');
  const unlabelled = [0.99, 0.99].map((agreement) => ({ accuracy: null, agreement }));
  expect(onCommandLine(explain(FULL, deep, 2, unlabelled)!.sentence)).toContain('99.0 % agreement');
});

it('fewer thresholds: in the layers that cause half of what spikes cost, at the energy of half their spikes', () => {
  const { remedies } = explain(FULL, deep, 2, quality(0.1, 0.9))!;
  const found = remedies.find(({ kind }) => kind === 'thresholds')!;
  expect(partsOf(found.sentence).filter((part) => typeof part !== 'string')).toEqual([{ layer: 'two' }]);
  expect(onCommandLine(found.sentence)).toContain('two (4 instead of 8)');
  const b = deep.layers[2]!;
  const layers = deep.layers.with(2, { ...b, accumulates: [200, 400], operations: [200, 400] });
  expect(found.pj).toBeCloseTo(nominal(estimate(FULL, { ...deep, layers }, 2)), 6);
});

it('another coding: neurons without running estimates', () => {
  const differential = (workload: Workload): Workload => ({
    ...workload,
    neurons: workload.neurons.map((one) => ({ ...one, coding: 'differential', inputCoding: 'differential' })),
  });
  const { remedies } = explain(FULL, differential(small), 2, quality(0.1, 0.9))!;
  expect(remedies.map(({ kind }) => kind)).toEqual(['coding']);
  expect(remedies[0]!.pj).toBeCloseTo(nominal(estimate(FULL, small, 2)), 9);
  expect(onCommandLine(remedies[0]!.sentence)).toContain('if it sends as many spikes');
});

it('says so if nothing would help, and says nothing where nothing is priced', () => {
  const { remedies, sentence } = explain(FULL, small, 2, quality(0.1, 0.9))!;
  expect(remedies).toEqual([]);
  expect(onCommandLine(sentence)).toContain('Neither fewer steps');
  expect(explain(model('eyeriss1'), small, 2, quality(0.1, 0.9))).toBeNull();
});
