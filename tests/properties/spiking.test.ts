/**
 * What must hold of any network under any plan: random small networks of many operators (support/random-network.ts), converted
 * with random choices for every layer, run in the reference engine. All runs are seeded.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile, placeNeurons } from '../../src-main/convert/index.ts';
import { createStage } from '../../src-main/engines/reference/stages.ts';
import { evaluateNetwork } from '../../src-shared/network/evaluate.ts';
import type { ValueId } from '../../src-shared/network/index.ts';
import { randomTensor } from '../../src-shared/network/operators/testing/random.ts';
import { resolvePlan, type Plan } from '../../src-shared/plan/index.ts';
import type { NeuronUnit, SpikingNetwork } from '../../src-shared/spiking/index.ts';
import { isMoving } from '../../src-shared/spiking/spike-quanta.ts';
import { atBatch, sizeOf, type Tensor } from '../../src-shared/tensor/index.ts';
import { createDecoder, encodeInput, neuronThresholds } from '../../src-shared/units/index.ts';
import { farthest, meanOfSteps, simulate } from '../support/spiking.ts';
import { deviations } from './support/deviations.ts';
import { paperNeuron } from './support/paper-neurons.ts';
import { arbitraryNetwork, type Family, type RandomNetwork } from './support/random-network.ts';
import { ampleThresholds, arbitraryPlan, compileRandom, type RandomPlan } from './support/random-plan.ts';

const BATCH = 2;
const FAMILIES: readonly Family[] = ['relu', 'smooth'];

const samplesFor = ({ network }: RandomNetwork, seed = 7): Tensor =>
  randomTensor([BATCH, ...network.shapes.get(network.input.value)!.slice(1)], seed);

/** Runs a check on random networks and plans; a failure shows the operators of the smallest network that fails. */
async function forAny(
  family: Family,
  plan: fc.Arbitrary<RandomPlan>,
  runs: number,
  check: (net: RandomNetwork, plan: RandomPlan) => Promise<void> | void,
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(arbitraryNetwork(family), plan, async (net, choices) => {
      await check(net, choices);
    }),
    { seed: 20_250_301, numRuns: runs },
  );
}

/** Largest error of the mean of the first n steps, in units of the largest float output, for each n. */
function errors(logits: Float64Array, float: ArrayLike<number>, steps: number, counts: readonly number[]): number[] {
  const scale = Math.max(1e-6, ...Array.from(float, Math.abs));
  return counts.map((count) => farthest(meanOfSteps(logits, steps, count), float) / scale);
}

