/** The methods of a comparison, one row each: after the chosen step, or after the last one. */
import type { ReactElement } from 'react';
import type { MethodPoint } from '../../src-shared/charts/index.ts';
import { type MethodComparison, stepsText } from '../../src-shared/tuning/index.ts';
import { methodsTexts as texts } from '../texts/methods.ts';
import { percent, points, ratio } from '../ui/format.ts';
import { VirtualList } from '../ui/index.ts';
import { intervalText, methodRows, qualityOf } from './rows.ts';

export interface MethodListProps {
  readonly comparison: MethodComparison;
  readonly chosen: MethodPoint | undefined;
  readonly onChoose: (point: MethodPoint) => void;
}

const ROW = 36;

export function MethodList({ comparison, chosen, onChoose }: MethodListProps): ReactElement {
  const { columns } = texts;
  const rows = methodRows(comparison, chosen);
  return (
    <div className="found-plan-list">
      <div className="methods-row methods-heads" aria-hidden>
        <span>{columns.method}</span>
        <span>{comparison.float.accuracy ? columns.accuracy : columns.agreement}</span>
        <span>{columns.difference}</span>
        <span>{columns.ratio}</span>
        <span>{columns.steps}</span>
      </div>
      <VirtualList
        label={texts.list}
        items={rows}
        keyOf={({ method }) => method.id}
        rowHeight={ROW}
        selected={rows.findIndex(({ method }) => method.id === chosen?.method.id)}
        onChoose={onChoose}
        follow
        render={(point) => <Row point={point} />}
      />
    </div>
  );
}

function Row({ point: { method, step } }: { readonly point: MethodPoint }): ReactElement {
  const { value, low, high } = step.difference;
  return (
    <div className="methods-row" title={step.on_front ? texts.onFront : undefined} data-front={step.on_front || undefined}>
      <Pair first={method.name} second={method.source} />
      <Pair first={percent(qualityOf(step).value)} second={intervalText(qualityOf(step))} />
      <Pair first={points(value)} second={`${points(low)} to ${points(high)}`} />
      <span>{step.energy_ratio === null ? '–' : ratio(step.energy_ratio)}</span>
      <span>{stepsText(step)}</span>
    </div>
  );
}

const Pair = ({ first, second }: { readonly first: string; readonly second: string }): ReactElement => (
  <span title={second}>
    <span>{first}</span>
    <small>{second}</small>
  </span>
);
