/** The energy table that is used unless another is given: 45 nm, after Horowitz (ISSCC 2014). */
import horowitz from '../../resources/energy/horowitz-45nm.json' with { type: 'json' };
import { energyTableSchema } from './energy-table.ts';
import type { EnergyTable } from './energy-table.ts';

/** The energy table that is used if a person names none. */
export const DEFAULT_TABLE: EnergyTable = energyTableSchema.parse(horowitz);