describe.each(FAMILIES)('%s networks', (family) => {
  it.each([
    ['rate', ['rate']],
    ['differential', ['differential']],
    ['both codings', ['rate', 'differential']],
  ] as const)('approach the float network as steps grow (%s)', async (_, codings) => {
    const steps = 256;
    await forAny(family, arbitraryPlan(codings), 40, async (net, plan) => {
      const x = samplesFor(net);
      const { logits } = await simulate(compileRandom(placeNeurons(net.network), plan, x), x, steps);
      const [float] = evaluateNetwork(net.network, x);
      const [late, ...early] = errors(logits[0]!, float!.data, steps, [steps, 1, 2, 3, 4, 8]);
      expect(late!, net.moves).toBeLessThanOrEqual(Math.max(0.2 * Math.max(...early), 0.02));
    });
  });

  it('by rate are never farther than the deviation of their units allows', async () => {
    const steps = 64;
    await forAny(family, arbitraryPlan(['rate']), 40, async (net, plan) => {
      const x = samplesFor(net);
      const placed = placeNeurons(net.network);
      const spiking = compileRandom(placed, plan, x);
      const floats = new Map<ValueId, Tensor>();
      evaluateNetwork(placed.network, x, { tap: (value, tensor) => floats.set(value, tensor) });
      const output = spiking.network.outputs[0]!.value;
      const float = floats.get(output)!.data;
      const { logits } = await simulate(spiking, x, steps);
      for (const count of [1, 2, 4, 16, steps]) {
        const bound = deviations(spiking, floats, BATCH, count)(output);
        meanOfSteps(logits[0]!, steps, count).forEach((mean, i) => {
          const error = Math.abs(mean - float[i]!);
          expect(error, `${count} steps of ${net.moves}`).toBeLessThanOrEqual(bound[i]! / count + 1e-9);
        });
      }
    });
  });

  it.each(['rate', 'differential'] as const)('all %s, are those of the paper', async (coding) => {
    const neurons = coding === 'rate' ? (['if', 'if-negative', 'mt', 'mt-negative'] as const) : (['if', 'mt'] as const);
    const plan = arbitraryPlan([coding]).map(({ layers }) => ({
      coding,
      layers: layers.map((layer, index) => ({ ...layer, neuron: neurons[index % neurons.length]! })),
    }));
    await forAny(family, plan, 40, async (net, choices) => {
      const x = samplesFor(net);
      const spiking = compileRandom(placeNeurons(net.network), choices, x);
      const { logits } = await simulate(spiking, x, 12);
      expect(paperRun(spiking, x, 12), net.moves).toEqual([...logits[0]!]);
    });
  });

  it('with the same choices by rule and by default, are identical', async () => {
    await forAny(family, arbitraryPlan(), 30, async (net, { coding, layers }) => {
      const { neuron, thresholds } = layers[0]!;
      const threshold = { method: 'max', level: 'channel', scale: 1 } as const;
      const settings = { coding, neuron, thresholds, threshold };
      const placed = placeNeurons(net.network);
      if (placed.sites.length === 0) return;
      const plans: readonly Plan[] = [
        { version: 1, defaults: settings, layers: [] },
        { version: 1, defaults: { coding }, layers: placed.sites.map(({ name }) => ({ key: name, settings })) },
      ];
      const x = samplesFor(net);
      const ample = ampleThresholds(placed, { coding, layers }, x);
      const [a, b] = plans.map((plan) => compile(placed, { coding, tau: 1, layers: resolvePlan(plan, placed.sites) }, ample));
      expect(a).toEqual(b);
    });
  });

  it('count what their neurons send, and never more than there is', async () => {
    const steps = 8;
    await forAny(family, arbitraryPlan(), 40, async (net, plan) => {
      const x = samplesFor(net);
      const spiking = compileRandom(placeNeurons(net.network), plan, x);
      const layers = spiking.stages.filter((stage) => stage.kind === 'neuron');
      const record = { values: layers.map(({ output }) => output) };
      const { neurons, counted, values } = await simulate(spiking, x, steps, record);
      const moved = spikeSources(spiking);
      for (const layer of layers) {
        const sent = values!.get(layer.output)!;
        const size = sent.length / steps;
        const { spikes, bits } = neurons.get(layer.id)!;
        for (let t = 0; t < steps; t++) {
          const step = sent.subarray(t * size, (t + 1) * size);
          expect(spikes[t]).toBe(step.filter((value) => value !== 0).length);
          expect(bits[t]).toBe(step.reduce((sum, value, i) => sum + spikesIn(layer, spiking, value, i % (size / BATCH)), 0));
        }
      }
      for (const { name, kind, dense, inputs } of spiking.counted) {
        const { operations, accumulates } = counted.get(name)!;
        operations.forEach((count, t) => {
          expect(Number.isInteger(count) && count >= 0).toBe(true);
          expect(count, name).toBeLessThanOrEqual((kind === 'product' ? 3 : 1) * dense * BATCH);
          const source = moved.get(inputs[0]!);
          if (kind === 'product' || source?.model !== 'ms') expect(accumulates[t]).toBe(count);
          else {
            expect(accumulates[t]).toBeGreaterThanOrEqual(count);
            expect(accumulates[t]).toBeLessThanOrEqual(count * source.levels);
          }
        });
      }
    });
  });
});

it('transcoders send on the estimate that they receive, after every step', async () => {
  const steps = 24;
  let transcoders = 0;
  for (const family of FAMILIES) {
    await forAny(family, arbitraryPlan(), 100, async (net, plan) => {
      const x = samplesFor(net);
      const spiking = compileRandom(placeNeurons(net.network), plan, x);
      const units = spiking.stages.filter((stage) => stage.kind === 'transcoder');
      if (units.length === 0) return;
      transcoders += units.length;
      const record = { values: units.flatMap(({ input, output }) => [input, output]) };
      const { values } = await simulate(spiking, x, steps, record);
      for (const { input, output, from, coding } of units) {
        const [received, sent] = [values!.get(input)!, values!.get(output)!];
        const constant = spiking.constantParts.get(input);
        estimates(received, steps, from, constant).forEach((before, t) => {
          const after = estimates(sent, steps, coding, undefined)[t]!;
          expect(farthest(before, after), net.moves).toBeLessThanOrEqual(1e-6);
        });
      }
    });
  }
  expect(transcoders).toBeGreaterThan(20);
});

