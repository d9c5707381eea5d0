/** A file of the suite that holds one tensor. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type protobufjs from 'protobufjs';
import type { ExternalData } from '../../src-main/onnx/external-data.ts';
import { DATA_TYPE, type TensorProto } from '../../src-main/onnx/proto/types.ts';
import { readTensor } from '../../src-main/onnx/read-tensor.ts';
import { elementTypeOf } from '../../src-main/onnx/tensor-bytes.ts';
import type { Tensor } from '../../src-shared/tensor/index.ts';

const external: ExternalData = {
  read: () => Promise.reject(new Error('the suite holds no external data')),
  [Symbol.asyncDispose]: () => Promise.resolve(),
};

let tensorType: protobufjs.Type | undefined;

function decode(bytes: Uint8Array): TensorProto {
  if (tensorType === undefined) {
    const protobuf = createRequire(import.meta.url)('protobufjs') as typeof protobufjs;
    const schema = readFileSync(new URL('../../resources/onnx/onnx.proto', import.meta.url), 'utf8');
    tensorType = protobuf.parse(schema).root.lookupType('onnx.TensorProto');
  }
  return tensorType.decode(bytes) as unknown as TensorProto;
}

/**
 * The tensor in `file`, of the element type `declared` in the graph; undefined where that is no type of numbers (strings, or
 * no tensor at all). Throws where there is no such file, or it is damaged.
 */
export async function readTensorFile(file: string, declared: number | undefined): Promise<Tensor | undefined> {
  if (!existsSync(file)) throw new Error(`${file} is missing`);
  if (declared === undefined || elementTypeOf(declared) === undefined) return undefined;
  // Bytes of their own: values may move in them.
  const proto = decode(Uint8Array.from(readFileSync(file)));
  // The suite stores bfloat16 as its bits.
  const bits = declared === DATA_TYPE.bfloat16 && proto.dataType === DATA_TYPE.uint16;
  return readTensor(bits ? { ...proto, dataType: DATA_TYPE.bfloat16 } : proto, 'the tensor', { file, external });
}
