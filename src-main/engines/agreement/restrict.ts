/**
 * Cuts a spiking network down to the stages that some of its values depend on, so that single values can be examined in less
 * time.
 */
import type { NetworkPort, ValueId } from '../../../src-shared/network/index.ts';
import { type SpikingNetwork, type Stage, stageInputs } from '../../../src-shared/spiking/index.ts';

/** The stages that values depend on, those that write them included, in topological order. */
export function stagesBefore(stages: readonly Stage[], values: Iterable<ValueId>): Stage[] {
  const needed = new Set(values);
  const kept = stages.toReversed().filter((stage) => {
    if (!needed.has(stage.output)) return false;
    for (const value of stageInputs(stage)) needed.add(value);
    return true;
  });
  return kept.reverse();
}

/** The network with these outputs, without the stages that they do not depend on. */
export function restrictedTo(spiking: SpikingNetwork, outputs: readonly NetworkPort[]): SpikingNetwork {
  const stages = stagesBefore(
    spiking.stages,
    outputs.map(({ value }) => value),
  );
  const kept = new Set(stages.map((stage) => stage.id));
  return {
    ...spiking,
    network: { ...spiking.network, outputs },
    stages,
    counted: spiking.counted.filter((layer) => kept.has(layer.stage)),
  };
}
