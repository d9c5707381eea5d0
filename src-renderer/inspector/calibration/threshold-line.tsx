/**
 * The threshold as a line to take hold of: dragged with the pointer, or moved with the arrow keys while it has the focus. Nothing is
 * committed before the pointer or the key is let go; Escape puts it back.
 */
import { type KeyboardEvent, type PointerEvent, type ReactElement, useRef } from 'react';
import { inspectorTexts as texts } from '../../texts/inspector.ts';
import { threshold } from '../../ui/format.ts';

export interface ThresholdLineProps {
  readonly theta: number;
  readonly x: (value: number) => number;
  readonly value: (px: number) => number;
  /** Left and right end of the axis in px. */
  readonly bounds: readonly [number, number];
  readonly top: number;
  readonly bottom: number;
  /** How far an arrow key goes, in units of the activations. */
  readonly step: number;
  readonly text: (theta: number) => string;
  readonly disabled: boolean;
  /** While it moves; null where it was put back. */
  readonly onPreview: (theta: number | null) => void;
  readonly onCommit: (theta: number) => void;
}

const HANDLE = 5;
const GRIP = 16;

export function ThresholdLine(props: ThresholdLineProps): ReactElement {
  const { theta, x, value, bounds, top, bottom, step, text, disabled, onPreview, onCommit } = props;
  /** θ while it is moved; undefined otherwise. */
  const moved = useRef<number>(undefined);
  const line = useRef<SVGGElement>(null);
  const at = Math.max(bounds[0], Math.min(bounds[1], x(theta)));

  const move = (to: number): void => {
    // Three significant digits are what a threshold needs, and what its text then shows.
    moved.current = Number(Math.max(to, step / 10).toPrecision(3));
    onPreview(moved.current);
  };
  const finish = (): void => {
    if (moved.current === undefined) return;
    const to = moved.current;
    moved.current = undefined;
    onCommit(to);
  };
  const putBack = (): void => {
    if (moved.current === undefined) return;
    moved.current = undefined;
    onPreview(null);
  };
  const drag = (event: PointerEvent<SVGGElement>): void => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const left = event.currentTarget.ownerSVGElement!.getBoundingClientRect().left;
    move(value(Math.max(bounds[0] + 1, Math.min(bounds[1], event.clientX - left))));
  };
  const press = (event: KeyboardEvent): void => {
    const far = event.shiftKey ? 10 : 1;
    const by = ({ ArrowRight: far, ArrowUp: far, ArrowLeft: -far, ArrowDown: -far, PageUp: 10, PageDown: -10 } as const)[
      event.key as 'ArrowRight'
    ];
    if (event.key === 'Escape') putBack();
    if (by === undefined || disabled) return;
    event.preventDefault();
    move((moved.current ?? theta) + by * step);
  };
  return (
    <g
      ref={line}
      className="inspector-theta"
      role="slider"
      tabIndex={disabled ? -1 : 0}
      aria-label={texts.thresholdName}
      aria-orientation="horizontal"
      aria-valuemin={0}
      aria-valuemax={Math.max(theta, value(bounds[1]))}
      aria-valuenow={theta}
      aria-valuetext={text(theta)}
      aria-disabled={disabled || undefined}
      onPointerDown={(event) => {
        if (disabled || event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        event.currentTarget.focus();
        event.preventDefault();
      }}
      onPointerMove={drag}
      onPointerUp={finish}
      onPointerCancel={putBack}
      onKeyDown={press}
      onKeyUp={finish}
      onBlur={finish}
    >
      <rect className="inspector-theta-grip" x={at - GRIP / 2} y={top - 12} width={GRIP} height={bottom - top + 12} />
      <line x1={at} x2={at} y1={top - 4} y2={bottom} />
      <circle cx={at} cy={top - 4} r={HANDLE} />
      <text
        x={at > (bounds[0] + bounds[1]) / 2 ? at - 10 : at + 10}
        y={top - 5}
        textAnchor={at > (bounds[0] + bounds[1]) / 2 ? 'end' : 'start'}
      >
        {texts.theta(threshold(theta))}
      </text>
    </g>
  );
}
