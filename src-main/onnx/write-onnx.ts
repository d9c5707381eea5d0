/**
 * Writes canonical operators as an ONNX model (operator set 17): whole networks for export, segments for ONNX Runtime. Sizes that
 * are multiples of the batch stay open, so that the model runs with any batch.
 */
import { type GraphToWrite, shapesOf, type ValuePort } from '../../src-shared/lowering/index.ts';
import type { NetworkNode, OnnxNodeDraft, OnnxWriter, ValueId } from '../../src-shared/network/index.ts';
import { operatorOf } from '../../src-shared/network/operators/index.ts';
import { BATCH, isBatchSize, type Tensor } from '../../src-shared/tensor/index.ts';
import { encodeModel } from './proto/schema.ts';
import { ATTRIBUTE, DATA_TYPE } from './proto/types.ts';

/** Operator set of all written models, and the version of the file format that belongs to it. */
const OPSET = 17;
const IR_VERSION = 8;

type Attribute = bigint | readonly bigint[] | number | readonly number[] | string;

function attributeProto(name: string, value: Attribute): object {
  if (typeof value === 'bigint') return { name, type: ATTRIBUTE.int, i: value.toString() };
  if (typeof value === 'number') return { name, type: ATTRIBUTE.float, f: value };
  if (typeof value === 'string') return { name, type: ATTRIBUTE.string, s: Buffer.from(value) };
  if (value.some((one) => typeof one === 'number')) return { name, type: ATTRIBUTE.floats, floats: value };
  return { name, type: ATTRIBUTE.ints, ints: value.map(String) };
}

const bytesOf = (array: Float32Array | BigInt64Array | Uint8Array): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

/** A tensor as a TensorProto; 32-bit floats are not copied. */
export function tensorProto(name: string, { shape, data, dtype }: Tensor): object {
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

function valueInfo({ value, shape }: ValuePort): object {
  const dim = shape.map((size) =>
    isBatchSize(size) ? { dimParam: size === BATCH ? 'batch' : `${size / BATCH}batch` } : { dimValue: size },
  );
  return { name: value, type: { tensorType: { elemType: DATA_TYPE.float, shape: { dim } } } };
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
  return encodeModel({
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
