/** Names of layers, as plans, reports and the graph use them. */
import { modulePath, uniqueNames } from '../../src-shared/network/index.ts';

/**
 * Gives each layer a name: its module path. If the path is taken, the node's own name is added; if that is taken too, a number.
 */
export function layerNamer(): (path: string, nodeId: string) => string {
  const taken = new Set<string>();
  const unique = uniqueNames(taken, '.');
  return (path, nodeId) => {
    const base = path || modulePath(nodeId);
    const own = nodeId.split('/').findLast((part) => part !== '') ?? nodeId;
    return unique(taken.has(base) ? `${base}.${own}` : base);
  };
}
