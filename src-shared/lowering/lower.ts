/**
 * Lowers a SpikingNetwork to the neutral program. Projections are taken apart, constant parts are taken out of segments, and neighbouring
 * functions of estimates are joined. The program also says which steps of each value are stored, and what counts operations.
 */
import type { ValueId } from '../network/index.ts';
import type { SpikingNetwork } from '../spiking/index.ts';
import { countsOf } from './counts.ts';
import { findFunctions } from './functions.ts';
import { layoutsOf } from './layout.ts';
import { type Lowering, lowerStage } from './lower-stage.ts';
import { outputCoding } from './output-coding.ts';
import type { LoweredProgram, Time } from './program.ts';
import { splitProjections } from './projections.ts';

/** The neutral program of a network. Throws `model.batch` if the batch cannot be followed through the network. */
export function lower(whole: SpikingNetwork): LoweredProgram {
  const { spiking, apart } = splitProjections(whole);
  const { network } = spiking;
  const counted = countsOf(whole);
  const lowering: Lowering = { network, functions: findFunctions(spiking), apart, counted };
  const times = new Map<ValueId, Time>([[network.input.value, inputTime(spiking)]]);
  const operations = spiking.stages.flatMap((stage) => {
    if (lowering.functions.inside.has(stage.output)) return [];
    const operation = lowerStage(lowering, stage);
    const read = operation.kind === 'alias' ? [operation.input] : 'inputs' in operation ? operation.inputs : undefined;
    times.set(stage.output, read ? commonTime(read.map((value) => times.get(value)!)) : 'varying');
    return [operation];
  });
  return {
    spiking,
    operations,
    layouts: layoutsOf(spiking),
    times,
    outputs: network.outputs.map(({ value }) => ({ value, coding: outputCoding(spiking, value) })),
    counted,
  };
}

function inputTime({ coding }: SpikingNetwork): Time {
  if (coding === 'rate') return 'constant';
  return coding === 'leaky-rate' ? 'varying' : 'once';
}

/** The time of a value that is computed step by step from values of these times. */
export function commonTime(times: readonly Time[]): Time {
  const [first] = times;
  return first !== undefined && times.every((time) => time === first) ? first : 'varying';
}
