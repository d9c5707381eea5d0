import { readoutCount } from '../units/readout.ts';

/**
 * Distance between the answer, a mean of steps, of an output that is not a class vector and the float network's output, as sums over samples.
 * Sums are plain JSON and can be merged like EvaluationSums.
 */

/** Sums over samples of the distance between an output and the float network's. */
export interface DeviationSums {
  readonly samples: number;
  /** Σ |mean − float|² over samples after 1…T steps `[T]`, and Σ |float|². */
  readonly squaredError: readonly number[];
  readonly squaredNorm: number;
  /** Σ of the samples' cosines after 1…T steps `[T]`. */
  readonly cosine: readonly number[];
  /**
   * If axis 1 of the output may hold classes: the number of answers (samples times positions), and the number that equal the
   * float network's `[T]`.
   */
  readonly answers?: number;
  readonly agree?: readonly number[];
}

/** One batch of an output: decoded values of the spiking network, and values of the float network. */
export interface DeviationBatch {
  readonly steps: number;
  readonly samples: number;
  /** Decoded outputs `[T, B, …]` flat. */
  readonly logits: ArrayLike<number>;
  /** The float network's output `[B, …]` flat. */
  readonly float: ArrayLike<number>;
  /** First step k of the mean, from 1 (../units/readout.ts). Default: 1, the mean of all steps. */
  readonly from?: number;
}

/** Distance from the float network's output after one step. */
export interface DeviationStep {
  readonly step: number;
  /** ‖mean − float‖ / ‖float‖ over all samples; null if the float output is zero everywhere. */
  readonly relative_error: number | null;
  /** Mean over samples of the cosine between running mean and float output. */
  readonly cosine: number;
  /** Share of answers that equal the float network's. The answer at each position is the index of the largest value along axis 1. */
  readonly agreement?: number;
}

/** The sums of one batch, without answers. */
export function sumDeviation({ steps, samples, logits, float, from = 1 }: DeviationBatch): DeviationSums {
  const size = float.length / samples;
  if (logits.length !== steps * float.length)
    throw new Error(`${logits.length} values are not ${steps} steps of ${float.length}`);
  const squaredError = new Array<number>(steps).fill(0);
  const cosine = new Array<number>(steps).fill(0);
  const mean = new Float64Array(float.length);
  let squaredNorm = 0;
  for (let i = 0; i < float.length; i++) squaredNorm += float[i]! ** 2;
  for (let t = 0; t < steps; t++) {
    const count = readoutCount(from, t + 1);
    if (count === 1) mean.fill(0);
    for (let i = 0; i < mean.length; i++) mean[i] = mean[i]! + (logits[t * mean.length + i]! - mean[i]!) / count;
    for (let sample = 0; sample < samples; sample++) {
      let [dot, ofMean, ofFloat] = [0, 0, 0];
      for (let i = sample * size; i < (sample + 1) * size; i++) {
        const [a, b] = [mean[i]!, float[i]!];
        squaredError[t] = squaredError[t]! + (a - b) ** 2;
        dot += a * b;
        ofMean += a * a;
        ofFloat += b * b;
      }
      cosine[t] = cosine[t]! + cosineOf(dot, ofMean, ofFloat);
    }
  }
  return { samples, squaredError, squaredNorm, cosine };
}

/** Cosine of two vectors. It is 1 for two zero vectors, and 0 for a zero vector and another. */
function cosineOf(dot: number, a: number, b: number): number {
  if (a === 0 && b === 0) return 1;
  return a === 0 || b === 0 ? 0 : dot / Math.sqrt(a * b);
}

/** The sum of the sums of two sets of batches of the same run. */
export function addDeviations(a: DeviationSums, b: DeviationSums): DeviationSums {
  const add = (x: readonly number[], y: readonly number[]) => x.map((value, i) => value + y[i]!);
  return {
    samples: a.samples + b.samples,
    squaredError: add(a.squaredError, b.squaredError),
    squaredNorm: a.squaredNorm + b.squaredNorm,
    cosine: add(a.cosine, b.cosine),
    ...(a.agree && b.agree ? { answers: a.answers! + b.answers!, agree: add(a.agree, b.agree) } : {}),
  };
}

/** Relative error, cosine and, if there are answers, agreement after every step. */
export function summariseDeviation({
  samples,
  squaredError,
  squaredNorm,
  cosine,
  answers,
  agree,
}: DeviationSums): DeviationStep[] {
  return squaredError.map((error, t) => ({
    step: t + 1,
    relative_error: squaredNorm === 0 ? null : Math.sqrt(error / squaredNorm),
    cosine: cosine[t]! / samples,
    ...(agree ? { agreement: agree[t]! / answers! } : {}),
  }));
}
