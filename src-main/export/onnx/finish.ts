/**
 * Finishes a graph: nodes that nothing needs are left out, equal small constants become one, names become C identifiers, and the
 * model declares the lowest operator set that has all of its operators.
 */
import { createHash } from 'node:crypto';
import type { ValueId } from '../../../src-shared/network/index.ts';
import { atBatch, type Shape, type Tensor } from '../../../src-shared/tensor/index.ts';
import { encodeGraph, type GraphDraft, type NamedDraft } from '../../onnx/index.ts';
import { identifiers } from '../identifiers.ts';

/** An input or output: its value in the graph, and its name in the file. */
export interface NamedPort {
  readonly value: ValueId;
  readonly name: string;
  readonly shape: Shape;
}

export interface FinishedModel {
  readonly name: string;
  readonly inputs: readonly NamedPort[];
  readonly outputs: readonly NamedPort[];
  /** Number of samples that the model is for; undefined: any. */
  readonly batch: number | undefined;
  readonly producerVersion: string;
  readonly metadata: Readonly<Record<string, string>>;
}

/** The lowest operator set that is used, since embedded importers lag behind. */
const LOWEST_OPSET = 13;
/** Operators that a later set introduced. */
const INTRODUCED: Readonly<Record<string, number>> = { HardSwish: 14, Trilu: 14, LayerNormalization: 17 };
/** Constants up to this size (values) are compared with each other. */
const SMALL = 4096;

/** The bytes of the model. */
export function finishModel(draft: GraphDraft, model: FinishedModel): Uint8Array {
  const { inputs, outputs, batch } = model;
  const needed = neededNodes(
    draft.nodes,
    outputs.map(({ value }) => value),
  );
  const { constants, same } = mergeConstants(draft.constants, needed);
  const { nodes, nameOf } = renamed(needed, same, constants, model);
  const port = ({ name, shape }: NamedPort) => ({ value: name, shape: batch === undefined ? shape : atBatch(shape, batch) });
  return encodeGraph({
    name: model.name,
    opset: Math.max(LOWEST_OPSET, ...nodes.map(({ draft: { type } }) => INTRODUCED[type] ?? 0)),
    nodes,
    constants: new Map([...constants].map(([value, tensor]) => [nameOf(value), tensor])),
    inputs: inputs.map(port),
    outputs: outputs.map(port),
    producerVersion: model.producerVersion,
    metadata: model.metadata,
  });
}

/** The nodes that these values depend on. */
function neededNodes(nodes: readonly NamedDraft[], values: readonly ValueId[]): NamedDraft[] {
  const read = new Set(values);
  const kept = nodes.toReversed().filter(({ draft }) => {
    if (!draft.outputs.some((value) => read.has(value))) return false;
    for (const value of draft.inputs) read.add(value);
    return true;
  });
  return kept.reverse();
}

/** The constants that the nodes read, each content once. `same`: the constant that stands for another. */
function mergeConstants(
  all: ReadonlyMap<ValueId, Tensor>,
  nodes: readonly NamedDraft[],
): { readonly constants: Map<ValueId, Tensor>; readonly same: ReadonlyMap<ValueId, ValueId> } {
  const read = new Set(nodes.flatMap(({ draft }) => draft.inputs));
  const constants = new Map<ValueId, Tensor>();
  const same = new Map<ValueId, ValueId>();
  const known = new Map<string, ValueId>();
  for (const [value, tensor] of all) {
    if (!read.has(value)) continue;
    const key = tensor.data.length <= SMALL ? contentOf(tensor) : undefined;
    const before = key === undefined ? undefined : known.get(key);
    if (before !== undefined) same.set(value, before);
    else {
      constants.set(value, tensor);
      if (key !== undefined) known.set(key, value);
    }
  }
  return { constants, same };
}

function contentOf({ shape, data, dtype }: Tensor): string {
  const values = dtype === 'float' ? Float32Array.from(data) : Float64Array.from(data);
  const hash = createHash('sha256').update(new Uint8Array(values.buffer)).digest('base64');
  return `${dtype} ${shape.join()} ${hash}`;
}

/** Gives nodes and values their names in the file. Ports keep theirs. */
function renamed(
  nodes: readonly NamedDraft[],
  same: ReadonlyMap<ValueId, ValueId>,
  constants: ReadonlyMap<ValueId, Tensor>,
  { inputs, outputs }: Pick<FinishedModel, 'inputs' | 'outputs'>,
): { readonly nodes: NamedDraft[]; readonly nameOf: (value: ValueId) => string } {
  const unique = identifiers([...inputs, ...outputs].map(({ name }) => name));
  const names = new Map(inputs.map(({ value, name }) => [value, name]));
  const written = new Set(nodes.flatMap(({ draft }) => draft.outputs));
  const copies: NamedDraft[] = [];
  for (const { value, name } of outputs) {
    // An input or a constant cannot be an output itself, and a value has one name only.
    if (written.has(value) && !names.has(value)) names.set(value, name);
    else copies.push({ name, draft: { type: 'Identity', inputs: [value], outputs: [`copy:${name}`] } });
  }
  for (const { draft } of copies) names.set(draft.outputs[0]!, draft.outputs[0]!.slice('copy:'.length));
  const nameOf = (value: ValueId): string => {
    if (value === '') return '';
    const one = same.get(value) ?? value;
    let name = names.get(one);
    if (name === undefined) names.set(one, (name = unique(one)));
    return name;
  };
  for (const value of constants.keys()) nameOf(value);
  const nodeName = identifiers([]);
  return {
    nodes: [...nodes, ...copies].map(({ name, draft }) => ({
      name: nodeName(name),
      draft: { ...draft, inputs: draft.inputs.map(nameOf), outputs: draft.outputs.map(nameOf) },
    })),
    nameOf,
  };
}
