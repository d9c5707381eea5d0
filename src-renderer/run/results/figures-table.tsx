/** The figures of every step as a table: what the curves show, to read exactly. */
import { type ReactElement, useEffect, useRef } from 'react';
import type { StepFigures } from '../../../src-shared/contract/index.ts';
import { runTexts as texts } from '../../texts/run.ts';
import { percent, points, ratio } from '../../ui/format.ts';
import { classNames } from '../../ui/index.ts';
import { ENERGIES, type EnergyName, type RunFigures } from './step-figures.ts';

export interface FiguresTableProps {
  readonly figures: RunFigures;
  readonly hovered: number | null;
  readonly onHover: (index: number | null) => void;
}

const ENERGY_COLUMNS: Readonly<Record<EnergyName, readonly [short: string, long: string]>> = {
  energyRatio: [texts.columnPaper, texts.columnPaperLong],
  ledgerFloat32: [texts.columnFloat32, texts.columnFloat32Long],
  ledgerInt8: [texts.columnInt8, texts.columnInt8Long],
};

export function FiguresTable({ figures, hovered, onHover }: FiguresTableProps): ReactElement {
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
              <Cells step={step} annAccuracy={annAccuracy} />
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{texts.floatRow}</th>
            <td>{percent(annAccuracy)}</td>
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

function Cells({ step, annAccuracy }: { readonly step: StepFigures; readonly annAccuracy: number | null }): ReactElement {
  const change = step.accuracy === null || annAccuracy === null ? null : step.accuracy - annAccuracy;
  return (
    <>
      <th scope="row">{step.step}</th>
      <td>{percent(step.accuracy)}</td>
      <td>{points(change)}</td>
      <td>{percent(step.agreement)}</td>
      {ENERGIES.map((name) => (
        <td key={name} className={classNames(step[name] > 1 && 'run-dearer')}>
          {ratio(step[name])}
        </td>
      ))}
    </>
  );
}
