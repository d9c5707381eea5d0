/** An output as class scores, whatever its shape: accuracy and agreement are about the class with the highest score. */
import { type Shape, sizeOf } from '../../../src-shared/tensor/index.ts';

export interface ClassScores {
  readonly classes: number;
  /** `[T, N, K]` and `[N, K]` flat. */
  readonly logits: Float64Array;
  readonly float: Float64Array;
}

/**
 * Scores of one batch of an output whose sample has `shape`. `[K]` is taken as it is. With more axes the first is that of the
 * classes (as in segmentation, `[K, H, W]`), and every position counts as one answer: N = B·H·W. A single number has one class.
 */
export function classScores(
  shape: Shape,
  steps: number,
  samples: number,
  logits: Float64Array,
  float: Float64Array,
): ClassScores {
  const [classes = 1, ...positions] = shape;
  const inner = sizeOf(positions);
  if (inner === 1) return { classes, logits, float };
  return {
    classes,
    logits: classesLast(logits, steps * samples, classes, inner),
    float: classesLast(float, samples, classes, inner),
  };
}

/** `[outer, K, inner]` → `[outer, inner, K]`. */
function classesLast(data: Float64Array, outer: number, classes: number, inner: number): Float64Array {
  const result = new Float64Array(data.length);
  for (let o = 0; o < outer; o++) {
    for (let k = 0; k < classes; k++) {
      const from = (o * classes + k) * inner;
      for (let i = 0; i < inner; i++) result[(o * inner + i) * classes + k] = data[from + i]!;
    }
  }
  return result;
}