/** The estimate of a value `[T, B, …]` after each step: the mean of what was sent, or what its corrections add up to from b on. */
function estimates(
  values: Float64Array,
  steps: number,
  coding: 'rate' | 'differential',
  b: Float64Array | undefined,
): Float64Array[] {
  const size = values.length / steps;
  const constant = (i: number): number => b?.[i % b.length] ?? 0;
  const estimate = Float64Array.from({ length: size }, (_, i) => (coding === 'rate' ? 0 : constant(i)));
  return Array.from({ length: steps }, (_, t) => {
    for (let i = 0; i < size; i++) {
      const value = values[t * size + i]!;
      estimate[i]! += coding === 'rate' ? (value - estimate[i]!) / (t + 1) : (value - constant(i)) / (t + 1);
    }
    return estimate.slice();
  });
}

/** Threshold spikes of one value: bits of its number of λ for multi-spike neurons. */
function spikesIn({ model, levels, thresholds, input }: NeuronUnit, { network }: SpikingNetwork, s: number, i: number): number {
  if (s === 0 || model !== 'ms') return s === 0 ? 0 : 1;
  const lambda = neuronThresholds(thresholds, network.shapes.get(input)!)[i]! / 2 ** (levels - 1);
  return [...Math.round(Math.abs(s) / lambda).toString(2)].filter((bit) => bit === '1').length;
}

/** Values that are the spikes of one neuron layer, moved or not. */
function spikeSources({ stages }: SpikingNetwork): Map<ValueId, NeuronUnit> {
  const sources = new Map<ValueId, NeuronUnit>();
  for (const stage of stages) {
    if (stage.kind === 'neuron') sources.set(stage.output, stage);
    if (stage.kind !== 'segment' || !stage.nodes.every(isMoving)) continue;
    const layers = new Set(stage.inputs.map((value) => sources.get(value)));
    const [source] = layers;
    // Several layers side by side: the one with most levels bounds them all.
    if (layers.size === 1 && source) sources.set(stage.output, source);
    else if (!layers.has(undefined)) sources.set(stage.output, ([...layers] as NeuronUnit[]).toSorted(byLevels)[0]!);
  }
  return sources;
}

const byLevels = (a: NeuronUnit, b: NeuronUnit): number => (b.model === 'ms' ? b.levels : 0) - (a.model === 'ms' ? a.levels : 0);

/** The same network with the neurons of §3 as they stand there; decoded outputs of all steps. */
function paperRun(spiking: SpikingNetwork, x: Tensor, steps: number): number[] {
  const { network, constantParts } = spiking;
  const whole = (value: ValueId): Float64Array => {
    const size = sizeOf(atBatch(network.shapes.get(value)!, BATCH));
    const part = constantParts.get(value);
    return Float64Array.from({ length: size }, (_, i) => part?.[i % part.length] ?? 0);
  };
  const stages = spiking.stages.map((stage) => {
    if (stage.kind !== 'neuron') return { output: stage.output, step: createStage(spiking, stage, BATCH) };
    const theta = neuronThresholds(stage.thresholds, network.shapes.get(stage.input)!);
    const b = whole(stage.input);
    const neuron = paperNeuron(
      stage,
      b.map((_, i) => theta[i % theta.length]!),
      b,
    );
    const step = (values: ReadonlyMap<ValueId, Float64Array>, t: number) => neuron(values.get(stage.input)!, t);
    return { output: stage.output, step };
  });
  const { value } = network.outputs[0]!;
  const decode = createDecoder(spiking.coding, 1, constantParts.get(value), BATCH);
  const decoded: number[] = [];
  for (let t = 0; t < steps; t++) {
    const values = new Map([[network.input.value, encodeInput(spiking.coding, 1, Float64Array.from(x.data), t)]]);
    for (const { output, step } of stages) values.set(output, step(values, t));
    decoded.push(...decode(values.get(value)!, t));
  }
  return decoded;
}
