/** The energy models that come with the program, in the order in which they are offered, and the published crossovers. */
import { z } from 'zod';
import crossovers from '../../../resources/energy/crossovers.json' with { type: 'json' };
import fullLedger from '../../../resources/energy/models/full-ledger.json' with { type: 'json' };
import paperRatio from '../../../resources/energy/models/paper-ratio.json' with { type: 'json' };
import memoryAware from '../../../resources/energy/models/memory-aware.json' with { type: 'json' };
import lemaire from '../../../resources/energy/models/lemaire.json' with { type: 'json' };
import horowitz45Fp32 from '../../../resources/energy/models/horowitz45-fp32.json' with { type: 'json' };
import horowitz45Int8 from '../../../resources/energy/models/horowitz45-int8.json' with { type: 'json' };
import loihi1Simulated from '../../../resources/energy/models/loihi1-simulated.json' with { type: 'json' };
import truenorthMarginal from '../../../resources/energy/models/truenorth-marginal.json' with { type: 'json' };
import odin from '../../../resources/energy/models/odin.json' with { type: 'json' };
import neuromc32 from '../../../resources/energy/models/neuromc32.json' with { type: 'json' };
import stm32l4r5Int8 from '../../../resources/energy/models/stm32l4r5-int8.json' with { type: 'json' };
import stm32u575Int8 from '../../../resources/energy/models/stm32u575-int8.json' with { type: 'json' };
import stm32h7a3Int8 from '../../../resources/energy/models/stm32h7a3-int8.json' with { type: 'json' };
import ndp9120 from '../../../resources/energy/models/ndp9120.json' with { type: 'json' };
import eyeriss1 from '../../../resources/energy/models/eyeriss1.json' with { type: 'json' };
import { SpikeloomError } from '../../errors/index.ts';
import type { OptionId } from '../../message/index.ts';
import { TABLE_FILE } from '../energy-table.ts';
import { parseEnergyFile } from '../parse-energy-file.ts';
import { type EnergyModel, energyModelSchema, MODEL_FILE, type ModelOf } from './model-schema.ts';

/** All shipped models. The first is the one that a view begins with. */
export const ENERGY_MODELS: readonly EnergyModel[] = [
  fullLedger,
  paperRatio,
  memoryAware,
  lemaire,
  horowitz45Fp32,
  horowitz45Int8,
  loihi1Simulated,
  truenorthMarginal,
  odin,
  neuromc32,
  stm32l4r5Int8,
  stm32u575Int8,
  stm32h7a3Int8,
  ndp9120,
  eyeriss1,
].map((model) => energyModelSchema.parse(model));

/** The shipped model with an id. Throws `option.invalid`, with the option that names it, if there is none. */
export function energyModelNamed(id: string, option: OptionId): EnergyModel {
  const model = ENERGY_MODELS.find((one) => one.id === id);
  if (model) return model;
  const known = ENERGY_MODELS.map((one) => one.id).join(', ');
  throw new SpikeloomError('option.invalid', `There is no energy model ${id}; choose one of ${known}.`, { at: { option } });
}

const crossoverSchema = z.strictObject({
  id: z.string(),
  /** The figure that it bounds: accumulates per synapse and inference, or spikes per neuron and step. */
  metric: z.enum(['spikes-per-synapse', 'firing-rate']),
  lo: z.number().positive(),
  hi: z.number().positive(),
  about: z.string(),
  cite: z.string(),
  read: z.enum(['primary', 'secondary']),
});

/** A published activity below which a spiking network was found to need less energy than a dense one. */
export type Crossover = z.infer<typeof crossoverSchema>;

/** The published crossovers. */
export const CROSSOVERS: readonly Crossover[] = z.array(crossoverSchema).parse(crossovers);

/**
 * Reads a file of a person: an energy model, or an energy table, which becomes the full ledger with other prices. Throws
 * `option.invalid` with a sentence that names the first field that is missing or wrong.
 */
export function readEnergyFile(text: string, file: string): EnergyModel {
  if (!isTable(text)) return parseEnergyFile(text, file, MODEL_FILE);
  const table = parseEnergyFile(text, file, TABLE_FILE);
  const [ledger] = ENERGY_MODELS;
  const source = {
    id: 's1',
    cite: table.source === '' ? table.name : table.source,
    url: null,
    where: file,
    read: 'derived' as const,
  };
  return {
    ...(ledger as ModelOf<'ledger'>),
    id: 'own-table',
    name: `Full ledger, ${table.name}`,
    node_nm: null,
    supply_v: null,
    sources: [source],
    table,
  };
}

/** True for an object with the field `version`, which energy tables have and models do not. */
function isTable(text: string): boolean {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null && 'version' in json;
  } catch {
    return false;
  }
}
