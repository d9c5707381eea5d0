/** All edges in the window, as one picture below the nodes. They are many and plain: one element each, without a component. */
import { memo, type ReactElement, useMemo } from 'react';
import { graphTexts } from '../../texts/graph.ts';
import { classNames } from '../../ui/class-names.ts';
import type { Derived } from '../derived.ts';
import type { Transcoder } from '../model/codings.ts';
import { itemOf, nodesOf } from '../model/item.ts';
import { type Scene, useGraphView } from '../state/view-store.ts';
import { type EdgeShape, edgeShapes } from './edge-shapes.ts';

export const EdgeLayer = memo(function EdgeLayer({
  scene,
  derived,
}: {
  readonly scene: Scene;
  readonly derived: Derived;
}): ReactElement {
  const detail = useGraphView((view) => view.detail);
  const window = useGraphView((view) => view.window);
  const focus = useGraphView((view) => view.focus);
  const shapes = useMemo(() => (detail === 'far' ? [] : edgeShapes(scene, derived, window)), [scene, derived, window, detail]);
  const near = focus === null || !scene.tree.items.has(focus) ? [] : nodesOf(itemOf(scene.tree, focus));
  const touches = ({ from, to }: EdgeShape): boolean =>
    near.length > 0 && near.length <= MOST_LIT && near.some((node) => from.has(node) || to.has(node));
  return (
    <svg className="graph-edges" role="presentation">
      <defs>
        <marker
          id="graph-arrow"
          viewBox="0 0 6 6"
          refX="5.5"
          refY="3"
          markerWidth="6"
          markerHeight="6"
          markerUnits="userSpaceOnUse"
          orient="auto"
        >
          <path d="M0 0.5L5.5 3L0 5.5Z" fill="context-stroke" />
        </marker>
      </defs>
      {shapes.map((shape) => (
        <path
          key={shape.id}
          d={shape.d}
          className={classNames('graph-edge', `graph-coding-${shape.coding}`, touches(shape) && 'graph-edge-lit')}
          {...(shape.ends ? { markerEnd: 'url(#graph-arrow)' } : {})}
        />
      ))}
      {shapes.map(({ id, label, count }) =>
        label ? (
          <text key={id} x={label.at[0]} y={label.at[1]} className="graph-edge-label">
            {count > 1 ? `${label.text} · ${graphTexts.edgeCount(count)}` : label.text}
          </text>
        ) : null,
      )}
      {shapes.map(({ id, transcoders, middle }) =>
        transcoders.length > 0 ? <TranscoderMark key={id} transcoders={transcoders} x={middle[0]} y={middle[1]} /> : null,
      )}
    </svg>
  );
});

/** Edges of a module with more operators than this are not lit: it would be all of them. */
const MOST_LIT = 400;

interface TranscoderMarkProps {
  readonly transcoders: readonly Transcoder[];
  readonly x: number;
  readonly y: number;
}

function TranscoderMark({ transcoders, x, y }: TranscoderMarkProps): ReactElement {
  const [{ from, to, node }] = transcoders as [Transcoder];
  const words =
    transcoders.length === 1 ? graphTexts.transcoderTip(from, to, node) : graphTexts.transcodersTip(transcoders.length, from, to);
  return (
    <g className="graph-transcoder" role="img" aria-label={words} transform={`translate(${x} ${y})`}>
      <title>{words}</title>
      <circle r="9" />
      <path d="M-5 -2H4M1.5 -4.5L4 -2M5 2H-4M-1.5 4.5L-4 2" />
    </g>
  );
}
