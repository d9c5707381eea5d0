/** A chart beside the table of its figures. The row of the point under the pointer, and that of the plan's choice, are marked in both. */
import { type ReactElement, type ReactNode, useEffect, useRef, useState } from 'react';
import { Chart } from '../../charts/index.ts';
import type { CurvePart } from './curve-parts.ts';
import { curveWords } from './words.ts';

export interface PartViewProps {
  readonly part: CurvePart;
  /** Name of the table. */
  readonly table: string;
  /** Titles of the columns, with what they stand for in full. */
  readonly columns: readonly (readonly [short: string, long: string])[];
  /** Controls above the table. */
  readonly children?: ReactNode;
}

export function PartView({ part, table, columns, children }: PartViewProps): ReactElement {
  const [hovered, setHovered] = useState<number | null>(null);
  const pointed = useRef<HTMLTableRowElement>(null);
  useEffect(() => void pointed.current?.scrollIntoView({ block: 'nearest' }), [hovered]);
  const { title, about, plot } = part.chart;
  // Another choice may have fewer points.
  const at = hovered !== null && hovered < part.rows.length ? hovered : null;
  return (
    <>
      <Chart
        className="run-chart"
        title={title}
        about={about}
        plot={plot}
        summary={curveWords(title, plot)}
        hover={{ index: at, onIndex: setHovered }}
      />
      <div className="run-part">
        {children}
        <div className="run-table" tabIndex={0} role="group" aria-label={table}>
          <table onPointerLeave={() => setHovered(null)}>
            <thead>
              <tr>
                {columns.map(([short, long]) => (
                  <th key={short} scope="col" title={long}>
                    {short}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {part.rows.map(([first, ...cells], index) => (
                <tr
                  key={first}
                  ref={index === at ? pointed : null}
                  data-hovered={index === at || undefined}
                  aria-current={index === part.current || undefined}
                  onPointerEnter={() => setHovered(index)}
                >
                  <th scope="row">{first}</th>
                  {cells.map((cell, column) => (
                    <td key={columns[column + 1]![0]}>{cell}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </div>
    </>
  );
}
