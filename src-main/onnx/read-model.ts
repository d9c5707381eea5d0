/**
 * Reads an ONNX file into an `OnnxModel`: decodes it, reads weights and external data, and makes the checks that need no
 * knowledge of operators.
 */
import { accessProblem, messageOf, SpikeloomError } from '../../src-shared/errors/index.ts';
import { say } from '../../src-shared/message/index.ts';
import { uniqueNames } from '../../src-shared/network/index.ts';
import type { Tensor } from '../../src-shared/tensor/index.ts';
import { openUserFile, readAt } from '../files/user-file.ts';
import { externalDataOf } from './external-data.ts';
import { externalFilesIn } from './external-files.ts';
import { inlineFunctions, type OnnxFunction } from './inline-functions.ts';
import type { OnnxAttribute, OnnxGraph, OnnxInput, OnnxModel, OnnxNode } from './model.ts';
import { CLASSICAL, IS_CLASSICAL } from './domains.ts';
import { mistakenFor } from './not-onnx.ts';
import { outlineOf } from './proto/outline.ts';
import { decodeModel } from './proto/schema.ts';
import { MOST_NODES, type TooLarge, tooLarge } from './proto/size.ts';
import {
  ATTRIBUTE,
  type AttributeProto,
  type GraphProto,
  type ModelProto,
  type NodeProto,
  type ValueInfoProto,
} from './proto/types.ts';
import { checkNumbers, readTensor, type TensorSource } from './read-tensor.ts';
import { elementTypeOf } from './tensor-bytes.ts';
import { modelError } from './model-error.ts';

/** Versions of ONNX's operator set that are read. Before version 7 some operators are refused (old-opsets.ts). */
const OPSETS = { first: 1, last: 26 } as const;

const text = new TextDecoder();

/**
 * Reads the model at `file`. Errors: `model.not-onnx`, `model.truncated`, `model.external-data`, `model.unsupported` (operator
 * set outside 1–26), `model.invalid` (sizes that do not fit their data, weights that are not finite, a model beyond all bounds).
 */
export async function readModel(file: string): Promise<OnnxModel> {
  const proto = decode(await readWhole(file), file);
  const opset = opsetOf(proto, file);
  await using external = externalDataOf(file);
  const source = { file, external };
  const graph = inlineFunctions(await readGraph(proto.graph!, source), await readFunctions(proto, source), file);
  return { file, producer: proto.producerName, opset, externalFiles: externalFilesIn(proto.graph!), graph };
}

/** Files beside the model at `file` that hold weights, as the model names them. Throws `model.not-onnx`, `model.truncated`. */
export async function externalFilesOf(file: string): Promise<readonly string[]> {
  return externalFilesIn(decode(await readWhole(file), file).graph!);
}

/** The file's bytes in an array of their own: weights become views on it, and small ones may be moved within it. */
async function readWhole(file: string): Promise<Uint8Array> {
  try {
    await using handle = await openUserFile(file);
    const { size } = await handle.stat();
    if (size >= 2 ** 31) {
      const message = `${file} is larger than 2 GiB, which an ONNX file cannot be; save its weights as external data.`;
      throw modelError('model.not-onnx', message, { file });
    }
    return await readAt(handle, 0, size);
  } catch (cause) {
    if (cause instanceof SpikeloomError) throw cause;
    throw modelError('model.not-onnx', `${file} cannot be read: ${accessProblem(cause)}.`, { file }, cause);
  }
}

const BEYOND: Readonly<Record<TooLarge, string>> = {
  nodes: `has more than ${MOST_NODES.toLocaleString('en-US')} nodes`,
  parts: 'has more parts (names, attributes, shapes) than any network needs',
  depth: 'nests its subgraphs too deep',
};

function decode(bytes: Uint8Array, file: string): ModelProto {
  const at = { file };
  if (bytes.length === 0) throw modelError('model.not-onnx', `${file} is empty; export the network again.`, at);
  const outline = outlineOf(bytes);
  if (outline.kind === 'not-onnx') {
    const is = mistakenFor(bytes) ?? 'is not an ONNX model; name a file written by an ONNX exporter';
    throw modelError('model.not-onnx', `${file} ${is}.`, at);
  }
  if (outline.kind === 'truncated') {
    const message = `${file} is cut off: at least ${outline.missingBytes} bytes are missing; copy or export it again.`;
    throw modelError('model.truncated', message, at);
  }
  const beyond = tooLarge(bytes);
  if (beyond !== undefined) {
    const message = `${file} ${BEYOND[beyond]}, which is refused; simplify the network with the exporter's own tools, or split it.`;
    throw modelError('model.invalid', message, at);
  }
  try {
    const model = decodeModel(bytes);
    if (model.graph !== null) return model;
  } catch (cause) {
    const message = say`${file} is damaged: its ONNX data cannot be decoded (${messageOf(cause)}); copy or export it again.`;
    throw modelError('model.not-onnx', message, at, cause);
  }
  throw modelError('model.not-onnx', `${file} holds no graph; export the network again.`, at);
}

