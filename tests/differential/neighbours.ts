/** Which stages an operator stands behind and in front of in a network: read off the network that was run. */
import type { Network, NetworkNode, ValueId } from '../../src-shared/network/index.ts';
import type { SpikingNetwork } from '../../src-shared/spiking/index.ts';
import { MARK } from './operator-cases.ts';
import { isAdaptor, type Kind, kindsOf } from './stage-kinds.ts';

export interface Neighbours {
  /** Path of its branch: the name of the output that its branch ends in. */
  readonly branch: string;
  readonly behind: readonly Kind[];
  readonly inFrontOf: readonly (Kind | 'output')[];
}

/** Neighbours of the operator of every branch, past operators that only move values or add constants. */
export function neighboursOf(network: Network, spiking: SpikingNetwork): Neighbours[] {
  const transcoders = spiking.stages.filter((stage) => stage.kind === 'transcoder');
  const transcoded = new Set(transcoders.map(({ input }) => input));
  const meeting = new Set(transcoders.map(({ output }) => output));
  const joins = new Set(
    spiking.stages
      .flatMap((stage) =>
        stage.kind === 'segment' ? stage.nodes : 'node' in stage && typeof stage.node !== 'string' ? [stage.node] : [],
      )
      .filter(({ inputs }) => inputs.some((value) => meeting.has(value)))
      .map(({ id }) => id),
  );
  const producers = new Map(network.nodes.map((node) => [node.output, node]));
  const before = (value: ValueId): Kind[] => {
    const node = producers.get(value);
    if (!node) return [];
    const kinds = [...kindsOf(network, node), ...(joins.has(node.id) ? (['transcoder'] as const) : [])];
    if (kinds.length > 0 || !isAdaptor(network, node)) return kinds;
    return node.inputs.flatMap(before);
  };
  const after = (value: ValueId): (Kind | 'output')[] => [
    ...(network.outputs.some((output) => output.value === value) ? (['output'] as const) : []),
    ...(transcoded.has(value) ? (['transcoder'] as const) : []),
    ...network.nodes.filter(({ inputs }) => inputs.includes(value)).flatMap((reader) => afterIn(reader)),
  ];
  const afterIn = (reader: NetworkNode): (Kind | 'output')[] => [
    ...kindsOf(network, reader),
    ...(isAdaptor(network, reader) ? after(reader.output) : []),
  ];
  return network.nodes
    .filter(({ path }) => path.includes(`/${MARK}.`))
    .map((node) => ({
      branch: node.path.slice(0, node.path.lastIndexOf(`/${MARK}.`)).replace(/\/other$/, ''),
      behind: node.inputs.filter((value) => !network.constants.has(value)).flatMap(before),
      inFrontOf: after(node.output),
    }));
}
