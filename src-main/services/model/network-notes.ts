/** Sentences on what conversion did that a user did not ask for: forms of pooling, transcoders, layers without neurons. */
import type { SpikingNetwork, Unit } from '../../../src-shared/spiking/index.ts';

/** What a reader of a result must know about the network's units (docs/algorithm.md §4, §8). */
export function networkNotes({ stages }: SpikingNetwork): string[] {
  const pools = stages.filter((stage) => stage.kind === 'max-pool' && stage.form === 'estimate') as Unit[];
  const transcoders = stages.filter((stage) => stage.kind === 'transcoder');
  return [
    ...(pools.length > 0
      ? [`Max pooling whose windows do not tile its input pools the running estimate and sends its change: ${names(pools)}.`]
      : []),
    ...(transcoders.length > 0
      ? [`Codings meet at ${names(transcoders)}: transcoders there send real values, counted in the full energy ledger.`]
      : []),
  ];
}

function names(units: readonly Unit[]): string {
  const shown = units.slice(0, 6).map((unit) => unit.name);
  return `${shown.join(', ')}${units.length > shown.length ? ` and ${units.length - shown.length} more` : ''}`;
}
