/** Decides if a search may use int8 numbers: the energy model must price them, and the network must have a form in whole numbers. */
import { DEFAULT_TABLE, type EnergyModel } from '../../../src-shared/energy/index.ts';
import { messageOf, SpikeloomError } from '../../../src-shared/errors/index.ts';
import { fixNetwork } from '../../../src-shared/fixed/index.ts';
import { type Message, say } from '../../../src-shared/message/index.ts';
import type { SpikingNetwork } from '../../../src-shared/spiking/index.ts';
import type { PreparedNetwork } from '../model/prepared-network.ts';
import type { ServiceContext } from '../progress.ts';
import { inputRange } from '../run/int8-numbers.ts';

/** The use of int8 numbers in a search, or the reason against it. */
export interface Int8Support {
  /** The energy model with the prices of 8-bit weights; undefined if int8 numbers are not tried. */
  readonly model: EnergyModel | undefined;
  /** Largest magnitude of the calibration samples' values. */
  readonly inputRange: number;
  readonly notes: readonly Message[];
}

/** No use of int8 numbers. */
export const NO_INT8: Int8Support = { model: undefined, inputRange: 0, notes: [] };

/** The model with the prices of 8-bit weights. Undefined if it has no such prices, or no others. */
export function int8Model(model: EnergyModel): EnergyModel | undefined {
  if (model.formula !== 'ledger') return undefined;
  const { spiking = (model.table ?? DEFAULT_TABLE).spiking } = model;
  return spiking === 'int8' ? undefined : { ...model, spiking: 'int8' };
}

/** Asks whether int8 numbers can be tried. `network`: that of the project's plan, which stands for all plans. */
export async function int8Support(
  {
    prepared,
    model,
    network,
    steps,
  }: {
    readonly prepared: PreparedNetwork;
    readonly model: EnergyModel;
    readonly network: SpikingNetwork;
    readonly steps: number;
  },
  context: ServiceContext,
): Promise<Int8Support> {
  const priced = int8Model(model);
  const none = (why: Message): Int8Support => ({
    ...NO_INT8,
    notes: [say`Int8 numbers were not tried: ${why}`],
  });
  if (!priced) return none(say`the energy model ${model.id} has no prices of its own for them.`);
  try {
    const range = await inputRange(prepared, context);
    fixNetwork(network, { steps, inputRange: range });
    return { model: priced, inputRange: range, notes: [] };
  } catch (error) {
    if (error instanceof SpikeloomError && ['numbers.unsupported', 'option.invalid'].includes(error.code))
      return none(messageOf(error));
    throw error;
  }
}
