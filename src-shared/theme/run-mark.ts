/**
 * The mark of a run: its colour and shape, the same in every table and chart. The four colours can be told apart by colour-blind people;
 * with the shapes, 20 runs in a row have marks of their own.
 */
import type { ColourName } from './tokens.ts';

const COLOURS = ['accent', 'second', 'third', 'fourth'] as const satisfies readonly ColourName[];
const SHAPES = ['circle', 'square', 'triangle', 'diamond', 'cross'] as const;

/** The shape of a run's mark. */
export type RunShape = (typeof SHAPES)[number];

/** Colour and shape of a run. */
export interface RunMark {
  readonly colour: ColourName;
  readonly shape: RunShape;
}

/** The mark of the run with this number (from 1). */
export const runMark = (run: number): RunMark => ({
  colour: COLOURS[(run - 1) % COLOURS.length]!,
  shape: SHAPES[(run - 1) % SHAPES.length]!,
});

/** The outline of a shape around 0, 0 as the data of an SVG path; `size`: half of its width in px. */
export function shapePath(shape: RunShape, size: number): string {
  const [s, c] = [size, size * 0.886];
  if (shape === 'square') return `M${-c} ${-c}H${c}V${c}H${-c}Z`;
  if (shape === 'triangle') return `M0 ${-s * 1.1}L${s * 1.1} ${s * 0.8}H${-s * 1.1}Z`;
  if (shape === 'diamond') return `M0 ${-s * 1.25}L${s * 1.25} 0L0 ${s * 1.25}L${-s * 1.25} 0Z`;
  const t = s * 0.4;
  if (shape === 'cross') return `M${-t} ${-s}H${t}V${-t}H${s}V${t}H${t}V${s}H${-t}V${t}H${-s}V${-t}H${-t}Z`;
  return `M${-s} 0A${s} ${s} 0 1 1 ${s} 0A${s} ${s} 0 1 1 ${-s} 0Z`;
}
