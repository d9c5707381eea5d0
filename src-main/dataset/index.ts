/** Samples for networks: files and folders of many formats, preprocessing, labels, batches; and arrays on disk (.npy, .npz). */
export { openSource, type OpenOptions } from './open-source.ts';
export { batches, type SampleBatch, type SampleSource } from './source.ts';
export type { SkippedFile } from './class-folder.ts';
export { columnsOf } from './csv.ts';
export { shapeOfSamples } from './sample-shape.ts';
export type { SampleOrder } from './order.ts';
export { loadPreprocess, parsePreprocess, preprocessSchema, type Preprocess, type PreprocessFile } from './preprocess.ts';
export { formatNpy, openNpy, parseNpy, readNpy, writeNpy, type NpyArray, type NpyFile } from './npy.ts';
export { readNpz } from './npz.ts';
