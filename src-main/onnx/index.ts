/** ONNX: reading a model, importing it into a Network, looking at what can be converted, writing. */
export { pathBeside } from './external-data.ts';
export { type ImportOptions, inputOf, openAxes, openSizes } from './graph-input.ts';
export type { ImportResult } from './import-network.ts';
export { importNetwork } from './import-network.ts';
export type { OnnxAttribute, OnnxInput, OnnxModel } from './model.ts';
export type { Preflight } from './preflight.ts';
export { preflight } from './preflight.ts';
export { externalFilesOf, readModel } from './read-model.ts';
export type { Fate, NodeReport } from './report.ts';
export {
  createGraphWriter,
  encodeGraph,
  type GraphDraft,
  type GraphWriter,
  type ModelToEncode,
  type NamedDraft,
} from './graph-writer.ts';
export { writeOnnx } from './write-onnx.ts';
