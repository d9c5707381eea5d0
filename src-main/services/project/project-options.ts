/** Rejects options of `simulate` that a project does not accept, because its plan and thresholds are fixed. */
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import { joined, option, type OptionId, say } from '../../../src-shared/message/index.ts';
import { planFromOptions } from '../../../src-shared/plan/index.ts';
import type { ModelRequest } from '../model/prepared-network.ts';

/** Options that only `convert` takes, by the name of the request's field. */
const IDS: Readonly<Record<string, OptionId>> = {
  tau: 'tau',
  readoutFrom: 'readout-from',
  coding: 'coding',
  neuron: 'neuron',
  thresholds: 'thresholds',
  mostSpikes: 'most-spikes',
  thresholdMethod: 'threshold-method',
  thresholdOf: 'threshold-of',
  thresholdLevel: 'threshold-level',
  thresholdScale: 'threshold-scale',
  initialPotential: 'initial-potential',
  file: 'plan',
  source: 'calibration',
  input: 'input',
  size: 'size',
  outputs: 'output',
  dequantise: 'dequantise',
};

/** The options that may change for one run of a project. Throws `option.invalid` for an option that only `convert` accepts. */
export function projectOptions({ model, plan, calibration, input, size, outputs, dequantise }: ModelRequest): {
  readonly steps: number | undefined;
} {
  const fields = { ...plan.options, file: plan.file, source: calibration.source, input, size, outputs, dequantise };
  const given = Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : (IDS[name] ?? [])));
  if (given.length > 0) {
    const options = given.map((id) => option(id));
    const message = say`${model} is a project, whose plan and thresholds are used; ${joined(options, ', ')} can only be given to a model: convert it again.`;
    throw new SpikeloomError('option.invalid', message, { at: { file: model, option: given[0]! } });
  }
  return { steps: planFromOptions({ steps: plan.options.steps }).steps };
}