function opsetOf(model: ModelProto, file: string): number {
  const opset = model.opsetImport.find(({ domain }) => domain === '' || domain === 'ai.onnx')?.version.toNumber();
  if (opset !== undefined && opset >= OPSETS.first && opset <= OPSETS.last) return opset;
  if (opset === undefined && model.opsetImport.some(({ domain }) => domain === CLASSICAL)) {
    const types = [...new Set(model.graph!.node.map(({ opType }) => opType))].slice(0, 3).join(', ');
    throw modelError('model.unsupported', `${file} holds ${types}: ${IS_CLASSICAL}.`, { file });
  }
  const found = opset === undefined ? 'does not say which ONNX operator set it uses' : `uses ONNX operator set ${opset}`;
  const message = `${file} ${found}; supported are ${OPSETS.first} to ${OPSETS.last}: export it with opset_version=17.`;
  throw modelError('model.unsupported', message, { file });
}

async function readGraph(proto: GraphProto, source: TensorSource): Promise<OnnxGraph> {
  if (proto.sparseInitializer.length > 0) {
    const message = `${source.file} holds sparse weights, which are not supported; export them dense.`;
    throw modelError('model.unsupported', message, { file: source.file });
  }
  const initializers = new Map<string, Tensor>();
  for (const tensor of proto.initializer) {
    const what = `weight ${tensor.name}`;
    const read = await readTensor(tensor, what, source);
    checkNumbers(read, what, source.file);
    initializers.set(tensor.name, read);
  }
  const unique = uniqueNames(new Set(), ':');
  const nodes: OnnxNode[] = [];
  for (const node of proto.node) nodes.push(await readNode(node, unique(nameOf(node)), source));
  const inputs = proto.input.filter((input) => !initializers.has(input.name)).map(readInput);
  return { name: proto.name, nodes, initializers, inputs, outputs: proto.output.map((output) => output.name) };
}

async function readFunctions(proto: ModelProto, source: TensorSource): Promise<OnnxFunction[]> {
  const functions: OnnxFunction[] = [];
  for (const { name, domain, input, output, attributeProto, node } of proto.functions) {
    const unique = uniqueNames(new Set(), ':');
    const nodes: OnnxNode[] = [];
    for (const one of node) nodes.push(await readNode(one, unique(nameOf(one)), source));
    const defaults = new Map<string, OnnxAttribute>();
    for (const attribute of attributeProto) defaults.set(attribute.name, await readAttribute(attribute, name, source));
    functions.push({ type: name, domain, inputs: input, outputs: output, defaults, nodes });
  }
  return functions;
}

/** The node's name, or its first output's. */
const nameOf = (node: NodeProto): string => node.name || node.output.find((name) => name !== '') || node.opType;

function readInput(info: ValueInfoProto): OnnxInput {
  const tensor = info.type?.tensorType;
  const dims = tensor?.shape?.dim;
  const shape = dims?.map((dim) => (dim.value === 'dimValue' ? dim.dimValue.toNumber() : dim.dimParam || '?'));
  // An input without a type is taken to be numbers.
  const notNumbers = info.type !== null && (!tensor || (tensor.elemType !== 0 && elementTypeOf(tensor.elemType) === undefined));
  return { name: info.name, shape, notNumbers };
}

async function readNode(proto: NodeProto, name: string, source: TensorSource): Promise<OnnxNode> {
  const attributes = new Map<string, OnnxAttribute>();
  for (const attribute of proto.attribute) attributes.set(attribute.name, await readAttribute(attribute, name, source));
  const domain = proto.domain === 'ai.onnx' ? '' : proto.domain;
  return { name, type: proto.opType, domain, inputs: proto.input, outputs: proto.output, attributes };
}

async function readAttribute(proto: AttributeProto, node: string, source: TensorSource): Promise<OnnxAttribute> {
  const { name, type, t, g } = proto;
  const what = `attribute ${name} of node ${node}`;
  if (proto.refAttrName !== '') return { kind: 'reference', value: proto.refAttrName };
  if ((type === ATTRIBUTE.tensor && t === null) || (type === ATTRIBUTE.graph && g === null)) {
    const message = `${source.file}: ${what} is empty; copy or export the model again.`;
    throw modelError('model.invalid', message, { file: source.file, node });
  }
  switch (type) {
    case ATTRIBUTE.float:
      return { kind: 'float', value: proto.f };
    case ATTRIBUTE.int:
      return { kind: 'int', value: proto.i.toNumber() };
    case ATTRIBUTE.string:
      // A missing field is decoded as an empty list, not as bytes.
      return { kind: 'string', value: text.decode(Uint8Array.from(proto.s)) };
    case ATTRIBUTE.tensor:
      return { kind: 'tensor', value: await readTensor(t!, what, source) };
    case ATTRIBUTE.graph:
      return { kind: 'graph', value: await readGraph(g!, source) };
    case ATTRIBUTE.floats:
      return { kind: 'floats', value: proto.floats };
    case ATTRIBUTE.ints:
      return { kind: 'ints', value: proto.ints.map((value) => value.toNumber()) };
    case ATTRIBUTE.strings:
      return { kind: 'strings', value: proto.strings.map((value) => text.decode(value)) };
    default:
      return { kind: 'other' };
  }
}
