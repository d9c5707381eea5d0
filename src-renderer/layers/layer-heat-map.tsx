/** The heat-map of layers and steps: one path for each colour, its values by pointer and by keyboard, and the layer that is pointed at anywhere. */
import { type KeyboardEvent, type MouseEvent, type ReactElement, type RefObject, useEffect, useMemo, useState } from 'react';
import type { LayerMap } from '../../src-shared/results/index.ts';
import { HEAT_STEPS } from '../../src-shared/theme/heat.ts';
import { ChartFrame, type ChartTable, closerBy, CLOSEST } from '../charts/index.ts';
import { setHovered, useHovered, useWorkbench } from '../state/index.ts';
import { layersTexts as texts } from '../texts/layers.ts';
import { energy, percent } from '../ui/format.ts';
import { useSize } from '../ui/use-size.ts';
import {
  cellAfter,
  cellAt,
  cellPaths,
  enlarged,
  type MapCell,
  type MapGeometry,
  mapGeometry,
  mapScale,
  type MapScale,
  numberedSteps,
  shortName,
} from './map-drawing.ts';

export interface LayerHeatMapProps {
  readonly map: LayerMap;
  /** Node of the graph for each row; null for a layer that the graph does not have. */
  readonly nodes: readonly (string | null)[];
  readonly onSelect: (node: string) => void;
}

function geometryOf({ rows, steps }: LayerMap, place: Parameters<typeof mapGeometry>[2], closer: number): MapGeometry {
  const whole = mapGeometry(rows.length, steps, place);
  return closer === 1 ? whole : enlarged(whole, rows.length, steps, closer);
}

export function LayerHeatMap({ map, nodes, onSelect }: LayerHeatMapProps): ReactElement {
  const [cursor, setCursor] = useState<MapCell | null>(null);
  const scale = useMemo(() => mapScale(map), [map]);
  const [place, size] = useSize<HTMLDivElement>();
  // The frame of the cells at the border needs a px.
  const fitted = useMemo(() => ({ width: Math.max(0, size.width - 1), height: size.height }), [size]);
  const [closer, setCloser] = useState(1);
  const geometry = useMemo(() => geometryOf(map, fitted, closer), [map, fitted, closer]);
  const paths = useMemo(() => cellPaths(map, scale, geometry), [map, scale, geometry]);
  const at = cursor && cursor.row < map.rows.length && cursor.step < map.steps ? cursor : null;
  const move = (next: MapCell | null): void => {
    setCursor(next);
    setHovered(next ? (nodes[next.row] ?? null) : null);
  };
  useScrollTo(place, at, geometry);
  const cellOf = (event: MouseEvent): MapCell | null => {
    const box = event.currentTarget.getBoundingClientRect();
    return cellAt(map, geometry, event.clientX - box.x, event.clientY - box.y);
  };
  const select = (cell: MapCell | null): void => {
    const node = cell && nodes[cell.row];
    if (node) onSelect(node);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const now = at ?? { row: 0, step: map.steps - 1 };
    const next = cellAfter(event.key, now, map);
    const size = closerBy(event.key, closer);
    if (size !== undefined) setCloser(size);
    else if (next) move(at ? next : now);
    else if (event.key === 'Enter') select(at);
    else return;
    event.preventDefault();
  };
  const drawn = closer === 1 ? fitted.width : geometry.width;
  return (
    <ChartFrame
      className="layers-chart"
      title={scale.log ? `${texts.mapTitles[map.figure]}, ${texts.logScale}` : texts.mapTitles[map.figure]}
      table={() => tableOf(map)}
      legend={<Legend map={map} scale={scale} cell={at} />}
      onResetZoom={closer === 1 ? undefined : () => setCloser(1)}
    >
      <div
        ref={place}
        className="layers-map"
        role="application"
        tabIndex={0}
        aria-label={`${texts.mapTitles[map.figure]}. ${texts.mapKeys}`}
        onKeyDown={onKeyDown}
        onBlur={() => move(null)}
      >
        <svg
          width={drawn}
          height={geometry.height}
          viewBox={`0 0 ${drawn} ${geometry.height}`}
          aria-hidden
          onPointerMove={(event) => move(cellOf(event))}
          onPointerLeave={() => move(null)}
          onClick={(event) => select(cellOf(event))}
          onDoubleClick={() => setCloser(closer === 1 ? CLOSEST / 2 : 1)}
        >
          <Cells paths={paths} />
          <Names map={map} nodes={nodes} left={geometry.left} top={geometry.top} row={geometry.row} />
          <StepNumbers steps={map.steps} geometry={geometry} />
          {at && (
            <rect
              className="layers-cursor"
              x={geometry.left + at.step * geometry.cell}
              y={geometry.top + at.row * geometry.row}
              width={Math.max(2, geometry.cell - 1)}
              height={geometry.row - 1}
            />
          )}
        </svg>
      </div>
    </ChartFrame>
  );
}

