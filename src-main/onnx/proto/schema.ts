/**
 * Encodes and decodes ONNX files with protobufjs and the official schema. Both are loaded when they are first needed, so that
 * commands which read no model start faster. They are loaded with `require`, since `import` inside of a function would make all
 * callers async.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type protobufjs from 'protobufjs';
import type { ModelProto } from './types.ts';

const SCHEMA = new URL('../../../resources/onnx/onnx.proto', import.meta.url);

let modelType: protobufjs.Type | undefined;

function getModelType(): protobufjs.Type {
  if (modelType === undefined) {
    const protobuf = createRequire(import.meta.url)('protobufjs') as typeof protobufjs;
    modelType = protobuf.parse(readFileSync(SCHEMA, 'utf8')).root.lookupType('onnx.ModelProto');
  }
  return modelType;
}

/**
 * Decodes a ModelProto. Byte fields are views on `bytes`, not copies. Throws an Error of protobufjs if the bytes are malformed.
 */
export function decodeModel(bytes: Uint8Array): ModelProto {
  return getModelType().decode(bytes) as unknown as ModelProto;
}

/** Encodes a ModelProto given as plain data: camelCase fields, 64-bit integers as numbers or decimal strings. */
export function encodeModel(model: object): Uint8Array {
  const type = getModelType();
  return type.encode(type.fromObject(model)).finish();
}
