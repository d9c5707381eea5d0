/** Finds the stage at which two engines begin to differ, among the stages that an output depends on. */
import type { SpikingNetwork, Stage } from '../../../src-shared/spiking/index.ts';
import { restrictedTo, stagesBefore } from './restrict.ts';

/**
 * A stage whose value differs, while no earlier value does. `differs` compares the engines on a network with a single output; it
 * is called with networks that end at one stage or another. The output of `network` is known to differ. Each comparison halves
 * the remaining stages: all that depends on a differing value differs, and nothing before an agreeing value does.
 */
export async function firstDifference(
  spiking: SpikingNetwork,
  differs: (restricted: SpikingNetwork) => Promise<boolean>,
): Promise<Stage> {
  const { outputs } = spiking.network;
  let left = stagesBefore(
    spiking.stages,
    outputs.map(({ value }) => value),
  );
  while (left.length > 1) {
    const middle = left[Math.floor((left.length - 1) / 2)]!;
    const before = new Set(stagesBefore(spiking.stages, [middle.output]));
    const apart = await differs(restrictedTo(spiking, [{ name: middle.output, value: middle.output }]));
    left = left.filter((stage) => before.has(stage) === apart);
  }
  return left[0]!;
}

/** A stage as reports name it: the layer's name and its operator. */
export function describeStage({ counted }: SpikingNetwork, stage: Stage): string {
  if (stage.kind === 'segment') {
    const layers = counted.filter((one) => one.stage === stage.id).map(({ name }) => name);
    return `${layers.join(' and ') || stage.nodes.at(-1)!.path} (${[...new Set(stage.nodes.map(({ op }) => op))].join(', ')})`;
  }
  if (stage.kind === 'neuron' || stage.kind === 'transcoder') return `${stage.name} (${stage.kind})`;
  return `${stage.name} (${stage.node.op})`;
}
