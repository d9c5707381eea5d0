/**
 * Collects the nodes and constants of an ONNX graph that is being written. Canonical nodes write themselves with it, and exporters add
 * ONNX nodes of their own. `encodeGraph` turns the result into the bytes of a model.
 */
import type { ValuePort } from '../../src-shared/lowering/index.ts';
import type { NetworkNode, OnnxNodeDraft, OnnxWriter, ValueId } from '../../src-shared/network/index.ts';
import { operatorOf } from '../../src-shared/network/operators/index.ts';
import { BATCH, isBatchSize, type Shape, type Tensor } from '../../src-shared/tensor/index.ts';
import { encodeWritten, type WrittenMessage } from './proto/encode-written.ts';
import { ATTRIBUTE, DATA_TYPE } from './proto/types.ts';

/** The version of the file format of all written models; it belongs to the operator sets 15 to 17, and allows older ones. */
const IR_VERSION = 8;

/** A node to write, with its name. */
export interface NamedDraft {
  readonly name: string;
  readonly draft: OnnxNodeDraft;
}

/** The contents of a graph, as plain data. */
export interface GraphDraft {
  readonly nodes: readonly NamedDraft[];
  /** The constants that the nodes read: 32-bit floats, 64-bit integers or booleans. */
  readonly constants: ReadonlyMap<ValueId, Tensor>;
}

/** A graph that is being written. */
export interface GraphWriter extends OnnxWriter {
  /** Declares a value that no canonical node writes: an input, or the output of an added ONNX node. */
  declare(value: ValueId, shape: Shape): void;
  /** Names the nodes that are added from now on after `part`, until a canonical node is added. */
  begin(part: string): void;
  /** Adds a canonical node. Its operands must be constants, declared, or outputs of earlier canonical nodes. */
  node(node: NetworkNode): void;
  /** The graph so far. */
  draft(): GraphDraft;
}

/** Starts a graph. `constants`: those that canonical nodes may read; the draft has the ones that are read. */
export function createGraphWriter(name: string, constants: ReadonlyMap<ValueId, Tensor>): GraphWriter {
  const shapes = new Map<ValueId, Shape>([...constants].map(([value, { shape }]) => [value, shape]));
  const nodes: NamedDraft[] = [];
  const made = new Map<ValueId, Tensor>();
  let present = name;
  let first = 0;
  let counter = 0;

  const fresh = (): ValueId => {
    let value: ValueId;
    do value = `${present}#w${++counter}`;
    while (shapes.has(value) || made.has(value));
    return value;
  };
  const make = (tensor: Tensor): ValueId => {
    const value = fresh();
    made.set(value, tensor);
    return value;
  };
  const shapeOf = (value: ValueId): Shape => {
    const shape = shapes.get(value) ?? made.get(value)?.shape;
    if (shape === undefined)
      throw new Error(`write ONNX: value ${value} is neither an input, a constant nor written before it is read`);
    return shape;
  };
  const writer: GraphWriter = {
    shapeOf,
    ints: (values, shape = [values.length]) => make({ shape, data: Float64Array.from(values), dtype: 'int' }),
    floats: (values, shape = [values.length]) =>
      make({ shape, data: values instanceof Float32Array ? values : Float32Array.from(values), dtype: 'float' }),
    fresh,
    add: (draft) => nodes.push({ draft, name: nodes.length > first ? `${present}#${nodes.length - first}` : present }),
    declare: (value, shape) => shapes.set(value, shape),
    begin(part) {
      present = part;
      first = nodes.length;
    },
    node(node) {
      const known = node.inputs.map((value) => constants.get(value));
      shapes.set(node.output, operatorOf(node.op).shape(node.inputs.map(shapeOf), node.attributes, known));
      writer.begin(node.id);
      operatorOf(node.op).write(node, writer);
    },
    draft() {
      const read = new Set(nodes.flatMap(({ draft }) => draft.inputs));
      return { nodes, constants: new Map([...constants, ...made].filter(([value]) => read.has(value))) };
    },
  };
  return writer;
}

/** A graph with its ports, and what a model says about itself. */
export interface ModelToEncode extends GraphDraft {
  readonly name: string;
  /** Version of the operator set. */
  readonly opset: number;
  /** 32-bit floats. In their shapes, `batch` stands for the open size. */
  readonly inputs: readonly ValuePort[];
  readonly outputs: readonly ValuePort[];
  readonly producerVersion?: string;
  /** Entries of `metadata_props`. */
  readonly metadata?: Readonly<Record<string, string>>;
}

type Attribute = bigint | readonly bigint[] | number | readonly number[] | string;

function attributeProto(name: string, value: Attribute): WrittenMessage {
  if (typeof value === 'bigint') return { name, type: ATTRIBUTE.int, i: value };
  if (typeof value === 'number') return { name, type: ATTRIBUTE.float, f: value };
  if (typeof value === 'string') return { name, type: ATTRIBUTE.string, s: new TextEncoder().encode(value) };
  if (value.some((one) => typeof one === 'number')) return { name, type: ATTRIBUTE.floats, floats: value as readonly number[] };
  return { name, type: ATTRIBUTE.ints, ints: value as readonly bigint[] };
}

const bytesOf = (array: Float32Array | BigInt64Array | Uint8Array): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

/** A tensor as a TensorProto; 32-bit floats are not copied. */
export function tensorProto(name: string, { shape, data, dtype }: Tensor): WrittenMessage {
  const dims = [...shape];
  if (dtype === 'int') return { name, dims, dataType: DATA_TYPE.int64, rawData: bytesOf(BigInt64Array.from(data, BigInt)) };
  if (dtype === 'bool') return { name, dims, dataType: DATA_TYPE.bool, rawData: Uint8Array.from(data) };
  return {
    name,
    dims,
    dataType: DATA_TYPE.float,
    rawData: bytesOf(data instanceof Float32Array ? data : Float32Array.from(data)),
  };
}

function valueInfo({ value, shape }: ValuePort): WrittenMessage {
  const dim = shape.map((size) =>
    isBatchSize(size) ? { dimParam: size === BATCH ? 'batch' : `${size / BATCH}batch` } : { dimValue: size },
  );
  return { name: value, type: { tensorType: { elemType: DATA_TYPE.float, shape: { dim } } } };
}

/** The bytes of an ONNX model. Values keep their names. */
export function encodeGraph({
  name,
  opset,
  nodes,
  constants,
  inputs,
  outputs,
  producerVersion,
  metadata,
}: ModelToEncode): Uint8Array {
  return encodeWritten({
    irVersion: IR_VERSION,
    producerName: 'spikeloom',
    ...(producerVersion === undefined ? {} : { producerVersion }),
    opsetImport: [{ domain: '', version: opset }],
    graph: {
      name,
      node: nodes.map(({ draft: { type, inputs: read, outputs: written, attributes = {} }, name: node }) => ({
        name: node,
        opType: type,
        input: read,
        output: written,
        attribute: Object.entries(attributes).map(([key, value]) => attributeProto(key, value)),
      })),
      initializer: [...constants].map(([value, tensor]) => tensorProto(value, tensor)),
      input: inputs.map(valueInfo),
      output: outputs.map(valueInfo),
    },
    ...(metadata === undefined ? {} : { metadataProps: Object.entries(metadata).map(([key, value]) => ({ key, value })) }),
  });
}
