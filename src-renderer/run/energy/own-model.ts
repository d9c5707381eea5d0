/** The model that the energy view shows: a shipped one, or the person's own, which the layout keeps as text. */
import { z } from 'zod';
import { DEFAULT_TABLE, ENERGY_MODELS, type EnergyModel, readEnergyFile } from '../../../src-shared/energy/index.ts';
import { energyTexts as texts } from '../../texts/energy.ts';

const layoutSchema = z.object({
  /** Id of a shipped model, or `OWN`. */
  model: z.string().catch(''),
  table: z.boolean().catch(false),
  own: z.string().nullable().catch(null),
});

/** What the layout remembers of the view. */
export type EnergyLayout = z.infer<typeof layoutSchema>;

/** The choice that stands for the person's own table. */
export const OWN = 'own table';

/** The stored layout; anything that is not of this form is as if it were not there. */
export const readEnergyLayout = (stored: unknown): EnergyLayout =>
  layoutSchema.safeParse(stored).data ?? { model: '', table: false, own: null };

/** The person's own model; undefined without one, or if another version of the program wrote it. */
export function ownModel(text: string | null): EnergyModel | undefined {
  if (text === null) return undefined;
  try {
    return readEnergyFile(text, texts.ownName);
  } catch {
    return undefined;
  }
}

/** The chosen model; the first one if the choice is not known. */
export const chosenModel = (choice: string, own: EnergyModel | undefined): EnergyModel =>
  choice === OWN && own ? own : (ENERGY_MODELS.find(({ id }) => id === choice) ?? ENERGY_MODELS[0]!);

/** A model as text to be changed; the ledger's with its table, which shipped models leave out. */
export const editableText = (model: EnergyModel): string =>
  JSON.stringify(model.formula === 'ledger' ? { ...model, table: model.table ?? DEFAULT_TABLE } : model, null, 2);
