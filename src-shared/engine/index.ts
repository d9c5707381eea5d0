/** Engines: the table of engines, their interface, and that interface as messages. */
export type {
  BatchResult,
  Engine,
  EngineSession,
  FloatOptions,
  Losses,
  NeuronCounts,
  OperationCounts,
  PrepareOptions,
  RunOptions,
  SummaryTap,
} from './engine.ts';
export { createCollector, emptyCounts, joinValue, type TileCounts, type TileResult } from './collect.ts';
export { decodeOutput } from './decode-output.ts';
export {
  DEFAULT_ENGINE,
  ENGINE_IDS,
  type EngineId,
  engineIdSchema,
  engineLabel,
  ENGINES,
  isEngineId,
  usesThreads,
} from './engines.ts';
export type { EngineAnswer, EngineMessage } from './messages.ts';
export {
  type EnginePageAnswer,
  type EnginePageCall,
  type EnginePort,
  type FromEnginePage,
  isEnginePageAnswer,
  isEnginePageCall,
  isEnginePort,
} from './page-port.ts';
export { createRecorder, type RecordedLayer } from './recorder.ts';
export { type RemoteEngine, remoteEngine } from './remote-engine.ts';
export { evenRanges, partRanges, type SampleRange } from './sample-ranges.ts';
export { serveEngine } from './serve-engine.ts';
