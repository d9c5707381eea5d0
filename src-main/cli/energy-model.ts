/** Energy models that a command names by their ids. */
import { ENERGY_MODELS, type EnergyModel } from '../../src-shared/energy/index.ts';
import { SpikeloomError } from '../../src-shared/errors/index.ts';
import type { OptionId } from '../../src-shared/message/index.ts';

/** The shipped model with an id. Throws `option.invalid`, with the option's name, if there is none. */
export function energyModelNamed(id: string, option: OptionId): EnergyModel {
  const model = ENERGY_MODELS.find((one) => one.id === id);
  if (model) return model;
  const known = ENERGY_MODELS.map((one) => one.id).join(', ');
  throw new SpikeloomError('option.invalid', `There is no energy model ${id}; choose one of ${known}.`, { at: { option } });
}
