/**
 * The parts of an ONNX file that Spikeloom uses, as protobufjs decodes them (field names in camelCase). The schema itself is
 * resources/onnx/onnx.proto. These types are used in src-main/onnx and where the cpu engine writes models; the rest of the
 * program uses `OnnxModel`.
 */

/** A 64-bit integer as protobufjs decodes it. */
export interface Int64 {
  toNumber(): number;
}

export interface TensorProto {
  readonly name: string;
  readonly dims: readonly Int64[];
  readonly dataType: number;
  readonly floatData: readonly number[];
  readonly doubleData: readonly number[];
  readonly int32Data: readonly number[];
  readonly int64Data: readonly Int64[];
  readonly uint64Data: readonly Int64[];
  readonly rawData: Uint8Array;
  readonly externalData: readonly { readonly key: string; readonly value: string }[];
  readonly dataLocation: number;
  readonly segment: object | null;
}

export interface AttributeProto {
  readonly name: string;
  readonly type: number;
  readonly refAttrName: string;
  readonly f: number;
  readonly i: Int64;
  readonly s: Uint8Array;
  readonly t: TensorProto | null;
  readonly g: GraphProto | null;
  readonly floats: readonly number[];
  readonly ints: readonly Int64[];
  readonly strings: readonly Uint8Array[];
}

export interface NodeProto {
  readonly name: string;
  readonly opType: string;
  readonly domain: string;
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly attribute: readonly AttributeProto[];
}

export interface DimensionProto {
  /** Which of the two is there. */
  readonly value?: 'dimValue' | 'dimParam';
  readonly dimValue: Int64;
  readonly dimParam: string;
}

export interface ValueInfoProto {
  readonly name: string;
  readonly type: {
    readonly tensorType: {
      readonly elemType: number;
      readonly shape: { readonly dim: readonly DimensionProto[] } | null;
    } | null;
  } | null;
}

export interface GraphProto {
  readonly name: string;
  readonly node: readonly NodeProto[];
  readonly initializer: readonly TensorProto[];
  readonly sparseInitializer: readonly object[];
  readonly input: readonly ValueInfoProto[];
  readonly output: readonly ValueInfoProto[];
}

/** A function that the model defines: an operator made of nodes. */
export interface FunctionProto {
  readonly name: string;
  readonly domain: string;
  readonly input: readonly string[];
  readonly output: readonly string[];
  /** Attributes with a default. */
  readonly attributeProto: readonly AttributeProto[];
  readonly node: readonly NodeProto[];
}

export interface ModelProto {
  readonly producerName: string;
  readonly graph: GraphProto | null;
  readonly functions: readonly FunctionProto[];
  readonly opsetImport: readonly { readonly domain: string; readonly version: Int64 }[];
}

/** AttributeProto.AttributeType. */
export const ATTRIBUTE = { float: 1, int: 2, string: 3, tensor: 4, graph: 5, floats: 6, ints: 7, strings: 8 } as const;

/** TensorProto.DataType of the types that Spikeloom reads or writes. */
export const DATA_TYPE = {
  float: 1,
  uint8: 2,
  int8: 3,
  uint16: 4,
  int16: 5,
  int32: 6,
  int64: 7,
  bool: 9,
  float16: 10,
  double: 11,
  uint32: 12,
  uint64: 13,
  bfloat16: 16,
} as const;
