/** Names of layers: what plans, reports and the graph call them. */
import { modulePath } from '../../src-shared/network/index.ts';
import { freshName } from './fresh-name.ts';

/** Gives out layer names: the module path, made unique by the node's own name where modules repeat, and by a number at last. */
export function layerNamer(): (path: string, nodeId: string) => string {
  const taken = new Set<string>();
  return (path, nodeId) => {
    const base = path || modulePath(nodeId);
    const own = nodeId.split('/').findLast((part) => part !== '') ?? nodeId;
    if (!taken.has(base)) return freshName(base, taken);
    return freshName(`${base}.${own}`, taken);
  };
}
