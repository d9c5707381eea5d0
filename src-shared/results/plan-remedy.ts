/** A remedy as data: the change of a plan that would lower the error of a layer, its sentence, and the plan after it. */
import {
  fieldOf,
  type PartialSettings,
  type Plan,
  setDefaults,
  setLayers,
  SETTINGS_FIELDS,
  withoutField,
} from '../plan/index.ts';

/** A change of a plan: settings of one layer, settings of the whole network, or another number of time steps. */
export type RemedyChange =
  | { readonly kind: 'layer'; readonly layer: string; readonly settings: PartialSettings }
  | { readonly kind: 'network'; readonly settings: PartialSettings }
  | { readonly kind: 'steps'; readonly steps: number };

/** The plan after a change. Settings of the whole network also replace what single layers set in the same fields. */
export function applyRemedy(plan: Plan, change: RemedyChange): Plan {
  if (change.kind === 'steps') return { ...plan, steps: change.steps };
  if (change.kind === 'layer') return setLayers(plan, [change.layer], change.settings);
  const fields = SETTINGS_FIELDS.filter((field) => fieldOf(change.settings, field) !== undefined);
  const layers = plan.layers.flatMap(({ key, settings }) => {
    const rest = fields.reduce(withoutField, settings);
    return Object.keys(rest).length === 0 ? [] : [{ key, settings: rest }];
  });
  return setDefaults({ ...plan, layers }, change.settings);
}

/** What a change sets, in the names of a plan’s fields: `Set neuron to mt and thresholds to 8.` */
export function remedySentence(change: RemedyChange): string {
  if (change.kind === 'steps') return `Set steps to ${change.steps}.`;
  const set = SETTINGS_FIELDS.flatMap((field) => {
    const value = fieldOf(change.settings, field);
    return value === undefined ? [] : [`${field} to ${value}`];
  });
  return `Set ${set.join(' and ')}${change.kind === 'network' ? ' for the whole network' : ''}.`;
}
