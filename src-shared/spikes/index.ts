/** Recorded spikes: what is recorded, how it is written down, how large it may become, and what it stands for. */
export {
  codeBytes,
  codesFromBytes,
  codesOf,
  codesToBytes,
  codeTable,
  decodeSpikes,
  emptyCodes,
  encodeSpikes,
  type SpikeCodes,
  spikeOf,
} from './codes.ts';
export { countCodes, estimateAfter, estimatesOf } from './estimates.ts';
export { type RecordedLayer, recordedLayerSchema, type SpikeChoice, spikeChoiceSchema, type SpikeForm } from './recording.ts';
export { leaveOut, mostSpikeBytes, sampleBytes, type SizedLayer, SPIKE_BUDGET } from './size.ts';
