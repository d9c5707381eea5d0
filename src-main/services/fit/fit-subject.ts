/** A network with a plan's choices, as the check of a target reads it: shapes and settings, without values of weights. */
import type { FitSubject } from '../../../src-shared/fit/index.ts';
import type { Plan } from '../../../src-shared/plan/index.ts';
import { compileStages, countedLayers, type PlacedNetwork } from '../../convert/index.ts';
import { choicesOf } from '../model/choices.ts';

/** The network of a plan. Throws the errors of a plan that does not suit the network. Thresholds need not be calibrated. */
export function fitSubject(placed: PlacedNetwork, plan: Plan): FitSubject {
  const choices = choicesOf(placed, plan);
  const { compiled, stages } = compileStages(placed, choices);
  const counted = countedLayers(compiled, stages);
  const { coding, tau } = choices;
  return { spiking: { network: compiled, coding, tau, stages, counted, constantParts: new Map() }, settings: choices.layers };
}

/** The network with the shapes of its constants, and without their values. It is small, and enough for `fitSubject`. */
export function outlineOf({ network, sites }: PlacedNetwork): PlacedNetwork {
  const constants = new Map(
    [...network.constants].map(([value, { shape, dtype }]) => [value, { shape, dtype, data: new Float32Array() }]),
  );
  return { network: { ...network, constants }, sites };
}
