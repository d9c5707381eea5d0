/**
 * Small ONNX models for tests, written node by node: any operator set, any node, any weights, in any order. Also for
 * models that are wrong on purpose, so nothing is checked here.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeModel } from '../../src-main/onnx/proto/schema.ts';
import { ATTRIBUTE, DATA_TYPE } from '../../src-main/onnx/proto/types.ts';
import { sizeOf } from '../../src-shared/tensor/index.ts';

/** A tensor of a test model; numbers are written as 32-bit floats, bigints as 64-bit integers. */
export interface TestTensor {
  readonly shape: readonly number[];
  readonly values: readonly number[] | readonly bigint[] | Float32Array;
  /** Instead of the values: fields of the TensorProto as they are. */
  readonly raw?: object;
}

export type TestAttribute =
  | number
  | bigint
  | string
  | readonly number[]
  | readonly bigint[]
  | TestTensor
  | { readonly graph: TestGraph };

export interface TestNode {
  readonly type: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, TestAttribute>>;
  readonly name?: string;
  readonly domain?: string;
}

/** A node whose inputs and outputs are names with spaces between them. */
export const testNode = (type: string, inputs: string, outputs: string, more: Partial<TestNode> = {}): TestNode => ({
  type,
  inputs: inputs.split(' '),
  outputs: outputs.split(' '),
  ...more,
});

/** A size may be a number, or the name of an open one. */
export interface TestValue {
  readonly name: string;
  readonly shape: readonly (number | string)[];
  /** A `DATA_TYPE`, or another type's number; 32-bit floats unless said otherwise. */
  readonly elementType?: number;
}

export interface TestGraph {
  readonly nodes: readonly TestNode[];
  readonly weights?: Readonly<Record<string, TestTensor>>;
  readonly inputs?: readonly TestValue[];
  readonly outputs: readonly string[];
}

export interface TestModel extends TestGraph {
  /** Version of the operator set (17). */
  readonly opset?: number;
}

/** A tensor of 32-bit floats. */
export const floats = (shape: readonly number[], values: readonly number[] | Float32Array): TestTensor => ({ shape, values });

/** A tensor of 64-bit integers along one axis; a scalar where a single number is given. */
export const ints = (values: readonly number[] | number): TestTensor =>
  typeof values === 'number' ? { shape: [], values: [BigInt(values)] } : { shape: [values.length], values: values.map(BigInt) };

const isTensor = (value: TestAttribute): value is TestTensor => typeof value === 'object' && 'shape' in value;

function tensorProto(name: string, { shape, values, raw }: TestTensor): object {
  const base = { name, dims: [...shape] };
  if (raw !== undefined) return { ...base, ...raw };
  if (values.length > 0 && typeof values[0] === 'bigint') {
    return {
      ...base,
      dataType: DATA_TYPE.int64,
      rawData: new Uint8Array(BigInt64Array.from(values as readonly bigint[]).buffer),
    };
  }
  const data = values instanceof Float32Array ? values : Float32Array.from(values as readonly number[]);
  return { ...base, dataType: DATA_TYPE.float, rawData: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) };
}

function attributeProto(name: string, value: TestAttribute): object {
  if (typeof value === 'number') return { name, type: ATTRIBUTE.float, f: value };
  if (typeof value === 'bigint') return { name, type: ATTRIBUTE.int, i: value.toString() };
  if (typeof value === 'string') return { name, type: ATTRIBUTE.string, s: Buffer.from(value) };
  if (isTensor(value)) return { name, type: ATTRIBUTE.tensor, t: tensorProto('', value) };
  if ('graph' in value) return { name, type: ATTRIBUTE.graph, g: graphProto(value.graph, 'branch') };
  if (value.some((one) => typeof one === 'number')) return { name, type: ATTRIBUTE.floats, floats: value };
  return { name, type: ATTRIBUTE.ints, ints: value.map(String) };
}

const valueProto = ({ name, shape, elementType = DATA_TYPE.float }: TestValue): object => ({
  name,
  type: {
    tensorType: {
      elemType: elementType,
      shape: { dim: shape.map((size) => (typeof size === 'number' ? { dimValue: size } : { dimParam: size })) },
    },
  },
});

const graphProto = ({ nodes, weights = {}, inputs = [], outputs }: TestGraph, name: string): object => ({
  name,
  node: nodes.map(({ type, attributes = {}, ...node }) => ({
    opType: type,
    name: node.name ?? node.outputs[0],
    domain: node.domain ?? '',
    input: [...node.inputs],
    output: [...node.outputs],
    attribute: Object.entries(attributes).map(([key, value]) => attributeProto(key, value)),
  })),
  initializer: Object.entries(weights).map(([key, tensor]) => tensorProto(key, tensor)),
  input: inputs.map(valueProto),
  output: outputs.map((output) => ({ name: output })),
});

/** The bytes of a model. */
export function onnxBytes({ opset = 17, ...graph }: TestModel): Uint8Array {
  return encodeModel({
    irVersion: 8,
    producerName: 'test',
    // Operators of other sets are for refusing; the version does not matter.
    opsetImport: [
      { domain: '', version: opset },
      ...[...new Set(graph.nodes.map((node) => node.domain ?? ''))].filter(Boolean).map((domain) => ({ domain, version: 1 })),
    ],
    graph: graphProto(graph, 'test'),
  });
}

export interface TestFolder extends Disposable {
  readonly path: string;
  /** Writes a file and returns its path. */
  write(name: string, bytes: Uint8Array | string): string;
}

/** A folder of its own for a test's files, removed when disposed of. */
export function testFolder(): TestFolder {
  const path = mkdtempSync(join(tmpdir(), 'spikeloom-test-'));
  return {
    path,
    write(name, bytes) {
      const file = join(path, name);
      writeFileSync(file, bytes);
      return file;
    },
    [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }),
  };
}

/** Repeatable pseudo-random numbers: normally distributed, mean 0, deviation `scale`. */
export function randomValues(count: number, seed: number, scale = 1): Float32Array {
  let state = (seed * 2654435761) >>> 0 || 1;
  const uniform = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return ((state >>> 0) + 0.5) / 2 ** 32;
  };
  return Float32Array.from(
    { length: count },
    () => scale * Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform()),
  );
}

/** A random weight. */
export const randomTensor = (shape: readonly number[], seed: number, scale = 1): TestTensor => ({
  shape,
  values: randomValues(sizeOf(shape), seed, scale),
});
