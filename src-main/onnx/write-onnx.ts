/**
 * Writes canonical operators as an ONNX model (operator set 17): whole networks for export, segments for ONNX Runtime. Sizes that
 * are multiples of the batch stay open, so that the model runs with any batch.
 */
import type { NetworkNode, OnnxNodeDraft, OnnxWriter, ValueId } from '../../src-shared/network/index.ts';
import { operatorOf } from '../../src-shared/network/operators/index.ts';
import { BATCH, isBatchSize, type Shape, type Tensor } from '../../src-shared/tensor/index.ts';
import { encodeWritten, type WrittenMessage } from './proto/encode-written.ts';
import { ATTRIBUTE, DATA_TYPE } from './proto/types.ts';

/** Operator set of all written models, and the version of the file format that belongs to it. */
const OPSET = 17;
const IR_VERSION = 8;

export interface ValuePort {
  readonly value: ValueId;
  readonly shape: Shape;
}

export interface GraphToWrite {
  readonly name: string;
  /** In topological order. */
  readonly nodes: readonly NetworkNode[];
  /** The constants that the nodes read are written, as 32-bit floats or 64-bit integers. */
  readonly constants: ReadonlyMap<ValueId, Tensor>;
  /** 32-bit floats. */
  readonly inputs: readonly ValuePort[];
  readonly outputs: readonly ValuePort[];
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

/** Shapes of all values of the graph, inferred as the importer did. */
function shapesOf({ nodes, constants, inputs }: GraphToWrite): Map<ValueId, Shape> {
  const shapes = new Map<ValueId, Shape>(inputs.map(({ value, shape }) => [value, shape]));
  const shapeOf = (value: ValueId): Shape => {
    const shape = shapes.get(value) ?? constants.get(value)?.shape;
    if (shape === undefined)
      throw new Error(`write ONNX: value ${value} is neither an input, a constant nor written before it is read`);
    return shape;
  };
  for (const node of nodes) {
    const known = node.inputs.map((value) => constants.get(value));
    shapes.set(node.output, operatorOf(node.op).shape(node.inputs.map(shapeOf), node.attributes, known));
  }
  for (const [value, tensor] of constants) shapes.set(value, tensor.shape);
  return shapes;
}

/**
 * The graph as the bytes of an ONNX model. Values keep their names. In the shapes of inputs and outputs, `batch` stands for the
 * open size.
 */
export function writeOnnx(graph: GraphToWrite): Uint8Array {
  const shapes = shapesOf(graph);
  const drafts: { readonly draft: OnnxNodeDraft; readonly name: string }[] = [];
  const made = new Map<ValueId, Tensor>();
  let node: NetworkNode | undefined;
  let counter = 0;

  const fresh = (): ValueId => {
    let value: ValueId;
    do value = `${node?.id ?? graph.name}#w${++counter}`;
    while (shapes.has(value) || made.has(value));
    return value;
  };
  const make = (tensor: Tensor): ValueId => {
    const value = fresh();
    made.set(value, tensor);
    return value;
  };
  const writer: OnnxWriter = {
    shapeOf: (value) => shapes.get(value) ?? made.get(value)!.shape,
    ints: (values, shape = [values.length]) => make({ shape, data: Float64Array.from(values), dtype: 'int' }),
    floats: (values, shape = [values.length]) =>
      make({ shape, data: values instanceof Float32Array ? values : Float32Array.from(values), dtype: 'float' }),
    fresh,
    add: (draft) => drafts.push({ draft, name: drafts.length > first ? `${node!.id}#${drafts.length - first}` : node!.id }),
  };
  let first = 0;
  for (node of graph.nodes) {
    first = drafts.length;
    operatorOf(node.op).write(node, writer);
  }

  const read = new Set(drafts.flatMap(({ draft }) => draft.inputs));
  const constants = [...graph.constants, ...made].filter(([value]) => read.has(value));
  return encodeWritten({
    irVersion: IR_VERSION,
    producerName: 'spikeloom',
    opsetImport: [{ domain: '', version: OPSET }],
    graph: {
      name: graph.name,
      node: drafts.map(({ draft: { type, inputs, outputs, attributes = {} }, name }) => ({
        name,
        opType: type,
        input: inputs,
        output: outputs,
        attribute: Object.entries(attributes).map(([key, value]) => attributeProto(key, value)),
      })),
      initializer: constants.map(([value, tensor]) => tensorProto(value, tensor)),
      input: graph.inputs.map(valueInfo),
      output: graph.outputs.map(valueInfo),
    },
  });
}
