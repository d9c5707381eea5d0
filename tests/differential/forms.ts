/** The forms that a stage has where another one reads it, and which of them can stand next to each other in a spiking network. */
import type { NetworkNode, ValueId } from '../../src-shared/network/index.ts';
import { type SpikingNetwork, type Stage, stageInputs } from '../../src-shared/spiking/index.ts';

export const FORMS = [
  'convolution',
  'depthwise',
  'linear',
  'pooling',
  'sum',
  'concatenation',
  'moving',
  'neuron',
  'expectation',
  'matrix product',
  'elementwise product',
  'max pooling, residual',
  'max pooling, estimate',
  'transcoder',
] as const;

export type Form = (typeof FORMS)[number];

const COUNTED: readonly Form[] = ['convolution', 'depthwise', 'linear'];
const POOLS: readonly Form[] = ['max pooling, residual', 'max pooling, estimate'];
/** Where two coded values meet. */
const JOINS: readonly Form[] = ['sum', 'concatenation', 'matrix product', 'elementwise product'];
/** What can be spikes: a neuron layer's output, moved, side by side, or the difference of a bounded ReLU; and what a transcoder makes of it. */
const SPIKES: readonly Form[] = ['neuron', 'moving', 'concatenation', 'sum', 'transcoder'];

/** Why a form never reads another one; undefined where it can. */
export function impossible(from: Form, to: Form): string | undefined {
  if (from === 'transcoder' && !JOINS.includes(to))
    return 'a transcoder stands in front of a node with several coded operands only';
  if (from === 'neuron' && POOLS.includes(to)) return 'max pooling is moved in front of a ReLU';
  if (from.endsWith('product') && COUNTED.includes(to))
    return 'a product makes a network smooth: a counted layer reads signed neurons';
  if (to === 'matrix product' && !SPIKES.includes(from))
    return 'signed neurons stand in front of the operands of a matrix product';
  return undefined;
}

export const pairName = (from: string, to: string): string => `${from} > ${to}`;

export const possiblePairs = (): [Form, Form][] =>
  FORMS.flatMap((from) => FORMS.flatMap((to): [Form, Form][] => (impossible(from, to) === undefined ? [[from, to]] : [])));

function formOfNode({ op, inputs, attributes }: NetworkNode, { network }: SpikingNetwork): Form {
  const coded = inputs.filter((value) => !network.constants.has(value));
  switch (op) {
    case 'Conv':
      return Number(attributes['group']) > 1 ? 'depthwise' : 'convolution';
    case 'ConvTranspose':
      return 'convolution';
    case 'Linear':
    case 'MatMul':
      return 'linear';
    case 'AveragePool':
    case 'ReduceMean':
    case 'ReduceSum':
      return 'pooling';
    case 'Concat':
      return 'concatenation';
    case 'Add':
      return coded.length > 1 ? 'sum' : 'moving';
    default:
      return 'moving';
  }
}

function formOfUnit(stage: Exclude<Stage, { readonly kind: 'segment' }>): Form {
  switch (stage.kind) {
    case 'product':
      return stage.node.op === 'MatMul' ? 'matrix product' : 'elementwise product';
    case 'max-pool':
      return `max pooling, ${stage.form}`;
    default:
      return stage.kind;
  }
}

export interface Adjacency {
  readonly from: Form;
  readonly to: Form;
  readonly value: ValueId;
  readonly coding: 'rate' | 'differential';
}

/** Every value between two stages, as the forms that write and read it. */
export function adjacenciesOf(spiking: SpikingNetwork): Adjacency[] {
  const producers = new Map(spiking.stages.map((stage) => [stage.output, stage]));
  return spiking.stages.flatMap((stage): Adjacency[] => {
    return stageInputs(stage).flatMap((value): Adjacency[] => {
      const producer = producers.get(value);
      if (!producer) return [];
      const from = producer.kind === 'segment' ? formOfNode(producer.nodes.at(-1)!, spiking) : formOfUnit(producer);
      const readers: Form[] =
        stage.kind === 'segment'
          ? stage.nodes.filter(({ inputs }) => inputs.includes(value)).map((node) => formOfNode(node, spiking))
          : [formOfUnit(stage)];
      return readers.map((to) => ({ from, to, value, coding: producer.coding }));
    });
  });
}