const StepNumbers = ({
  steps,
  geometry: { left, cell },
}: {
  readonly steps: number;
  readonly geometry: MapGeometry;
}): ReactElement => (
  <>
    {numberedSteps(steps, cell).map((t) => (
      <text key={t} className="layers-axis" x={left + (t + 0.5) * cell} y={11} textAnchor="middle">
        {t + 1}
      </text>
    ))}
  </>
);

const Cells = ({ paths }: { readonly paths: readonly string[] }): ReactElement => (
  <>
    {paths.map((d, step) => (
      <path key={step} className="layers-cells" d={d} style={{ fill: `var(--heat-${step})` }} />
    ))}
  </>
);

interface NamesProps extends Pick<LayerHeatMapProps, 'map' | 'nodes'> {
  readonly left: number;
  readonly top: number;
  readonly row: number;
}

/** The names of the rows. Those that are selected, and the one that is pointed at in any view, are marked. */
function Names({ map, nodes, left, top, row }: NamesProps): ReactElement {
  const selection = useWorkbench((state) => state.selection);
  const hovered = useHovered();
  const selected = useMemo(() => new Set(selection), [selection]);
  return (
    <>
      {map.rows.map(({ name, kind }, r) => {
        const node = nodes[r];
        const isMarked = node !== null && node !== undefined && (node === hovered || selected.has(node));
        return (
          <g
            key={`${kind} ${name}`}
            className="layers-name"
            data-hovered={(isMarked && node === hovered) || undefined}
            data-selected={(isMarked && selected.has(node)) || undefined}
          >
            {isMarked ? <rect x={0} y={top + r * row} width={Math.max(0, left - 4)} height={row - 1} /> : null}
            <text x={4} y={top + r * row + row / 2 + 3.5}>
              {shortName(name, left - 10)}
            </text>
          </g>
        );
      })}
    </>
  );
}

/** Keeps the cell that the keyboard is on in view. */
function useScrollTo(place: RefObject<HTMLDivElement | null>, cell: MapCell | null, geometry: MapGeometry): void {
  const { left, top, row } = geometry;
  const [r, step, width] = [cell?.row, cell?.step, geometry.cell];
  useEffect(() => {
    const box = place.current;
    if (!box || r === undefined || step === undefined || document.activeElement !== box) return;
    const within = (at: number, size: number, before: number, seen: number, now: number): number =>
      at - before < now ? at - before : at + size > now + seen ? at + size - seen : now;
    box.scrollTop = within(top + r * row, row, top, box.clientHeight, box.scrollTop);
    box.scrollLeft = within(left + step * width, width, left, box.clientWidth, box.scrollLeft);
  }, [place, r, step, left, top, row, width]);
}

const textOf = ({ figure }: Pick<LayerMap, 'figure'>, value: number): string =>
  figure === 'energy' ? energy(value) : percent(value, value < 0.001 && value > 0 ? 3 : 1);

function Legend({
  map,
  scale,
  cell,
}: {
  readonly map: LayerMap;
  readonly scale: MapScale;
  readonly cell: MapCell | null;
}): ReactElement {
  const row = cell && map.rows[cell.row];
  return (
    <div className="layers-legend">
      <span>{textOf(map, scale.low)}</span>
      <ol aria-hidden>
        {Array.from({ length: HEAT_STEPS }, (_, step) => (
          <li key={step} style={{ background: `var(--heat-${step})` }} />
        ))}
      </ol>
      <span>{textOf(map, scale.high)}</span>
      <output className="layers-value">
        {row ? texts.at(row.name, cell.step + 1, textOf(map, row.values[cell.step]!)) : texts.pointAt(map.steps)}
      </output>
    </div>
  );
}

/** The same as a table, a column for each step. */
function tableOf(map: LayerMap): ChartTable {
  const steps = Array.from({ length: map.steps }, (_, t) => t);
  return {
    columns: [
      { title: texts.columnLayer },
      ...steps.map((t) => ({ title: texts.columnStep(t + 1), format: (value: number) => textOf(map, value) })),
    ],
    rows: map.rows.map(({ name, values }) => [name, ...steps.map((t) => values[t] ?? null)]),
  };
}
