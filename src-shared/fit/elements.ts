/**
 * A spiking network as the parts that a chip is made of: weights, neurons, pooling, additions. Reshapes and transcoders are left out:
 * their readers read what they read. Everything that no chip has stays as an element of the kind `other`.
 */
import type { NetworkNode, ValueId } from '../network/index.ts';
import { operatorOf } from '../network/operators/index.ts';
import type { NeuronUnit, Stage } from '../spiking/index.ts';
import { atBatch, type Shape, sizeOf } from '../tensor/index.ts';
import type { FitSubject } from './report.ts';
import type { ElementKind } from './target.ts';

interface Common {
  /** Name of the layer: that of plans for neurons, that of reports for weights. */
  readonly name: string;
  /** Node of the graph; null for a neuron layer, which the graph finds by its name, and for input and outputs. */
  readonly node: string | null;
  /** The operator in words. */
  readonly op: string;
  /** The elements that it reads. */
  readonly inputs: readonly Element[];
}

/** A layer of weights. A linear layer behind a map `[C, H, W]` is a convolution whose kernel is as large as the map. */
export interface WeightElement extends Common {
  readonly kind: 'weight';
  readonly channels: number;
  readonly outputs: number;
  readonly kernel: readonly [height: number, width: number];
  readonly strides: readonly number[];
  readonly pads: readonly number[];
  readonly dilations: readonly number[];
  readonly group: number;
  readonly inputMap: readonly [height: number, width: number];
  readonly outputMap: readonly [height: number, width: number];
  readonly bias: boolean;
  /** True if the mean error of a layer in front of it is taken back: this adds a constant behind it. */
  readonly corrected: boolean;
}

/** A neuron layer. */
export interface NeuronElement extends Common {
  readonly kind: 'neuron';
  readonly unit: NeuronUnit;
  readonly neurons: number;
}

/** Average pooling, which a chip computes as a sum. */
export interface PoolElement extends Common {
  readonly kind: 'pool';
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly pads: readonly number[];
}

/** The network's input, an output, an addition of branches, or an operator without a place on chips. */
export interface OtherElement extends Common {
  readonly kind: Exclude<ElementKind, 'weight' | 'neuron' | 'pool'> | 'other';
  /** Number of values of a sample. */
  readonly size: number;
}

/** A part of a network on a chip. */
export type Element = WeightElement | NeuronElement | PoolElement | OtherElement;

/** The elements of a network in topological order: the input first, the outputs last. */
export function elementsOf({ spiking, settings }: FitSubject): Element[] {
  const { network, stages } = spiking;
  const names = new Map(spiking.counted.map(({ node, name }) => [node, name]));
  const shapeOf = (value: ValueId): Shape => atBatch(network.shapes.get(value)!, 1);
  const isCoded = (value: ValueId): boolean => !network.constants.has(value);
  const { name } = network.input;
  const elements: Element[] = [
    { kind: 'input', name, node: null, op: 'input', inputs: [], size: sizeOf(shapeOf(network.input.value)) },
  ];
  const written = new Map<ValueId, Element>([[network.input.value, elements[0]!]]);
  /** The value that a view shows in another shape. */
  const origins = new Map<ValueId, ValueId>();
  const originOf = (value: ValueId): ValueId => origins.get(value) ?? value;
  const view = (from: ValueId, to: ValueId): void => void origins.set(to, originOf(from));
  const add = (element: Element, output: ValueId): void => {
    elements.push(element);
    written.set(output, element);
  };
  const readBy = (values: readonly ValueId[]): Element[] => values.filter(isCoded).map((value) => written.get(originOf(value))!);

  const isCorrected = (element: Element): boolean =>
    element.kind === 'neuron'
      ? settings.get(element.name)!.correction === 'mean'
      : (element.kind === 'pool' || element.kind === 'merge') && element.inputs.some(isCorrected);

  const addNode = (node: NetworkNode): void => {
    if (operatorOf(node.op).moves === 'view') return view(node.inputs[0]!, node.output);
    const common = { name: names.get(node.id) ?? (node.path || node.id), node: node.id, inputs: readBy(node.inputs) };
    const element = elementOf(node, common, { shapeOf, isCoded, originOf });
    const corrected = element.kind === 'weight' && common.inputs.some(isCorrected);
    add(corrected ? { ...element, bias: true, corrected } : element, node.output);
  };
  const addStage = (stage: Stage): void => {
    if (stage.kind === 'segment') stage.nodes.forEach(addNode);
    else if (stage.kind === 'transcoder') view(stage.input, stage.output);
    else if (stage.kind === 'neuron') {
      const common = { name: stage.name, node: null, op: 'neurons', inputs: readBy([stage.input]) };
      add({ kind: 'neuron', ...common, unit: stage, neurons: sizeOf(shapeOf(stage.input)) }, stage.output);
    } else addNode(stage.node);
  };
  stages.forEach(addStage);
  for (const { name: output, value } of network.outputs) {
    const common = { name: output, node: null, op: 'output', inputs: readBy([value]) };
    elements.push({ kind: 'output', ...common, size: sizeOf(shapeOf(value)) });
  }
  return elements;
}

