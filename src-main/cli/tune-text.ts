/** Prints the result of tuning for people: what was found, a table of plans on the hold-out, the reasons, and notes. */
import { numberFormat, significant } from '../../src-shared/format/index.ts';
import { baselineKinds, type PlanResult, type TuneResult, type TuningForecast } from '../../src-shared/tuning/index.ts';
import { versusTexts, wayOf } from '../services/tune/tuning-text.ts';
import { formatNotes, formatTable } from './table.ts';
import { percent } from './words.ts';

const { energy, bytes, whole } = numberFormat(' ');
const NONE = '–';

/** The text of a result. `project`: its path. */
export function tuneText(project: string, result: TuneResult): string {
  const { best, nearest, budget, minimise, energy_model: model, trials, versus, reasons, version, notes } = result;
  const found = (best ?? nearest)!;
  const goal = budget.length === 0 ? '' : ` within ${budget.join(', ')}`;
  const head = best
    ? `Best of ${trials} plans for the least ${minimise}${goal} (energy model ${model}): ${wayOf(best)}.`
    : `None of ${trials} plans meets ${budget.join(', ')} (energy model ${model}). The nearest one: ${wayOf(found)}.`;
  const kinds = baselineKinds(result.baselines);
  const rows = [
    [best ? 'best' : 'nearest', found] as const,
    ...result.baselines.map((one, i) => [`best ${kinds[i]!}`, one] as const),
    ...result.front.map((one, i) => [`front ${i + 1}`, one] as const),
  ];
  const changes =
    reasons.length === 0
      ? 'One setting for all layers.'
      : `Changes against the best uniform plan\n${reasons.map((one) => `· ${one}`).join('\n')}`;
  const saved = version === null ? 'Nothing was saved.' : `Saved as version ${version} of ${project}.`;
  return [
    head,
    table(rows, model),
    ...(versus.length === 0
      ? []
      : [
          versusTexts(versus)
            .map((one) => `· ${one}`)
            .join('\n'),
        ]),
    changes,
    `${saved}${formatNotes(notes)}`,
  ].join('\n\n');
}

function table(rows: readonly (readonly [name: string, result: PlanResult])[], model: string): string {
  const right = { align: 'right' } as const;
  const share = (value: number | null): string => (value === null ? NONE : significant(value));
  const columns = ['right %', '95 % interval', 'agree %', 'steps', '/ float32', '/ int8', 'energy', 'right %, tuning', 'budget'];
  return `On the hold-out of ${rows[0]![1].holdout.samples} samples\n${formatTable(
    [{ title: 'plan' }, ...columns.map((title) => ({ title, ...right })), { title: 'use' }],
    rows.map(([name, one]) => {
      const { holdout, tune } = one;
      const [low, high] = holdout.interval;
      const pj = holdout.energy[model];
      return [
        name,
        holdout.accuracy === null ? NONE : percent(holdout.accuracy),
        `${percent(low)} to ${percent(high)}`,
        percent(holdout.agreement),
        significant(holdout.mean_steps),
        share(holdout.energy_ratio),
        share(holdout.int8_ratio),
        pj === null || pj === undefined ? NONE : energy(pj),
        tune.accuracy === null ? NONE : percent(tune.accuracy),
        holdout.meets_budget ? 'met' : 'not met',
        wayOf(one),
      ];
    }),
  )}`;
}

/** The text of a forecast. */
export function forecastText({ trials, ms, complete, memory, measuredMs, samples, notes }: TuningForecast): string {
  const end = complete ? 'it would have tried everything' : 'its limits end it';
  return `About ${whole(trials)} plans in ${minutes(ms)}, when ${end}; at most ${bytes(memory)} of memory.\nMeasured in ${minutes(measuredMs)} on ${samples} samples of the plans that it begins with.${formatNotes(notes)}`;
}

const minutes = (ms: number): string => (ms < 90_000 ? `${Math.ceil(ms / 1000)} s` : `${(ms / 60_000).toFixed(1)} min`);
