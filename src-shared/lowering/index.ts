/** Lowering: from a SpikingNetwork to the neutral program that engines and exporters share. */
export type { BiasFreeSegment } from './bias-free.ts';
export { type BufferPlan, type BufferUse, planBuffers } from './buffers.ts';
export { type Layout, layoutsOf } from './layout.ts';
export { commonTime, lower } from './lower.ts';
export {
  floatGraph,
  functionGraph,
  type GraphToWrite,
  type Model,
  segmentGraph,
  shapesOf,
  type ValuePort,
  writtenModel,
} from './models.ts';
export { outputCoding } from './output-coding.ts';
export type {
  LoweredAlias,
  LoweredCount,
  LoweredFunction,
  LoweredMaxPool,
  LoweredNeuron,
  LoweredOperation,
  LoweredOutput,
  LoweredProgram,
  LoweredSegment,
  LoweredTranscoder,
  Time,
} from './program.ts';
