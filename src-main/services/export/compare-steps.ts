/** Compares what the files of a package compute with an engine, step by step. */
import type { BatchResult } from '../../../src-shared/engine/index.ts';
import type { Comparison } from '../../../src-shared/export/index.ts';
import { batchOuter } from '../../../src-shared/spiking/batch-layout.ts';
import { readoutFromOf } from '../../../src-shared/plan/index.ts';
import type { SpikingNetwork } from '../../../src-shared/spiking/index.ts';
import { decodedOfMeans, readoutMeans } from '../../../src-shared/units/index.ts';
import { sampleDistances } from '../../engines/agreement/index.ts';
import type { Exporter, StepValues } from '../../export/index.ts';

/** Largest distance of a sample at a step that rounding alone explains, relative to the sample's largest value. */
const ROUNDED = 1e-4;

export interface Compared {
  readonly spiking: SpikingNetwork;
  readonly batch: number;
  readonly steps: number;
  readonly kind: Exporter['compared'];
}

/** The values that the files compute, from the decoded outputs of every step `[T, …]` flat. */
export function asCompared({ spiking, steps, kind }: Omit<Compared, 'batch'>, decoded: Float64Array): Float64Array {
  return kind === 'steps' ? decoded : readoutMeans(decoded, steps, readoutFromOf(spiking));
}

/** The decoded outputs of every step, from the values that the files compute. */
export function asDecoded({ spiking, steps, kind }: Omit<Compared, 'batch'>, values: Float64Array): Float64Array {
  return kind === 'steps' ? values : decodedOfMeans(values, steps, readoutFromOf(spiking));
}

/** The largest differences of every step, and the number of samples that differ. `engine`: the engine of `expected`. */
export function compareSteps(compared: Compared, engine: string, ours: StepValues, expected: BatchResult): Comparison {
  const { spiking, batch, steps } = compared;
  const outers = batchOuter(spiking.network);
  const absolute = new Float64Array(steps);
  const [squares, norms] = [new Float64Array(steps), new Float64Array(steps)];
  const answer = { squares: 0, norm: 0 };
  let differing = 0;
  spiking.network.outputs.forEach(({ value }, index) => {
    const theirs = asCompared(compared, expected.logits[index]!);
    const size = theirs.length / steps;
    const apart = new Set<number>();
    for (let t = 0; t < steps; t++) {
      const [own, other] = [ours[index]!, theirs].map((all) => all.subarray(t * size, (t + 1) * size)) as [
        Float64Array,
        Float64Array,
      ];
      for (let i = 0; i < size; i++) {
        const difference = Math.abs(own[i]! - other[i]!);
        absolute[t] = Math.max(absolute[t]!, difference);
        squares[t]! += difference * difference;
        norms[t]! += other[i]! * other[i]!;
      }
      sampleDistances(own, other, other, outers.get(value) ?? 1, batch).forEach((distance, sample) => {
        if (!(distance <= ROUNDED)) apart.add(sample);
      });
    }
    differing += apart.size;
    const [last, wanted] = [answerOf(compared, ours[index]!), answerOf({ ...compared, kind: 'steps' }, expected.logits[index]!)];
    wanted.forEach((value, i) => {
      answer.squares += (last[i]! - value) ** 2;
      answer.norm += value * value;
    });
  });
  return {
    engine,
    absolute: Array.from(absolute, rounded),
    relative_l2: Array.from(squares, (sum, t) => relative(sum, norms[t]!)),
    answer_relative_l2: relative(answer.squares, answer.norm),
    differing,
  };
}

/** The answer after the last step. */
const answerOf = (compared: Compared, values: Float64Array): Float64Array =>
  asCompared({ ...compared, kind: compared.kind === 'steps' ? 'answers' : 'steps' }, values).subarray(
    -values.length / compared.steps,
  );

/** A distance from its square, relative to a norm from its square; the distance itself if the norm is 0. */
const relative = (square: number, norm: number): number => rounded(Math.sqrt(square) / (norm > 0 ? Math.sqrt(norm) : 1));

/** Two digits, rounded up: the last bits of a difference depend on the machine. */
function rounded(value: number): number {
  if (!(value > 0) || !Number.isFinite(value)) return value;
  const unit = 10 ** (Math.floor(Math.log10(value)) - 1);
  return Number((Math.ceil(value / unit - 1e-9) * unit).toPrecision(2));
}

/** The first step at which a sample differs by more than rounding, from 0; undefined if none does. */
export const firstStep = ({ relative_l2: distances }: Comparison): number | undefined => {
  const step = distances.findIndex((distance) => !(distance <= ROUNDED));
  return step < 0 ? undefined : step;
};
