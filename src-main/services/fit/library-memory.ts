/**
 * The memory of an exported C library for a plan that need not be calibrated. It is the exporter's own plan of the memory, so that `fit`
 * and an exported package say the same.
 */
import type { PlanMemory } from '../../../src-shared/fit/index.ts';
import { type Plan, stepsOf } from '../../../src-shared/plan/index.ts';
import type { Thresholds } from '../../../src-shared/spiking/index.ts';
import { groupingOf } from '../../../src-shared/statistics/index.ts';
import { atBatch, sizeOf } from '../../../src-shared/tensor/index.ts';
import { type Choices, compile, type PlacedNetwork } from '../../convert/index.ts';
import { memoryOfLibrary } from '../../export/c/exporter.ts';
import { choicesOf } from '../model/choices.ts';

/** Stands for the range of the input, which changes no size. */
const ANY_RANGE = 1;
const FLOAT = 4;

/** Plans the memory of a plan's library. `known`: thresholds by layer, from a calibration; others only have their number. */
export function libraryMemory(placed: PlacedNetwork, plan: Plan, known: ReadonlyMap<string, Thresholds>): PlanMemory {
  const choices = choicesOf(placed, plan);
  const spiking = compile(placed, choices, thresholdsFor(placed, choices, known));
  const subject = { spiking, name: 'network', steps: stepsOf(plan), version: '', inputRange: ANY_RANGE };
  const { input, outputs } = spiking.network;
  const ports = [input, ...outputs].reduce((sum, { value }) => sum + sizeOf(atBatch(spiking.network.shapes.get(value)!, 1)), 0);
  return (weights) => ({ ...memoryOfLibrary(subject, { weights }), ports: FLOAT * ports });
}

/**
 * Thresholds for every layer, and its mean error if that is taken back: those that are known and as many as the plan asks for, otherwise
 * different numbers, since equal ones take less.
 */
function thresholdsFor(
  { sites, network }: PlacedNetwork,
  { layers }: Choices,
  known: ReadonlyMap<string, Thresholds>,
): Map<string, Thresholds> {
  return new Map(
    sites.map(({ name, input }) => {
      const { threshold, correction } = layers.get(name)!;
      const level = threshold.value === undefined ? threshold.level : 'layer';
      const sample = network.shapes.get(input)!.slice(1);
      const { shape } = groupingOf(level, sample);
      const unknown: Thresholds = { level, shape, values: different(sizeOf(shape)) };
      const given = known.get(name);
      const { meanError = different(sample[0] ?? 1), ...own } = given && sizeOf(given.shape) === sizeOf(shape) ? given : unknown;
      return [name, correction === 'mean' ? { ...own, meanError } : own];
    }),
  );
}

const different = (count: number): Float64Array => Float64Array.from({ length: count }, (_, index) => 1 + index / 2 ** 16);
