/** Choosing the layers and samples whose spikes are recorded, for a run that starts and for one that is done. */
export { type ReadChoice, readChoice, type RecordingRun, type TypedChoice } from './read-choice.ts';
export { layersOfPlan, layersOfReport } from './sized-layers.ts';
export { SpikeChoiceFields } from './spike-choice-fields.tsx';
