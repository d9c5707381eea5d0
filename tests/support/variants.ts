/** Variants of a network, one for every neuron layer and change, and the check that they have the bits of runs of their own. */
import { expect } from 'vitest';
import { type Choices, compile, type PlacedNetwork } from '../../src-main/convert/index.ts';
import { prepareVariants } from '../../src-main/engines/cpu/index.ts';
import { blockedLayout } from '../../src-main/engines/cpu/program/block-size.ts';
import { compileProgram } from '../../src-main/engines/cpu/program/compile.ts';
import { createExecutor } from '../../src-main/engines/cpu/worker/executor.ts';
import { type BatchResult, createCollector } from '../../src-shared/engine/index.ts';
import { layoutsOf } from '../../src-shared/lowering/index.ts';
import { isLeaky, neuronFor } from '../../src-shared/plan/index.ts';
import type { Coding, LayerSettings } from '../../src-shared/plan/types.ts';
import type { SpikingNetwork, Thresholds } from '../../src-shared/spiking/index.ts';
import type { TensorData } from '../../src-shared/tensor/index.ts';

/** The changes of one layer: another number of thresholds, another neuron, a limit of spikes, the other coding, half of the thresholds. */
const CHANGES: readonly ((settings: LayerSettings) => Partial<LayerSettings> | undefined)[] = [
  ({ neuron, thresholds }) => (/^m[ts]/.test(neuron) ? { thresholds: thresholds === 2 ? 3 : 2 } : undefined),
  ({ coding }) => (isLeaky(coding) ? undefined : { neuron: coding === 'rate' ? 'if-negative' : 'ms' }),
  ({ neuron, thresholds }) => (neuron === 'ms' && thresholds > 1 ? { mostSpikes: 1 } : undefined),
  ({ coding, neuron }) => {
    if (isLeaky(coding)) return undefined;
    const other: Coding = coding === 'rate' ? 'differential' : 'rate';
    return { coding: other, neuron: neuronFor(other, neuron) };
  },
  () => ({}),
];

/** A network, and for every layer and change the network that differs in it alone. */
export function everyVariant(placed: PlacedNetwork, choices: Choices, thresholds: ReadonlyMap<string, Thresholds>) {
  const variants = placed.sites.flatMap(({ name }) =>
    CHANGES.flatMap((change) => {
      const [settings, own] = [choices.layers.get(name)!, thresholds.get(name)!];
      const changed = change(settings);
      if (changed === undefined) return [];
      const values = Object.keys(changed).length === 0 ? own.values.map((value) => value / 2) : own.values;
      const layers = new Map([...choices.layers, [name, { ...settings, ...changed }] as const]);
      return [compile(placed, { ...choices, layers }, new Map([...thresholds, [name, { ...own, values }]]))];
    }),
  );
  return { base: compile(placed, choices, thresholds), variants };
}

/** A run of one network from the start, in this thread. */
async function alone(spiking: SpikingNetwork, inputs: TensorData, batch: number, steps: number): Promise<BatchResult> {
  const executor = await createExecutor(compileProgram(spiking, (await blockedLayout()).block));
  const { result } = await executor.run({ samples: Float32Array.from(inputs), batch, steps, check: () => undefined });
  const layouts = layoutsOf(spiking);
  const outputs = spiking.network.outputs.map(({ value }) => layouts.get(value)!);
  const collector = createCollector(spiking, outputs, batch, steps, false);
  collector.add(result, { first: 0, samples: batch });
  return collector.result();
}

/** Runs a family and checks every result against a run from the start: all outputs at every step, and all counts. */
export async function checkVariants(
  { base, variants }: ReturnType<typeof everyVariant>,
  inputs: TensorData,
  batch: number,
  steps: number,
): Promise<void> {
  await using session = await prepareVariants(base, variants, { threads: 2 });
  const results = await session.run(inputs, batch, { steps });
  expect(results).toHaveLength(1 + variants.length);
  for (const [index, network] of [base, ...variants].entries())
    expect(results[index], `variant ${index - 1}`).toEqual(await alone(network, inputs, batch, steps));
}
