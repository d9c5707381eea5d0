/**
 * Takes fused projections apart. A linear layer whose output is reshaped, transposed and cut into equal parts (queries, keys and
 * values of attention) becomes one linear layer for each part. The numbers are the same, but the whole output need not be written
 * before it is cut.
 */
import type { NetworkNode, ValueId } from '../network/index.ts';
import { type Segment, type SpikingNetwork, type Stage, stageInputs } from '../spiking/index.ts';
import type { Shape, Tensor } from '../tensor/index.ts';

/** A network after its fused projections are taken apart. */
export interface Projections {
  readonly spiking: SpikingNetwork;
  /** The segments that were taken apart, by the id of the first of their parts. */
  readonly apart: ReadonlyMap<string, Segment>;
}

interface Changes {
  readonly constants: Map<ValueId, Tensor>;
  readonly shapes: Map<ValueId, Shape>;
}

/** Takes the fused projections of a network apart. */
export function splitProjections(spiking: SpikingNetwork): Projections {
  const { network, stages } = spiking;
  const changes: Changes = { constants: new Map(network.constants), shapes: new Map(network.shapes) };
  const apart = new Map<string, Segment>();
  const gone = new Set<Stage>();
  const parts = new Map<Stage, Segment>();
  const outputs = new Set(network.outputs.map(({ value }) => value));
  for (const stage of stages) {
    if (stage.kind !== 'segment' || outputs.has(stage.output)) continue;
    const readers = stages.filter((reader) => stageInputs(reader).includes(stage.output));
    const split = readers.map((reader) => reader.kind === 'segment' && partOf(stage, reader, changes));
    if (split.length === 0 || split.includes(false)) continue;
    readers.forEach((reader, index) => parts.set(reader, split[index] as Segment));
    gone.add(stage);
    apart.set((split[0] as Segment).id, stage);
  }
  const kept = stages.filter((stage) => !gone.has(stage)).map((stage) => parts.get(stage) ?? stage);
  return { spiking: { ...spiking, network: { ...network, ...changes }, stages: kept }, apart };
}

/** The reader with its own part of the linear layer; false if the two segments do not form a fused projection. */
function partOf(whole: Segment, reader: Segment, { constants, shapes }: Changes): Segment | false {
  const [linear, reshape, transpose, ...more] = whole.nodes;
  const [slice, drop, ...rest] = reader.nodes;
  if (more.length > 0 || reader.inputs.length > 1 || !linear || !reshape || !transpose || !slice || !drop) return false;
  const [ops, wanted] = [
    [linear, reshape, transpose, slice, drop].map((node) => node.op).join(),
    'Linear,Reshape,Transpose,Slice,Reshape',
  ];
  const weights = constants.get(linear.inputs[1]!);
  if (ops !== wanted || !weights) return false;
  const lead = shapes.get(linear.output)!.slice(0, -1);
  const apart = shapes.get(reshape.output)!;
  const perm = transpose.attributes.perm as readonly number[];
  const first = indexOfSlice(slice);
  const keepsLead = lead.every((size, axis) => size === apart[axis]);
  const dropsFirst = shapes.get(drop.output)!.join() === shapes.get(transpose.output)!.slice(1).join();
  if (first === undefined || !keepsLead || !dropsFirst || perm[0] !== lead.length) return false;

  const inner = apart.slice(lead.length + 1);
  const columns = inner.reduce((size, axis) => size * axis, 1);
  const name = (what: string): ValueId => `${drop.output}:${what}`;
  constants.set(name('weights'), columnsOf(weights, first * columns, columns));
  shapes.set(name('linear'), [...lead, columns]).set(name('apart'), [...lead, ...inner]);
  const left = perm.slice(1).map((axis) => (axis > lead.length ? axis - 1 : axis));
  const [next, ...after] = rest;
  const again = next?.op === 'Transpose' ? (next.attributes.perm as readonly number[]) : undefined;
  const last = again ? next! : drop;
  const nodes: NetworkNode[] = [
    { ...linear, inputs: [linear.inputs[0]!, name('weights')], output: name('linear') },
    {
      ...reshape,
      inputs: [name('linear')],
      output: name('apart'),
      attributes: { ...reshape.attributes, shape: [...lead, ...inner] },
    },
    { ...last, op: 'Transpose', inputs: [name('apart')], attributes: { perm: again ? again.map((axis) => left[axis]!) : left } },
    ...(again ? after : rest),
  ];
  return { ...reader, inputs: whole.inputs, nodes };
}

/** The index that a slice takes of the first axis, if it takes exactly one. */
function indexOfSlice({ attributes }: NetworkNode): number | undefined {
  const [axes, starts, ends, steps] = ['axes', 'starts', 'ends', 'steps'].map((name) => attributes[name] as readonly number[]);
  const one = axes!.length === 1 && axes![0] === 0 && steps![0] === 1 && ends![0] === starts![0]! + 1;
  return one ? starts![0] : undefined;
}

/** Columns of a matrix. */
function columnsOf({ shape, data, dtype }: Tensor, first: number, count: number): Tensor {
  const [rows, all] = shape as [number, number];
  const part = new Float32Array(rows * count);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < count; column++) part[row * count + column] = Number(data[row * all + first + column]!);
  }
  return { shape: [rows, count], data: part, dtype };
}
