/** Names of layers: what plans, reports and the graph call them. */
import { modulePath, uniqueNames } from '../../src-shared/network/index.ts';

/** Gives out layer names: the module path, made unique by the node's own name where modules repeat, and by a number at last. */
export function layerNamer(): (path: string, nodeId: string) => string {
  const taken = new Set<string>();
  const unique = uniqueNames(taken, '.');
  return (path, nodeId) => {
    const base = path || modulePath(nodeId);
    const own = nodeId.split('/').findLast((part) => part !== '') ?? nodeId;
    return unique(taken.has(base) ? `${base}.${own}` : base);
  };
}
