/**
 * Orders the nodes of an ONNX graph so that they can be computed, whatever the order in the file. Checks that the nodes form a
 * graph: every value has one producer, no value is missing, and no node depends on itself.
 */
import type { OnnxGraph, OnnxNode } from './model.ts';
import { modelError } from './model-error.ts';

/** Values that a node reads. Values that its subgraphs read from outside of them are included. */
export function readsOf(node: OnnxNode): string[] {
  const reads = node.inputs.filter((name) => name !== '');
  for (const attribute of node.attributes.values()) {
    if (attribute.kind === 'graph') reads.push(...freeNames(attribute.value));
  }
  return reads;
}

function freeNames(graph: OnnxGraph): string[] {
  const own = new Set([...graph.initializers.keys(), ...graph.inputs.map((input) => input.name)]);
  for (const node of graph.nodes) for (const output of node.outputs) own.add(output);
  return [...graph.nodes.flatMap(readsOf), ...graph.outputs].filter((name) => !own.has(name));
}

/**
 * The node that writes each value. Throws `model.invalid` if two nodes write one value, or if one overwrites an input or a
 * weight.
 */
function producersOf(graph: OnnxGraph, outer: ReadonlySet<string>, file: string): Map<string, OnnxNode> {
  const producers = new Map<string, OnnxNode>();
  const given = new Set([...outer, ...graph.initializers.keys(), ...graph.inputs.map((input) => input.name)]);
  for (const node of graph.nodes) {
    for (const output of node.outputs) {
      if (output === '') continue;
      const other = given.has(output) ? 'an input or weight' : producers.get(output)?.name;
      if (other !== undefined) {
        const message = `${file}: node ${node.name} writes ${output}, which ${other} has already; export the network again.`;
        throw modelError('model.invalid', message, { file, node: node.name });
      }
      producers.set(output, node);
    }
  }
  return producers;
}

/**
 * Nodes in topological order; the file's order decides where that leaves a choice. `outer` are values known from the graph around
 * this one. Throws `model.invalid` for a value that no node produces, or that two do, and `model.cyclic`; both name the node.
 */
export function inOrder(graph: OnnxGraph, outer: ReadonlySet<string>, file: string): OnnxNode[] {
  const producers = producersOf(graph, outer, file);
  const known = new Set([...outer, ...graph.initializers.keys(), ...graph.inputs.map((input) => input.name)]);
  const ordered: OnnxNode[] = [];
  const state = new Map<OnnxNode, 'open' | 'done'>();

  // Depth first with an explicit stack: graphs may be deeper than the call stack.
  for (const root of graph.nodes) {
    const stack = state.has(root) ? [] : [{ node: root, reads: readsOf(root), next: 0 }];
    while (stack.length > 0) {
      const top = stack[stack.length - 1]!;
      state.set(top.node, 'open');
      const name = top.reads[top.next++];
      if (name === undefined) {
        state.set(top.node, 'done');
        ordered.push(top.node);
        stack.pop();
        continue;
      }
      if (known.has(name)) continue;
      const producer = producers.get(name);
      const at = { file, node: top.node.name };
      if (producer === undefined) {
        const message = `${file}: node ${top.node.name} (${top.node.type}) reads ${name}, which nothing produces; export the network again.`;
        throw modelError('model.invalid', message, at);
      }
      if (state.get(producer) === 'open') {
        const message = `${file}: node ${top.node.name} (${top.node.type}) depends on itself through ${name}; loops are not supported.`;
        throw modelError('model.cyclic', message, at);
      }
      if (!state.has(producer)) stack.push({ node: producer, reads: readsOf(producer), next: 0 });
    }
  }
  for (const output of graph.outputs) {
    if (producers.has(output) || known.has(output)) continue;
    const message = `${file}: the graph's output ${output} is produced by no node; export the network again.`;
    throw modelError('model.invalid', message, { file, node: output });
  }
  return ordered;
}