interface Values {
  shapeOf(value: ValueId): Shape;
  isCoded(value: ValueId): boolean;
  originOf(value: ValueId): ValueId;
}

/** The element of an operator that is no view. */
function elementOf(node: NetworkNode, common: Omit<Common, 'op'>, values: Values): Element {
  const { shapeOf, isCoded } = values;
  const list = (name: string): readonly number[] => node.attributes[name] as readonly number[];
  const [first, second] = node.inputs as [ValueId, ValueId];
  const size = sizeOf(shapeOf(node.output));
  const other = (op: string): Element => ({ kind: 'other', ...common, op, size });
  const isWeighted = operatorOf(node.op).weights !== undefined && isCoded(first) && !isCoded(second);
  const input = shapeOf(first);
  switch (node.op) {
    case 'Conv': {
      if (!isWeighted || input.length !== 4) return other(`Conv with ${input.length - 2} spatial axes`);
      const kernel = shapeOf(second).slice(2) as [number, number];
      return {
        ...{ kind: 'weight', ...common, op: node.op, kernel },
        ...{ channels: input[1]!, outputs: shapeOf(second)[0]!, bias: node.inputs.length > 2, corrected: false },
        ...{ strides: list('strides'), pads: list('pads'), dilations: list('dilations'), group: node.attributes.group as number },
        inputMap: input.slice(2) as [number, number],
        outputMap: shapeOf(node.output).slice(2) as [number, number],
      };
    }
    case 'Linear': {
      const positions = sizeOf(input.slice(0, -1));
      if (!isWeighted) return other(node.op);
      if (positions > 1) return other(`Linear over ${positions} positions`);
      const [, channels, ...map] = shapeOf(values.originOf(first));
      const plane = map.length === 2 ? (map as [number, number]) : ([1, 1] as const);
      return {
        ...{ kind: 'weight', ...common, op: node.op, kernel: plane, inputMap: plane, outputMap: [1, 1] },
        ...{
          channels: map.length === 2 ? channels! : input.at(-1)!,
          outputs: shapeOf(second)[1]!,
          bias: node.inputs.length > 2,
          corrected: false,
        },
        ...{ strides: [1, 1], pads: [0, 0, 0, 0], dilations: [1, 1], group: 1 },
      };
    }
    case 'AveragePool':
      if (input.length !== 4) return other(`AveragePool with ${input.length - 2} spatial axes`);
      return { kind: 'pool', ...common, op: node.op, kernel: list('kernel'), strides: list('strides'), pads: list('pads') };
    case 'ReduceMean': {
      const isGlobal = input.length === 4 && list('axes').toSorted().join() === '2,3';
      if (!isGlobal) return other(node.op);
      const map = input.slice(2);
      return { kind: 'pool', ...common, op: 'global average pooling', kernel: map, strides: map, pads: [0, 0, 0, 0] };
    }
    case 'Add':
      return node.inputs.every(isCoded) ? { kind: 'merge', ...common, op: node.op, size } : other('Add of a constant');
    default:
      return other(node.op);
  }
}

/** The weights, and outputs of the network, that read an element directly or through pooling and additions. */
export function destinationsOf(elements: readonly Element[], from: Element): Element[] {
  const readers = elements.filter(({ inputs }) => inputs.includes(from));
  return readers.flatMap((reader) =>
    reader.kind === 'pool' || reader.kind === 'merge' ? destinationsOf(elements, reader) : [reader],
  );
}
