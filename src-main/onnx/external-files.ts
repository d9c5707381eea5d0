/**
 * Finds the files beside a model that hold its weights, without reading them. The model and these files together are identified.
 */
import { locationOf } from './external-data.ts';
import type { GraphProto, TensorProto } from './proto/types.ts';

function* tensorsIn({ initializer, node }: GraphProto): Generator<TensorProto> {
  yield* initializer;
  for (const { attribute } of node) {
    for (const { t, g } of attribute) {
      if (t !== null) yield t;
      if (g !== null) yield* tensorsIn(g);
    }
  }
}

/** The locations that the tensors of a graph and its subgraphs name, each once, in byte order. */
export function externalFilesIn(graph: GraphProto): string[] {
  const locations = new Set<string>();
  for (const { dataLocation, externalData } of tensorsIn(graph)) if (dataLocation === 1) locations.add(locationOf(externalData));
  return [...locations].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}
