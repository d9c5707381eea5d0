/** A method after some steps: its figures, and what its plan changes of the working plan, to be applied as one step. */
import type { ReactElement } from 'react';
import { type MethodPoint, nameOfPoint } from '../../src-shared/charts/index.ts';
import { planText, PlanToApply } from '../found-plan/index.ts';
import { methodsTexts as texts } from '../texts/methods.ts';
import { energy, percent, points, ratio } from '../ui/format.ts';
import { intervalText, operationOf, qualityOf, useOf } from './rows.ts';

/** The figures of a point, and what its plan changes of the working plan. */
export function ChosenMethod({ point }: { readonly point: MethodPoint | undefined }): ReactElement {
  if (!point) return <p className="methods-note">{texts.choose}</p>;
  const { method, step } = point;
  const { value, low, high } = step.difference;
  const quality = qualityOf(step);
  const words = step.accuracy ? texts.right : texts.agree;
  const cost = step.energy_pj === null ? [] : [energy(step.energy_pj)];
  const figures = [
    words(percent(quality.value), intervalText(quality)),
    texts.minusFloat(points(value), points(low), points(high)),
    ...cost.map((pj) => (step.energy_ratio === null ? texts.energy(pj) : texts.ofFloat(pj, ratio(step.energy_ratio)))),
  ];
  return (
    <div className="methods-chosen">
      <p>
        <strong>{texts.label(method.name, useOf(point))}</strong>
        <br />
        {figures.join('; ')}.
      </p>
      <PlanToApply
        plan={planText(method.plan)}
        operation={operationOf(point)}
        name={nameOfPoint(point)}
        label={texts.label(method.name, useOf(point))}
      />
    </div>
  );
}
