/**
 * A small interpreter of NIR graphs, independent of the engines: it runs a file as a reader of it would, or with the neurons of the
 * simulation, so that a package can prove itself. One sample at a time, in float64.
 */
import type { FiringRules, NirReader } from '../../../src-shared/export/index.ts';
import type { Shape } from '../../../src-shared/tensor/index.ts';
import { INPUT, type NirGraph, type NirNode, OUTPUT } from './graph.ts';
import { createLayer, field, numbersOf } from './layers.ts';
import { createNeurons, type NeuronParameters } from './neuron-rules.ts';

/** How the neurons of a run behave. */
export interface RunRules {
  readonly reader: NirReader;
  /** `read`: as the reader's. `simulated`: as Spikeloom's, which subtract the threshold and send one spike a step. */
  readonly neurons: 'read' | 'simulated';
  /** Potential before the first step of the neurons of a node, in units of the threshold. */
  readonly initial: (node: string) => number;
}

/** A network for one sample: each call takes the input of a step and gives the output of that step. */
export type NirNetwork = (input: Float64Array) => Float64Array;

interface Running {
  readonly name: string;
  readonly from: readonly string[];
  readonly shape: Shape;
  readonly run: (input: Float64Array) => Float64Array;
}

/** Compiles a graph. The result makes a network at rest for each sample. Throws an Error for a graph that the reader would not take. */
export function compileNir(graph: NirGraph, rules: RunRules): () => NirNetwork {
  const order = inOrder(graph);
  const shapes = new Map<string, Shape>();
  const makers = order.map(({ name, node, from }) => {
    const input = name === INPUT ? numbersOf(node, 'shape') : sharedShape(name, from, shapes);
    const isNeuron = node.type === 'IF' || node.type === 'LIF';
    const layer = isNeuron ? { shape: neuronShape(node, input) } : createLayer(node, input, rules.reader);
    shapes.set(name, layer.shape);
    const run = 'run' in layer ? () => layer.run : () => neuronsOf(name, node, rules);
    // Layers are made for the first time here, so that what a reader refuses is found before anything runs.
    run();
    return (): Running => ({ name, from, shape: layer.shape, run: run() });
  });
  return () => {
    const running = makers.map((make) => make());
    return (input) => {
      const values = new Map<string, Float64Array>();
      for (const { name, from, run } of running)
        values.set(name, run(name === INPUT ? input : total(from.map((one) => values.get(one)!))));
      return values.get(OUTPUT)!;
    };
  };
}

function total(values: readonly Float64Array[]): Float64Array {
  const [first, ...others] = values;
  if (others.length === 0) return first!;
  return first!.map((value, i) => others.reduce((sum, other) => sum + other[i]!, value));
}

/** Nodes after all those that they read. Throws for a cycle, a missing node, or a graph without its input and output. */
function inOrder({ nodes, edges }: NirGraph): { name: string; node: NirNode; from: readonly string[] }[] {
  const sources = new Map<string, string[]>([...nodes.keys()].map((name) => [name, []]));
  for (const [from, to] of edges) {
    if (!nodes.has(from) || !nodes.has(to)) throw new Error(`an edge from ${from} to ${to}, which are not both nodes`);
    sources.get(to)!.push(from);
  }
  for (const [name, type] of [
    [INPUT, 'Input'],
    [OUTPUT, 'Output'],
  ] as const)
    if (nodes.get(name)?.type !== type) throw new Error(`no node ${name} of type ${type}`);
  const order: { name: string; node: NirNode; from: readonly string[] }[] = [];
  const done = new Set<string>();
  const open = new Set<string>();
  const visit = (name: string): void => {
    if (done.has(name)) return;
    if (open.has(name)) throw new Error(`a cycle through ${name}`);
    open.add(name);
    const from = sources.get(name)!;
    from.forEach(visit);
    if (from.length === 0 && name !== INPUT) throw new Error(`${name} reads nothing`);
    done.add(name);
    order.push({ name, node: nodes.get(name)!, from });
  };
  visit(OUTPUT);
  return order;
}

function sharedShape(name: string, from: readonly string[], shapes: ReadonlyMap<string, Shape>): Shape {
  const [first, ...others] = from.map((one) => shapes.get(one)!);
  if (others.some((shape) => shape.join() !== first!.join())) throw new Error(`${name} reads values of different shapes`);
  return first!;
}

/** Parameters of neurons are as many as the neurons: NIR does not broadcast. */
function neuronShape(node: NirNode, input: Shape): Shape {
  for (const [name, { shape }] of node.fields)
    if (shape.join() !== input.join()) throw new Error(`${name} of ${node.type} has another shape than its input`);
  return input;
}

const AS_SIMULATED: Omit<FiringRules, 'atThreshold'> = { reset: 'subtract', several: false, lowest: -Infinity };

function neuronsOf(name: string, node: NirNode, { reader, neurons, initial }: RunRules) {
  const type = node.type as NeuronParameters['type'];
  const values = (name: string): Float32Array => Float32Array.from(field(node, name).data, Number);
  const leaky = type === 'LIF';
  const parameters: NeuronParameters = {
    type,
    r: values('r'),
    threshold: values('v_threshold'),
    tau: leaky ? values('tau') : new Float32Array(),
    rest: leaky ? values('v_leak') : new Float32Array(),
  };
  const own = leaky ? reader.fire.lif : reader.fire.if;
  const rules = neurons === 'read' ? own : { ...AS_SIMULATED, atThreshold: own.atThreshold };
  return createNeurons(parameters, reader, rules, initial(name));
}
