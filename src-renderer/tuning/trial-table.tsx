/** The plans of a search as a list, the best first: one is chosen by a click or by the arrow keys. */
import { type ReactElement, useMemo } from 'react';
import { wilson } from '../../src-shared/results/index.ts';
import { isBetterPoint, type Objective, pointKey, type TrialPoint } from '../../src-shared/tuning/index.ts';
import { nameOfUse } from '../found-plan/index.ts';
import { tuningTexts as texts } from '../texts/tuning.ts';
import { energy, percent, ratio, whole } from '../ui/format.ts';
import { VirtualList } from '../ui/index.ts';
import type { TriedPlans } from './front.ts';

export interface TrialTableProps {
  readonly tried: TriedPlans;
  readonly minimise: Objective;
  readonly chosen: TrialPoint | undefined;
  readonly onChoose: (point: TrialPoint) => void;
}

const ROW = 24;

export function TrialTable({ tried, minimise, chosen, onChoose }: TrialTableProps): ReactElement {
  const sorted = useMemo(() => sortedPoints(tried, minimise), [tried, minimise]);
  return (
    <div className="found-plan-list">
      <div className="tuning-row tuning-head-row" aria-hidden>
        <span>{texts.columns.plan}</span>
        <span>{tried.labelled ? texts.columns.quality : texts.columns.agreement}</span>
        <span>{texts.columns.energy}</span>
        <span>{texts.columns.budget}</span>
        <span>{texts.columns.samples}</span>
      </div>
      <VirtualList
        label={texts.table}
        items={sorted}
        keyOf={pointKey}
        rowHeight={ROW}
        selected={chosen ? sorted.findIndex((one) => pointKey(one) === pointKey(chosen)) : -1}
        onChoose={onChoose}
        follow
        render={(point) => <Row point={point} />}
      />
    </div>
  );
}

/** Plans that were evaluated on all samples before the others, the best first. */
function sortedPoints({ whole: all, part }: TriedPlans, minimise: Objective): readonly TrialPoint[] {
  const byObjective = (a: TrialPoint, b: TrialPoint): number =>
    isBetterPoint(minimise, a, b) ? -1 : isBetterPoint(minimise, b, a) ? 1 : 0;
  return [...all.toSorted(byObjective), ...part.toSorted((a, b) => b.samples - a.samples || byObjective(a, b))];
}

function Row({ point }: { readonly point: TrialPoint }): ReactElement {
  const { right, samples, energyRatio, energy: pj, excess } = point;
  const { low, high } = wilson(right, samples);
  return (
    <div className="tuning-row">
      <span>{nameOfUse(point)}</span>
      <span>{`${percent(right / samples)} (${(100 * low).toFixed(1)}–${(100 * high).toFixed(1)})`}</span>
      <span>{energyRatio === null ? energy(pj) : ratio(energyRatio)}</span>
      <span>{excess === 0 ? texts.met : texts.notMet}</span>
      <span>{whole(samples)}</span>
    </div>
  );
}
