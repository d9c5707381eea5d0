/** The settings in which two runs differ: engine, samples, calibration, and every field of the plan. */
import { diffPlans, type Plan, type PlanChange, readPlan } from '../../plan/index.ts';
import type { RunReport } from '../run-report.ts';
import type { SettingDifference } from './schema.ts';

/** The differences, those of the whole run first, then those of the plan in its order. */
export function settingDifferences(first: RunReport, second: RunReport): SettingDifference[] {
  const [a, b] = [wholeRun(first), wholeRun(second)];
  const whole = Object.keys(a).flatMap((setting) => differing(setting, a[setting] ?? null, b[setting] ?? null));
  const [before, after] = [planOf(first), planOf(second)];
  if (before && after) return [...whole, ...diffPlans(before, after).map(changed)];
  const text = ({ settings }: RunReport): string => JSON.stringify(settings.plan);
  return [...whole, ...differing('plan', text(first), text(second))];
}

function wholeRun({ model, settings }: RunReport): Record<string, string | null> {
  const { engine, numbers, steps, coding, tau, dataset, calibration } = settings;
  return {
    model: `${model.name} (${model.sha256.slice(0, 8)})`,
    engine,
    numbers: numbers ?? 'float',
    'steps of the run': String(steps),
    samples: dataset.source,
    'number of samples': String(dataset.samples),
    'calibration samples': calibration?.source ?? null,
    'number of calibration samples': calibration ? String(calibration.samples) : null,
    'calibration batch': calibration ? String(calibration.batch) : null,
    'coding of input and output': coding,
    'leak of the run': String(tau),
  };
}

const differing = (setting: string, first: string | null, second: string | null): SettingDifference[] =>
  first === second ? [] : [{ setting, first, second }];

/** The plan of a report; undefined if it is of a version that this one cannot read. */
const planOf = ({ settings }: RunReport): Plan | undefined => readPlan(JSON.stringify(settings.plan)).plan;

/** A change of the plan as a row: `layers › layer1.* › threshold › scale`. */
function changed(change: PlanChange): SettingDifference {
  if (change.kind === 'keys') return { setting: 'layers', first: listed(change.from), second: listed(change.to) };
  const { path, from, to } = change;
  const text = (value: typeof from): string | null =>
    value === undefined ? null : typeof value === 'object' ? JSON.stringify(value) : String(value);
  return { setting: path.join(' › '), first: text(from), second: text(to) };
}

const listed = (keys: readonly string[]): string | null => (keys.length === 0 ? null : keys.join(', '));
