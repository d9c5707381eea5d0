/**
 * Replaces calls of the functions that a model defines (PyTorch's exporter by TorchDynamo writes modules and operators in this
 * way). Every call becomes the function's nodes, so that the graph has ONNX's own operators only.
 */
import type { SpikeloomError } from '../../src-shared/errors/index.ts';
import { uniqueNames } from '../../src-shared/network/index.ts';
import type { OnnxAttribute, OnnxGraph, OnnxNode } from './model.ts';
import { modelError } from './model-error.ts';
import { MOST_NODES } from './proto/size.ts';

export interface OnnxFunction {
  /** The operator type and operator set of its calls. */
  readonly type: string;
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Attributes with a default. */
  readonly defaults: ReadonlyMap<string, OnnxAttribute>;
  readonly nodes: readonly OnnxNode[];
}

/** Deepest nesting of calls and subgraphs. */
const DEEPEST = 100;
/**
 * Limit for the characters of all names of nodes from functions. A name contains the names of the calls around it, so that names
 * grow with the depth.
 */
const MOST_CHARACTERS = 2 ** 27;

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

/** The nodes of one call, named after the call. `spend` is called with the number of characters of each name. */
function bodyOf(
  call: OnnxNode,
  { inputs, outputs, defaults, nodes }: OnnxFunction,
  spend: (characters: number) => void,
): OnnxNode[] {
  const within = (name: string): string => {
    spend(call.name.length + name.length);
    return `${call.name}/${name}`;
  };
  const outside = new Map<string, string>();
  inputs.forEach((name, index) => outside.set(name, call.inputs[index] ?? ''));
  outputs.forEach((name, index) => {
    if (call.outputs[index] && !inputs.includes(name)) outside.set(name, call.outputs[index]);
  });
  const rename: Rename = (value) => (value === '' ? '' : (outside.get(value) ?? within(value)));
  /** The attributes with those of the call filled in. An attribute that neither the call nor the function gives is left out. */
  const resolve = (node: OnnxNode): OnnxNode => {
    const attributes = [...node.attributes].flatMap(([name, attribute]): [string, OnnxAttribute][] => {
      if (attribute.kind !== 'reference') return [[name, attribute]];
      const given = call.attributes.get(attribute.value) ?? defaults.get(attribute.value);
      return given === undefined ? [] : [[name, given]];
    });
    return { ...node, name: within(node.name), attributes: new Map(attributes) };
  };
  const body = nodes.map((node) => resolve(renamedNode(node, rename, resolve)));
  // An output that is one of the function's inputs.
  const through = outputs.flatMap((name, index) => {
    const output = call.outputs[index];
    if (!output || !inputs.includes(name)) return [];
    const value = call.inputs[inputs.indexOf(name)] ?? '';
    return [
      {
        name: within(name),
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

/** The number of nodes after all calls are replaced, and the depth of nested calls. */
interface Extent {
  readonly nodes: number;
  readonly depth: number;
}

/**
 * Measures a graph before any call is replaced: a few functions that call each other twice, also from inside subgraphs, can
 * become any number of nodes. Throws if calls are nested deeper than `DEEPEST`, for example if a function calls itself.
 */
function extentsOf(
  byKey: ReadonlyMap<string, OnnxFunction>,
  tooDeep: () => SpikeloomError,
): (nodes: readonly OnnxNode[]) => Extent {
  const known = new Map<string, Extent>();
  function ofFunction(called: OnnxFunction, level: number): Extent {
    const key = keyOf(called);
    const before = known.get(key);
    // The depth was measured from another level and may be too large from this one.
    if (before !== undefined && level + before.depth <= DEEPEST) return before;
    const extent = ofNodes(called.nodes, level + 1);
    known.set(key, extent);
    return extent;
  }
  function ofNodes(nodes: readonly OnnxNode[], level: number): Extent {
    if (level > DEEPEST) throw tooDeep();
    let [count, depth] = [0, 0];
    const add = (extent: Extent): void => {
      count += extent.nodes;
      depth = Math.max(depth, extent.depth + 1);
    };
    for (const node of nodes) {
      const called = byKey.get(keyOf(node));
      if (called === undefined) count++;
      else {
        const { nodes, depth } = ofFunction(called, level);
        // An output that is one of its inputs becomes a node as well.
        add({ nodes: nodes + called.outputs.length, depth });
      }
      for (const attribute of node.attributes.values())
        if (attribute.kind === 'graph') add(ofNodes(attribute.value.nodes, level + 1));
    }
    return { nodes: count, depth };
  }
  return (nodes) => ofNodes(nodes, 0);
}

/**
 * The graph with every call of a function replaced by the function's nodes, also inside subgraphs. Throws `model.invalid` if the
 * result would have more nodes than a model may have; this is known before anything is replaced.
 */
export function inlineFunctions(graph: OnnxGraph, functions: readonly OnnxFunction[], file: string): OnnxGraph {
  if (functions.length === 0) return graph;
  const refuse = (why: string): SpikeloomError =>
    modelError('model.invalid', `${file}: its functions ${why}; export the network without functions.`, { file });
  const byKey = new Map(functions.map((one) => [keyOf(one), one]));
  const extentOf = extentsOf(byKey, () => refuse(`call each other more than ${DEEPEST} deep, or themselves`));
  if (extentOf(graph.nodes).nodes > MOST_NODES) throw refuse(`become more than ${MOST_NODES.toLocaleString('en-US')} nodes`);
  const unique = uniqueNames(new Set(graph.nodes.map((node) => node.name)), ':');
  let characters = 0;
  const spend = (count: number): void => {
    characters += count;
    if (characters > MOST_CHARACTERS) throw refuse('give their nodes names that are too long');
  };

  function expanded(node: OnnxNode, depth: number): OnnxNode[] {
    const called = byKey.get(keyOf(node));
    if (called !== undefined) {
      return bodyOf(node, called, spend).flatMap((inner) => expanded(inner, depth + 1));
    }
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
