/** Laws that every model keeps on any workload. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Workload, WorkloadLayer, WorkloadNeurons } from '../workload.ts';
import { ENERGY_MODELS, energySummary, estimate, sumOf } from './index.ts';
import { withActivity } from './terms.ts';

const STEPS = 3;
const count = fc.integer({ min: 0, max: 10_000 });
const perStep = fc.array(count, { minLength: STEPS, maxLength: STEPS });
const size = fc.integer({ min: 1, max: 5000 });
const coding = fc.constantFrom('rate' as const, 'differential' as const);

const layer = fc.record({
  kind: fc.constantFrom('conv' as const, 'linear' as const),
  input: fc.constantFrom('spikes' as const, 'real' as const),
  dense: size,
  weights: size,
  inputs: size,
  outputs: size,
  filters: count,
  operations: perStep,
  accumulates: perStep,
});
const neurons = fc.record({
  model: fc.constantFrom('if' as const, 'mt' as const, 'ms' as const),
  rule: fc.constantFrom('relu' as const, 'signed' as const),
  negative: fc.boolean(),
  inputCoding: coding,
  coding,
  neurons: size,
  thresholds: fc.integer({ min: 1, max: 8 }),
  /** Share of the neurons that send at each step: a neuron sends at most once. */
  rates: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: STEPS, maxLength: STEPS }),
});

const workloads: fc.Arbitrary<Workload> = fc
  .record({
    samples: fc.integer({ min: 1, max: 50 }),
    layers: fc.array(layer, { minLength: 1, maxLength: 4 }),
    neurons: fc.array(neurons, { minLength: 1, maxLength: 3 }),
    constants: fc.array(fc.record({ coding, elements: count }), { maxLength: 2 }),
    linear: fc.record({ adds: count, multiplies: count, compares: fc.constant(0) }),
    activations: fc.array(size, { maxLength: 3 }),
  })
  .map(({ layers, neurons: units, ...rest }) => ({
    ...rest,
    steps: STEPS,
    layers: layers.map(
      (one, at): WorkloadLayer => ({
        ...one,
        name: `layer${at}`,
        sources: one.input === 'spikes' ? [`neurons${at % units.length}`] : [],
      }),
    ),
    neurons: units.map(
      ({ rates, ...one }, at): WorkloadNeurons => ({
        ...one,
        name: `neurons${at}`,
        spikes: rates.map((rate) => Math.floor(rate * one.neurons * rest.samples)),
      }),
    ),
    units: [],
  }));

describe.each(ENERGY_MODELS.map((model) => [model.id, model] as const))('%s', (_, model) => {
  const total = (workload: Workload, steps = STEPS): number => estimate(model, workload, steps).total?.nom ?? 0;
  const near = (a: number, b: number): void =>
    expect(Math.abs(a - b)).toBeLessThanOrEqual(1e-9 * (Math.abs(a) + Math.abs(b)) + 1e-9);

  it('is linear in the number of spikes, and never falls with it or with the steps', () => {
    fc.assert(
      fc.property(workloads, fc.double({ min: 0, max: 5, noNaN: true }), (workload, factor) => {
        const [none, once] = [total(withActivity(workload, 0)), total(workload)];
        near(total(withActivity(workload, factor)), none + factor * (once - none));
        expect(once).toBeGreaterThanOrEqual(none);
        for (let steps = 2; steps <= STEPS; steps++)
          expect(total(workload, steps)).toBeGreaterThanOrEqual(total(workload, steps - 1) * (1 - 1e-12));
      }),
      { numRuns: 40 },
    );
  });

  it('never falls when one layer has more operations at one step', () => {
    fc.assert(
      fc.property(workloads, fc.nat(), fc.nat({ max: STEPS - 1 }), count, (workload, at, step, more) => {
        const chosen = at % workload.layers.length;
        const raised = (values: readonly number[]): number[] => values.map((value, t) => (t === step ? value + more : value));
        const layers = workload.layers.map((one, index) =>
          index === chosen ? { ...one, operations: raised(one.operations), accumulates: raised(one.accumulates) } : one,
        );
        expect(total({ ...workload, layers })).toBeGreaterThanOrEqual(total(workload) * (1 - 1e-12));
      }),
      { numRuns: 40 },
    );
  });

  it('sums its priced terms and nothing else; a term is priced or unpriced, never both', () => {
    fc.assert(
      fc.property(workloads, (workload) => {
        const { terms, unpriced, total: all, baselines } = estimate(model, workload, STEPS);
        const names = new Set<string>(terms.map(({ term }) => term));
        expect(unpriced.filter(({ term }) => names.has(term))).toEqual([]);
        expect(unpriced.every(({ count: n, why }) => n > 0 && why !== '')).toBe(true);
        if (all) near(all.nom, sumOf(terms.map(({ pj }) => pj)).nom);
        for (const { lo, nom, hi } of [...terms.map(({ pj }) => pj), ...baselines.flatMap(({ pj }) => pj ?? [])])
          expect(lo <= nom && nom <= hi).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it('predicts only remedies that lower it, the strongest first', () => {
    const quality = [0.5, 0.8, 0.8].map((accuracy) => ({ accuracy, agreement: accuracy }));
    fc.assert(
      fc.property(workloads, (workload) => {
        const { explanation, total: all } = energySummary(model, workload, STEPS, quality);
        const energies = explanation?.remedies.map(({ pj }) => pj) ?? [];
        expect(energies).toEqual(energies.toSorted((a, b) => a - b));
        for (const pj of energies) expect(pj).toBeLessThan(all!.nom);
        const steps = explanation?.remedies.find(({ kind }) => kind === 'steps');
        if (steps) near(steps.pj, total(workload, 2));
      }),
      { numRuns: 40 },
    );
  });
});
