/** Options of `simulate` that a project does not take: its plan and its thresholds are what it is. */
import { SpikeloomError } from '../../src-shared/errors/index.ts';
import { planFromOptions } from '../../src-shared/plan/index.ts';
import type { ModelRequest } from './prepared-network.ts';

const NAMES: Readonly<Record<string, string>> = {
  tau: '--tau',
  coding: '--coding',
  neuron: '--neuron',
  thresholds: '--thresholds',
  thresholdMethod: '--threshold-method',
  thresholdOf: '--threshold-of',
  thresholdLevel: '--threshold-level',
  thresholdScale: '--threshold-scale',
};

/** What may be changed for one run of a project. Throws `option.invalid` for an option that only `convert` takes. */
export function projectOptions({ model, plan, calibration, input, size, outputs, dequantise }: ModelRequest): {
  readonly steps: number | undefined;
} {
  const given = [
    ...Object.entries(plan.options).flatMap(([name, value]) => (value === undefined || !NAMES[name] ? [] : [NAMES[name]])),
    ...(plan.file === undefined ? [] : ['--plan']),
    ...(calibration.source === undefined ? [] : ['--calibration']),
    ...(input === undefined ? [] : ['--input']),
    ...(size === undefined ? [] : ['--size']),
    ...(outputs === undefined ? [] : ['--output']),
    ...(dequantise === undefined ? [] : ['--dequantise']),
  ];
  if (given.length > 0) {
    const message = `${model} is a project, whose plan and thresholds are used; ${given.join(', ')} can only be given to a model: convert it again.`;
    throw new SpikeloomError('option.invalid', message, { at: { file: model, option: given[0]! } });
  }
  return { steps: planFromOptions({ steps: plan.options.steps }).steps };
}
