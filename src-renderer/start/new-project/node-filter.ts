/** Which nodes of the preflight are shown: by status, and by words in their name, operator, neuron layers or reason. */
import type { ModelInspection } from '../../../src-shared/contract/index.ts';
import { inWindow } from '../../texts/messages.ts';

export type InspectedNode = ModelInspection['nodes'][number];
export type StatusFilter = InspectedNode['status'] | 'all';

/** Every word has to be found somewhere in the node. */
export function filterNodes(nodes: readonly InspectedNode[], status: StatusFilter, text: string): readonly InspectedNode[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return nodes.filter((node) => {
    if (status !== 'all' && node.status !== status) return false;
    const hay = [node.name, node.type, inWindow(node.why ?? ''), ...node.into, ...(node.layers ?? [])].join('\n').toLowerCase();
    return words.every((word) => hay.includes(word));
  });
}
