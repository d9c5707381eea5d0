/** A plan that the search found: how it is used, what it reached, and what it changes of the working plan, to be applied as one step. */
import type { ReactElement } from 'react';
import { wilson } from '../../src-shared/results/index.ts';
import type { TrialPoint } from '../../src-shared/tuning/index.ts';
import { nameOfUse, PlanToApply } from '../found-plan/index.ts';
import { tuningTexts as texts } from '../texts/tuning.ts';
import { energy, percent, ratio } from '../ui/format.ts';

/** A point of the chart as a plan with its figures. */
export function ChosenPlan({ point }: { readonly point: TrialPoint | undefined }): ReactElement {
  if (!point) return <p className="tuning-note">{texts.choose}</p>;
  const { low, high } = wilson(point.right, point.samples);
  const quality = `${percent(point.right / point.samples)} (${(100 * low).toFixed(1)}–${(100 * high).toFixed(1)})`;
  const cost = point.energyRatio === null ? energy(point.energy) : ratio(point.energyRatio);
  const use = nameOfUse(point);
  return (
    <div className="tuning-chosen">
      <p>
        {texts.useAs(use)} {point.labelled ? texts.columns.quality : texts.columns.agreement} {quality},{' '}
        {texts.columns.energy.toLowerCase()} {cost}.
      </p>
      <PlanToApply plan={point.plan} operation={point} name={use} label={texts.label(use)} />
    </div>
  );
}
