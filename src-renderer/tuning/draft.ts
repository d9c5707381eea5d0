/** What a person has filled in about a search. It becomes the choices of the contract, or the sentence that says what is missing. Pure. */
import { z } from 'zod';
import type { TuningChoices } from '../../src-shared/contract/index.ts';
import type { EngineId } from '../../src-shared/engine/index.ts';
import { ENERGY_MODELS } from '../../src-shared/energy/index.ts';
import { OBJECTIVES, parseBudget } from '../../src-shared/tuning/index.ts';
import { tuningTexts as texts } from '../texts/tuning.ts';

const number = z.number().nullable().catch(null);

const draftSchema = z.object({
  /** Null until samples are chosen. */
  dataset: z.string().nullable().catch(null),
  /** Null: half of the samples. */
  holdout: z.string().nullable().catch(null),
  /** Most points of accuracy and of agreement that may be lost; null: any. */
  accuracyDrop: number,
  agreementDrop: number,
  /** Most energy over that of the float network; null: any. */
  energy: number,
  /** Whether the plan must cost less than the network in 8-bit integers. */
  belowInt8: z.boolean().catch(false),
  steps: number,
  minimise: z.enum(OBJECTIVES).catch('energy'),
  energyModel: z.string().catch('paper-ratio'),
  trials: z.int().min(1).catch(1000),
  minutes: number,
  seed: z.int().min(0).catch(1),
});

/** The fields of the form, as a person has filled them in. */
export type Draft = Readonly<z.infer<typeof draftSchema>>;

/** A first draft: at most 0.3 points lost, within ten minutes. */
const FIRST: Draft = {
  ...{ dataset: null, holdout: null, accuracyDrop: 0.3, agreementDrop: null, energy: null, belowInt8: false, steps: null },
  ...{ minimise: 'energy', energyModel: 'paper-ratio', trials: 1000, minutes: 10, seed: 1 },
};

/** The stored draft over the first one; anything that is not of its form is as if it were not there. `dataset`: the project's own samples. */
export function readDraft(stored: unknown, dataset: string | null): Draft {
  const read = draftSchema.safeParse(typeof stored === 'object' && stored !== null ? { ...FIRST, ...stored } : FIRST);
  const draft = read.success ? read.data : FIRST;
  return { ...draft, dataset: draft.dataset ?? dataset };
}

/** The choices that a draft comes to, or what is wrong with it. */
export type Reading = { readonly choices: TuningChoices } | { readonly wrong: string };

/** Reads a draft for an engine. */
export function choicesOf(draft: Draft, engine: EngineId): Reading {
  const { dataset, holdout, minimise, energyModel, trials, minutes, seed, belowInt8 } = draft;
  if (dataset === null || dataset.trim() === '') return { wrong: texts.chooseSamples };
  const model = ENERGY_MODELS.find(({ id }) => id === energyModel);
  if (belowInt8 && model?.formula === 'paper-ratio') return { wrong: texts.noInt8(model.name) };
  const budgets = budgetsOf(draft);
  if (budgets.length === 0 && minimise !== 'error') return { wrong: texts.noBudget };
  const time = minutes === null ? null : minutes * MINUTE_MS;
  return { choices: { dataset, holdout, budgets, minimise, energyModel, trials, time, seed, engine } };
}

const MINUTE_MS = 60_000;

/** The budgets as they are written: `accuracy-drop<=0.3`. */
export const budgetsOf = ({ accuracyDrop, agreementDrop, energy, belowInt8, steps }: Draft): string[] => [
  ...(accuracyDrop === null ? [] : [`accuracy-drop<=${accuracyDrop}`]),
  ...(agreementDrop === null ? [] : [`agreement-drop<=${agreementDrop}`]),
  ...(energy === null ? [] : [`energy<=${energy}`]),
  ...(belowInt8 ? ['energy<=int8'] : []),
  ...(steps === null ? [] : [`steps<=${steps}`]),
];

/** The draft that comes to these choices, for a search that is shown again. */
export function draftOf({ budgets, time, engine: _, ...choices }: TuningChoices): Draft {
  const limits = budgets.map(parseBudget);
  const limitOf = (quantity: string): number | null => {
    const found = limits.find((one) => one.quantity === quantity && typeof one.limit === 'number');
    return typeof found?.limit === 'number' ? found.limit : null;
  };
  return {
    ...choices,
    accuracyDrop: limitOf('accuracy-drop'),
    agreementDrop: limitOf('agreement-drop'),
    energy: limitOf('energy'),
    belowInt8: limits.some(({ limit }) => limit === 'int8'),
    steps: limitOf('steps'),
    minutes: time === null ? null : time / MINUTE_MS,
  };
}
