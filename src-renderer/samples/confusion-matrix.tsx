/** A confusion matrix as a grid: one stop of the Tab key, in which arrows choose a cell and Enter shows its samples. */
import { type KeyboardEvent, type ReactElement, useEffect, useId, useMemo, useRef, useState } from 'react';
import type { Confusion, ConfusionOf } from '../../src-shared/results/index.ts';
import { samplesTexts as texts } from '../texts/samples.ts';
import { closerBy } from '../charts/index.ts';
import { whole } from '../ui/format.ts';
import { classNames } from '../ui/index.ts';
import { type NameOf, signed } from './class-names.ts';

/** With more classes, cells are too small for numbers. */
const MOST_WITH_NUMBERS = 16;

export interface ConfusionMatrixProps {
  readonly confusion: Confusion;
  readonly of: ConfusionOf;
  readonly nameOf: NameOf;
  readonly chosen: readonly [label: number, answer: number] | null;
  /** Times as large as cells are at first: 1 to `CLOSEST`. */
  readonly closer: number;
  readonly onCloser: (closer: number) => void;
  readonly onChoose: (label: number, answer: number) => void;
}

export function ConfusionMatrix({
  confusion,
  of,
  nameOf,
  chosen,
  closer,
  onCloser,
  onChoose,
}: ConfusionMatrixProps): ReactElement {
  const { classes } = confusion;
  const id = useId();
  const [[label, answer], setActive] = useState<readonly [number, number]>([0, 0]);
  const grid = useRef<HTMLTableElement>(null);
  useEffect(() => {
    if (document.activeElement !== grid.current) return;
    grid.current?.querySelector('.samples-cell-active')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [label, answer]);
  const press = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const to = destinationOf(event.key, label, answer, classes);
    const size = closerBy(event.key, closer);
    if (to) setActive(to);
    else if (size !== undefined) onCloser(size);
    else if (event.key === 'Enter' || event.key === ' ') onChoose(label, answer);
    else return;
    event.preventDefault();
  };
  const take = (event: { readonly target: EventTarget }, use: (label: number, answer: number) => void): void => {
    const cell = event.target instanceof Element ? event.target.closest('td') : null;
    if (cell) use((cell.parentElement as HTMLTableRowElement).rowIndex - 1, cell.cellIndex - 1);
  };
  const at = label * classes + answer;
  return (
    <>
      <div
        className="samples-matrix"
        data-small={classes > MOST_WITH_NUMBERS || undefined}
        style={{ '--closer': closer } as object}
        onDoubleClick={() => onCloser(closer === 1 ? 2 : 1)}
      >
        <table
          ref={grid}
          role="grid"
          tabIndex={0}
          aria-label={texts.matrix(texts.confusions[of])}
          aria-description={texts.cellKeys}
          aria-activedescendant={`${id}-${label}-${answer}`}
          onKeyDown={press}
          onPointerOver={(event) => take(event, (row, column) => setActive([row, column]))}
          onClick={(event) => take(event, onChoose)}
        >
          <Cells {...{ confusion, of, nameOf, id, label, answer, chosen, closer }} />
        </table>
      </div>
      <p className="samples-note samples-cell-about" role="status">
        {texts.cell(
          nameOf(label),
          nameOf(answer),
          whole(confusion.float[at]!),
          whole(confusion.spiking[at]!),
          signed(confusion.difference[at]!),
        )}
      </p>
    </>
  );
}

interface CellsProps extends Omit<ConfusionMatrixProps, 'onChoose' | 'onCloser'> {
  readonly id: string;
  readonly label: number;
  readonly answer: number;
}

function Cells({ confusion, of, nameOf, id, label, answer, chosen, closer }: CellsProps): ReactElement {
  const { classes } = confusion;
  const values = confusion[of];
  const most = useMemo(() => largest(values, classes, of), [values, classes, of]);
  const isSmall = classes > MOST_WITH_NUMBERS && closer === 1;
  const all = Array.from({ length: classes }, (_, index) => index);
  return (
    <>
      <thead>
        <tr>
          <td aria-hidden />
          {all.map((column) => (
            <th key={column} scope="col" title={nameOf(column)} data-active={column === answer || undefined}>
              <span>{nameOf(column)}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {all.map((row) => (
          <tr key={row}>
            <th scope="row" title={nameOf(row)} data-active={row === label || undefined}>
              {nameOf(row)}
            </th>
            {all.map((column) => {
              const value = values[row * classes + column]!;
              const text = of === 'difference' ? signed(value) : whole(value);
              return (
                <td
                  key={column}
                  id={`${id}-${row}-${column}`}
                  aria-selected={chosen !== null && chosen[0] === row && chosen[1] === column}
                  aria-label={isSmall ? text : undefined}
                  className={classNames(row === label && column === answer && 'samples-cell-active')}
                  data-sign={of === 'difference' && value < 0 ? 'less' : undefined}
                  data-right={row === column || undefined}
                  style={{ '--share': Math.min(1, Math.abs(value) / most[row === column ? 'right' : 'wrong']) } as object}
                >
                  {isSmall || value === 0 ? '' : text}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </>
  );
}

/** The largest value on the diagonal and beside it: right answers are so many more that wrong ones would all look alike. */
function largest(values: Int32Array, classes: number, of: ConfusionOf): { readonly right: number; readonly wrong: number } {
  let [right, wrong] = [1, 1];
  values.forEach((value, at) => {
    if (Math.floor(at / classes) === at % classes) right = Math.max(right, Math.abs(value));
    else wrong = Math.max(wrong, Math.abs(value));
  });
  return of === 'difference' ? { right: Math.max(right, wrong), wrong: Math.max(right, wrong) } : { right, wrong };
}

/** The cell that a key leads to; undefined for a key that leads nowhere. */
function destinationOf(key: string, label: number, answer: number, classes: number): readonly [number, number] | undefined {
  const inside = (value: number): number => Math.max(0, Math.min(classes - 1, value));
  if (key === 'ArrowUp') return [inside(label - 1), answer];
  if (key === 'ArrowDown') return [inside(label + 1), answer];
  if (key === 'ArrowLeft') return [label, inside(answer - 1)];
  if (key === 'ArrowRight') return [label, inside(answer + 1)];
  if (key === 'Home') return [label, 0];
  if (key === 'End') return [label, classes - 1];
  if (key === 'PageUp') return [0, answer];
  if (key === 'PageDown') return [classes - 1, answer];
  return undefined;
}
