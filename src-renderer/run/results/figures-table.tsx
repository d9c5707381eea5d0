/** The figures of every step as a table: what the curves show, to read exactly. */
import { type ReactElement, useEffect, useRef } from 'react';
import type { StepFigures } from '../../../src-shared/contract/index.ts';
import { pText, type StepShares } from '../../../src-shared/results/index.ts';
import { runTexts as texts } from '../../texts/run.ts';
import { percent, points, ratio } from '../../ui/format.ts';
import { classNames } from '../../ui/index.ts';
import { interval } from './curve-parts.ts';
import { ENERGIES, type EnergyName, type RunFigures } from './step-figures.ts';

export interface FiguresTableProps {
  readonly figures: RunFigures;
  /** Intervals of the figures; null while the run goes on. */
  readonly shares: readonly StepShares[] | null;
  readonly hovered: number | null;
  readonly onHover: (index: number | null) => void;
}

const ENERGY_COLUMNS: Readonly<Record<EnergyName, readonly [short: string, long: string]>> = {
  energyRatio: [texts.columnPaper, texts.columnPaperLong],
  ledgerFloat32: [texts.columnFloat32, texts.columnFloat32Long],
  ledgerInt8: [texts.columnInt8, texts.columnInt8Long],
};

export function FiguresTable({ figures, shares, hovered, onHover }: FiguresTableProps): ReactElement {
  const { steps, annAccuracy } = figures;
  const pointed = useRef<HTMLTableRowElement>(null);
  useEffect(() => void pointed.current?.scrollIntoView({ block: 'nearest' }), [hovered]);
  return (
    <div className="run-table" tabIndex={0} role="group" aria-label={texts.tableName}>
      <table onPointerLeave={() => onHover(null)}>
        <thead>
          <tr>
            <th scope="col">{texts.columnStep}</th>
            <th scope="col">{texts.columnAccuracy}</th>
            <th scope="col" title={texts.columnIntervalLong}>
              {texts.columnInterval}
            </th>
            <th scope="col">{texts.columnChange}</th>
            <th scope="col">{texts.columnAgreement}</th>
            {ENERGIES.map((name) => (
              <th key={name} scope="col" title={ENERGY_COLUMNS[name][1]}>
                {ENERGY_COLUMNS[name][0]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {steps.map((step, index) => (
            <tr
              key={step.step}
              ref={index === hovered ? pointed : null}
              data-hovered={index === hovered || undefined}
              onPointerEnter={() => onHover(index)}
            >
              <Cells step={step} share={shares?.[index] ?? null} annAccuracy={annAccuracy} />
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{texts.floatRow}</th>
            <td>{percent(annAccuracy)}</td>
            <td />
            <td />
            <td>{percent(1)}</td>
            <td>1</td>
            <td>1</td>
            <td>1</td>
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

interface CellsProps {
  readonly step: StepFigures;
  readonly share: StepShares | null;
  readonly annAccuracy: number | null;
}

function Cells({ step, share, annAccuracy }: CellsProps): ReactElement {
  const change = step.accuracy === null || annAccuracy === null ? null : step.accuracy - annAccuracy;
  return (
    <>
      <th scope="row">{step.step}</th>
      <td>{percent(step.accuracy)}</td>
      <td>{interval(share?.accuracy ?? null)}</td>
      <td title={differenceWords(share)}>{points(change)}</td>
      <td>{percent(step.agreement)}</td>
      {ENERGIES.map((name) => (
        <td key={name} className={classNames(step[name] > 1 && 'run-dearer')}>
          {ratio(step[name])}
        </td>
      ))}
    </>
  );
}

/** What the difference to the float network is worth; nothing where the samples of the run are not kept. */
const differenceWords = (share: StepShares | null): string | undefined =>
  share?.difference
    ? texts.difference(points(share.difference.low), points(share.difference.high), pText(share.difference.p))
    : undefined;
