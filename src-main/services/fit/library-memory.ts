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

/** Thresholds for every layer: those that are known and as many as the plan asks for, otherwise different numbers, since equal ones take less. */
function thresholdsFor(
  { sites, network }: PlacedNetwork,
  { layers }: Choices,
  known: ReadonlyMap<string, Thresholds>,
): Map<string, Thresholds> {
  return new Map(
    sites.map(({ name, input }) => {
      const { level, value } = layers.get(name)!.threshold;
      const { shape } = groupingOf(value === undefined ? level : 'layer', network.shapes.get(input)!.slice(1));
      const given = known.get(name);
      if (given && sizeOf(given.shape) === sizeOf(shape)) return [name, given];
      const values = Float64Array.from({ length: sizeOf(shape) }, (_, index) => 1 + index / 2 ** 16);
      return [name, { level: value === undefined ? level : 'layer', shape, values }];
    }),
  );
}
