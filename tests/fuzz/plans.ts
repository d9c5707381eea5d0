/** Damaged plans: read, written again, resolved against networks, compiled. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { calibrate } from '../../src-main/calibrate/index.ts';
import { compile, type PlacedNetwork } from '../../src-main/convert/index.ts';
import { referenceEngine } from '../../src-main/engines/reference/index.ts';
import { choicesOf } from '../../src-main/services/model/choices.ts';
import { loadModel, sampleShape } from '../../src-main/services/model/load-model.ts';
import { formatPlan, parsePlan, type Plan, stepsOf } from '../../src-shared/plan/index.ts';
import { sizeOf } from '../../src-shared/tensor/index.ts';
import { attention, overlapping } from '../fixtures/small-networks.ts';
import { onnxBytes, randomValues } from '../support/onnx-graph.ts';
import { damageBytes, damageData } from './damage.ts';
import type { Random } from './random.ts';
import { outcomeOf, type Target } from './target.ts';

const threshold = { method: 'percentile', percentile: 99.5, level: 'channel', scale: 1.5 };
const WHOLE: readonly object[] = [
  { version: 1, steps: 4, defaults: { coding: 'differential', neuron: 'mt', thresholds: 6, threshold }, layers: {} },
  { version: 1, defaults: { coding: 'rate', neuron: 'if' }, layers: { 'r*': { threshold: { value: 1.25, level: 'layer' } } } },
  {
    version: 1,
    steps: 2,
    tau: 0.9,
    defaults: { coding: 'differential-leaky', neuron: 'lif' },
    layers: { '*': { threshold: { method: 'max', level: 'neuron' } } },
  },
  { version: 1, steps: 3, layers: { rb: { coding: 'rate', neuron: 'ms' }, 'r?': { threshold: { method: 'iteration' } } } },
];

function damaged(random: Random): string {
  const text = JSON.stringify(random.pick(WHOLE), null, random.pick([0, 2]));
  if (random.chance(0.3)) return new TextDecoder().decode(damageBytes(Buffer.from(text), random, false));
  const plan = JSON.parse(text) as object;
  damageData(plan, random);
  return JSON.stringify(plan);
}

/** Calibrates and runs a network with a plan, where that is quick. */
async function run(placed: PlacedNetwork, plan: Plan): Promise<string> {
  const choices = choicesOf(placed, plan);
  const steps = stepsOf(plan);
  if (steps > 8) return 'resolved';
  const data = randomValues(2 * sizeOf(sampleShape(placed)), 5);
  const { layers } = await calibrate(placed, choices, [{ data, samples: 2 }], { steps, engine: referenceEngine });
  const spiking = compile(placed, choices, new Map([...layers].map(([name, { thresholds }]) => [name, thresholds])));
  await using session = await referenceEngine.prepare(spiking);
  await session.run(data, 2, { steps });
  return 'run';
}

export const plans: Target = {
  name: 'plans',
  async prepare(folder) {
    const networks: PlacedNetwork[] = [];
    for (const [name, model] of Object.entries({ overlapping, attention })) {
      const file = join(folder, `${name}.onnx`);
      writeFileSync(file, onnxBytes(model));
      networks.push((await loadModel(file)).placed);
    }
    return async (random) => {
      const text = damaged(random);
      let plan: Plan | undefined;
      const read = await outcomeOf(() => {
        plan = parsePlan(text, 'damaged.plan.json');
      });
      if (plan === undefined) return read;
      const again = parsePlan(formatPlan(plan), 'written.plan.json');
      if (formatPlan(again) !== formatPlan(plan)) throw new Error('a plan that is read and written changes');
      let end = '';
      const refused = await outcomeOf(async () => {
        end = await run(random.pick(networks), plan!);
      }, '');
      return refused === '' ? end : `read, then ${refused}`;
    };
  },
};
