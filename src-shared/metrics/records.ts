/**
 * What a run keeps of every sample: its label, the float network's answer, and the spiking network's answer and softmax margin after
 * every step. The records of a batch are one compact block of bytes, so that a run of 50,000 samples and 32 steps takes 6.6 MB.
 */
import { argmax } from './ranking.ts';
import { type EvaluationBatch, type EvaluationSums, sumEvaluation } from './evaluation.ts';
import { marginCode } from './margin-code.ts';

/** The records of N samples over T steps, in the order of the run. An answer is −1 if no class score was a number. */
export interface SampleRecords {
  readonly samples: number;
  readonly steps: number;
  /** `[N]`; null without labels. */
  readonly labels: Int32Array | null;
  /** The float network's answers `[N]`. */
  readonly float: Int32Array;
  /** The spiking network's answers after 1…T steps `[T, N]`. */
  readonly answers: Int32Array;
  /** Codes of the softmax margins after 1…T steps `[T, N]` (margin-code.ts). */
  readonly margins: Uint16Array;
}

/** The sums of a batch together with the records of its samples. Throws like `sumEvaluation`. */
export function evaluateSamples(batch: EvaluationBatch): { readonly sums: EvaluationSums; readonly records: SampleRecords } {
  const { steps, classes, float, labels } = batch;
  const samples = float.length / classes;
  const answers = new Int32Array(steps * samples);
  const margins = new Uint16Array(steps * samples);
  const sums = sumEvaluation({
    ...batch,
    onAnswer: (sample, step, answer, margin) => {
      answers[step * samples + sample] = answer;
      margins[step * samples + sample] = marginCode(margin);
    },
  });
  const floatAnswers = Int32Array.from({ length: samples }, (_, sample) => argmax(float, sample * classes, classes));
  return {
    sums,
    records: { samples, steps, labels: labels ? Int32Array.from(labels) : null, float: floatAnswers, answers, margins },
  };
}

/** Version of the layout of a block. */
const LAYOUT = 1;
const HEADER_BYTES = 12;
/** The largest number of classes whose answers take two bytes. One code is left for −1. */
const MOST_IN_TWO_BYTES = 65_535;

const answerBytes = (classes: number): 2 | 4 => (classes <= MOST_IN_TWO_BYTES ? 2 : 4);
const blockBytes = (samples: number, steps: number, isLabelled: boolean, width: 2 | 4): number =>
  HEADER_BYTES + samples * (width * ((isLabelled ? 2 : 1) + steps) + 2 * steps);

/**
 * The records as bytes, little-endian: the layout (one byte), 1 if there are labels (one byte), the bytes of an answer (two bytes),
 * N and T (four bytes each), then labels, float answers, answers and margins. All bits of an answer are set for −1.
 */
export function encodeRecords({ samples, steps, labels, float, answers, margins }: SampleRecords, classes: number): Uint8Array {
  const width = answerBytes(classes);
  const bytes = new Uint8Array(blockBytes(samples, steps, labels !== null, width));
  const view = new DataView(bytes.buffer);
  view.setUint8(0, LAYOUT);
  view.setUint8(1, labels ? 1 : 0);
  view.setUint16(2, width, true);
  view.setUint32(4, samples, true);
  view.setUint32(8, steps, true);
  let at = HEADER_BYTES;
  for (const values of labels ? [labels, float, answers] : [float, answers]) {
    for (const value of values) {
      // Both setters keep the lowest bits, so that −1 sets all of them.
      if (width === 2) view.setUint16(at, value, true);
      else view.setInt32(at, value, true);
      at += width;
    }
  }
  for (const margin of margins) {
    view.setUint16(at, margin, true);
    at += 2;
  }
  return bytes;
}

/** The batch that a block must belong to. */
export interface RecordsOf {
  readonly samples: number;
  readonly steps: number;
  readonly classes: number;
}

/** The records in a block; undefined if it is not a block of such a batch: wrong sizes, or an answer that is no class. */
export function decodeRecords(bytes: Uint8Array, { samples, steps, classes }: RecordsOf): SampleRecords | undefined {
  if (bytes.length < HEADER_BYTES) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [layout, labelled, width] = [view.getUint8(0), view.getUint8(1), answerBytes(classes)];
  const isOfBatch = view.getUint16(2, true) === width && view.getUint32(4, true) === samples && view.getUint32(8, true) === steps;
  if (layout !== LAYOUT || labelled > 1 || !isOfBatch) return undefined;
  if (bytes.length !== blockBytes(samples, steps, labelled === 1, width)) return undefined;
  let at = HEADER_BYTES;
  const none = width === 2 ? 0xffff : 0xffffffff;
  let isSound = true;
  const take = (count: number, least: number): Int32Array => {
    const values = new Int32Array(count);
    for (let i = 0; i < count; i++, at += width) {
      const code = width === 2 ? view.getUint16(at, true) : view.getUint32(at, true);
      const value = code === none ? -1 : code;
      if (value < least || value >= classes) isSound = false;
      values[i] = value;
    }
    return values;
  };
  const labels = labelled === 1 ? take(samples, 0) : null;
  const float = take(samples, -1);
  const answers = take(samples * steps, -1);
  const margins = new Uint16Array(samples * steps);
  for (let i = 0; i < margins.length; i++, at += 2) margins[i] = view.getUint16(at, true);
  return isSound ? { samples, steps, labels, float, answers, margins } : undefined;
}

/** The records of consecutive batches of a run as one. Labels are null if a batch has none. */
export function joinRecords(parts: readonly SampleRecords[]): SampleRecords {
  const samples = parts.reduce((sum, part) => sum + part.samples, 0);
  const steps = parts[0]?.steps ?? 0;
  const isLabelled = parts.every(({ labels }) => labels !== null);
  const labels = isLabelled ? new Int32Array(samples) : null;
  const float = new Int32Array(samples);
  const answers = new Int32Array(steps * samples);
  const margins = new Uint16Array(steps * samples);
  let from = 0;
  for (const part of parts) {
    if (part.labels) labels?.set(part.labels, from);
    float.set(part.float, from);
    for (let step = 0; step < steps; step++) {
      const [a, b] = [step * part.samples, (step + 1) * part.samples];
      answers.set(part.answers.subarray(a, b), step * samples + from);
      margins.set(part.margins.subarray(a, b), step * samples + from);
    }
    from += part.samples;
  }
  return { samples, steps, labels, float, answers, margins };
}
