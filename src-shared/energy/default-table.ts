/** The energy table that is used if the user gives no other: 45 nm, after Horowitz (ISSCC 2014). */
import horowitz from '../../resources/energy/horowitz-45nm.json' with { type: 'json' };
import { energyTableSchema } from './energy-table.ts';
import type { EnergyTable } from './energy-table.ts';

/** The energy table of resources/energy/horowitz-45nm.json. */
export const DEFAULT_TABLE: EnergyTable = energyTableSchema.parse(horowitz);
