/**
 * Functions that a model brings with it (PyTorch's exporter by TorchDynamo writes modules and operators as such): every call is
 * replaced by the function's nodes, so that the graph holds ONNX's own operators only.
 */
import type { OnnxAttribute, OnnxGraph, OnnxNode } from './model.ts';
import { modelError } from './model-error.ts';

export interface OnnxFunction {
  /** Operator type and operator set that call it. */
  readonly type: string;
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Attributes with a default. */
  readonly defaults: ReadonlyMap<string, OnnxAttribute>;
  readonly nodes: readonly OnnxNode[];
}

/** Nodes that a file's functions may become: a few calls inside each other can be made to become any number. */
const MOST_NODES = 1_000_000;
/** Calls inside calls, and inside subgraphs. */
const DEEPEST = 64;

const keyOf = ({ domain, type }: { readonly domain: string; readonly type: string }): string => `${domain}::${type}`;

/** Gives every value inside a call the name it has outside of it. */
type Rename = (value: string) => string;

function renamedGraph(graph: OnnxGraph, rename: Rename, resolve: (node: OnnxNode) => OnnxNode): OnnxGraph {
  return {
    ...graph,
    nodes: graph.nodes.map((node) => resolve(renamedNode(node, rename, resolve))),
    initializers: new Map([...graph.initializers].map(([name, tensor]) => [rename(name), tensor])),
    inputs: graph.inputs.map((input) => ({ ...input, name: rename(input.name) })),
    outputs: graph.outputs.map(rename),
  };
}

function renamedNode(node: OnnxNode, rename: Rename, resolve: (node: OnnxNode) => OnnxNode): OnnxNode {
  const attributes = [...node.attributes].map(([name, attribute]): [string, OnnxAttribute] =>
    attribute.kind === 'graph'
      ? [name, { ...attribute, value: renamedGraph(attribute.value, rename, resolve) }]
      : [name, attribute],
  );
  return { ...node, inputs: node.inputs.map(rename), outputs: node.outputs.map(rename), attributes: new Map(attributes) };
}

/** The nodes of one call, named after it. */
function bodyOf(call: OnnxNode, { inputs, outputs, defaults, nodes }: OnnxFunction): OnnxNode[] {
  const outside = new Map<string, string>();
  inputs.forEach((name, index) => outside.set(name, call.inputs[index] ?? ''));
  outputs.forEach((name, index) => {
    if (call.outputs[index] && !inputs.includes(name)) outside.set(name, call.outputs[index]);
  });
  const rename: Rename = (value) => (value === '' ? '' : (outside.get(value) ?? `${call.name}/${value}`));
  /** Attributes that refer to those of the call, filled in; what neither the call nor the function gives is left out. */
  const resolve = (node: OnnxNode): OnnxNode => {
    const attributes = [...node.attributes].flatMap(([name, attribute]): [string, OnnxAttribute][] => {
      if (attribute.kind !== 'reference') return [[name, attribute]];
      const given = call.attributes.get(attribute.value) ?? defaults.get(attribute.value);
      return given === undefined ? [] : [[name, given]];
    });
    return { ...node, name: `${call.name}/${node.name}`, attributes: new Map(attributes) };
  };
  const body = nodes.map((node) => resolve(renamedNode(node, rename, resolve)));
  // An output that is one of the inputs, handed through.
  const through = outputs.flatMap((name, index) => {
    const output = call.outputs[index];
    if (!output || !inputs.includes(name)) return [];
    const value = call.inputs[inputs.indexOf(name)] ?? '';
    return [
      {
        name: `${call.name}/${name}`,
        type: 'Identity',
        domain: '',
        inputs: [value],
        outputs: [output],
        attributes: new Map<string, OnnxAttribute>(),
      },
    ];
  });
  return [...body, ...through];
}

/** How many nodes a function becomes, calls inside it counted; infinite where it calls itself. */
function sizesOf(byKey: ReadonlyMap<string, OnnxFunction>): (key: string) => number {
  const sizes = new Map<string, number>();
  const sizeOf = (key: string): number => {
    const known = sizes.get(key);
    const called = byKey.get(key);
    if (known !== undefined || called === undefined) return known ?? 1;
    // Until it is known: a function that is asked for again on the way calls itself.
    sizes.set(key, Infinity);
    const size = called.nodes.reduce((sum, node) => sum + sizeOf(keyOf(node)), 1);
    sizes.set(key, size);
    return size;
  };
  return sizeOf;
}

/** The graph with every call of a function replaced by its nodes, those inside subgraphs too. Throws `model.invalid`. */
export function inlineFunctions(graph: OnnxGraph, functions: readonly OnnxFunction[], file: string): OnnxGraph {
  if (functions.length === 0) return graph;
  const byKey = new Map(functions.map((one) => [keyOf(one), one]));
  const sizeOf = sizesOf(byKey);
  const taken = new Set(graph.nodes.map((node) => node.name));
  let count = 0;

  const unique = (base: string): string => {
    let name = base;
    for (let number = 2; taken.has(name); number++) name = `${base}:${number}`;
    taken.add(name);
    return name;
  };
  function expanded(node: OnnxNode, depth: number): OnnxNode[] {
    const called = byKey.get(keyOf(node));
    if (depth === 0) count += sizeOf(keyOf(node));
    if (count > MOST_NODES || depth > DEEPEST) {
      const message = `${file}: node ${node.name} calls functions that become more than ${MOST_NODES} nodes, or call themselves; export the network without functions.`;
      throw modelError('model.invalid', message, { file, node: node.name });
    }
    if (called !== undefined) return bodyOf(node, called).flatMap((inner) => expanded(inner, depth + 1));
    const attributes = [...node.attributes].map(([name, attribute]): [string, OnnxAttribute] =>
      attribute.kind === 'graph' ? [name, { ...attribute, value: inside(attribute.value, depth) }] : [name, attribute],
    );
    return [{ ...node, name: depth === 0 ? node.name : unique(node.name), attributes: new Map(attributes) }];
  }
  const inside = (part: OnnxGraph, depth: number): OnnxGraph => ({
    ...part,
    nodes: part.nodes.flatMap((node) => expanded(node, depth)),
  });
  return inside(graph, 0);
}
