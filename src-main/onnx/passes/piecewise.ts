/** Piecewise linear functions of one value, and the arithmetic that comparisons and masks consist of. */
import type { NetworkNode, OpName, ValueId } from '../../../src-shared/network/index.ts';
import type { Graph } from './rewrite.ts';

interface Line {
  readonly slope: number;
  readonly offset: number;
}

export interface Piecewise {
  /** Ascending. */
  readonly breaks: readonly number[];
  /** One line more than breaks. */
  readonly lines: readonly Line[];
}

const constant = (offset: number): Piecewise => ({ breaks: [], lines: [{ slope: 0, offset }] });

/** Limit for the breaks: formulas of clamps are small. */
export const DEEPEST = 12;
export const MOST_NODES = 32;
const MOST_BREAKS = 8;

/** The lines of `f` between each of `breaks`, which include its own. */
function refined(f: Piecewise, breaks: readonly number[]): Line[] {
  return [-Infinity, ...breaks].map((from) => f.lines[f.breaks.filter((at) => at <= from).length]!);
}

function joined(f: Piecewise, g: Piecewise, make: (a: Line, b: Line) => Line | undefined): Piecewise | undefined {
  const breaks = [...new Set([...f.breaks, ...g.breaks])].sort((a, b) => a - b);
  if (breaks.length > MOST_BREAKS) return undefined;
  const [left, right] = [refined(f, breaks), refined(g, breaks)];
  const lines: Line[] = [];
  for (const [at, line] of left.entries()) {
    const made = make(line, right[at]!);
    if (made === undefined) return undefined;
    lines.push(made);
  }
  return simplified({ breaks, lines });
}

/** Rounds a slope to a whole number if the difference is a rounding error. */
const snapped = (slope: number): number => {
  const whole = Math.round(slope);
  return Math.abs(slope - whole) < 1e-9 ? whole + 0 : slope;
};

/** Without breaks between equal lines. */
function simplified({ breaks, lines }: Piecewise): Piecewise {
  const kept = breaks.flatMap((at, index) => {
    const [a, b] = [lines[index]!, lines[index + 1]!];
    return snapped(a.slope - b.slope) === 0 && snapped(a.offset - b.offset) === 0 ? [] : [{ at, line: b }];
  });
  return { breaks: kept.map(({ at }) => at), lines: [lines[0]!, ...kept.map(({ line }) => line)] };
}

const sum = (f: Piecewise, g: Piecewise): Piecewise | undefined =>
  joined(f, g, (a, b) => ({ slope: snapped(a.slope + b.slope), offset: a.offset + b.offset }));

/** Undefined if the product is not piecewise linear. */
const product = (f: Piecewise, g: Piecewise): Piecewise | undefined =>
  joined(f, g, (a, b) => {
    const [factor, line] = a.slope === 0 ? [a.offset, b] : [b.offset, a];
    if (a.slope !== 0 && b.slope !== 0) return undefined;
    return { slope: snapped(factor * line.slope), offset: factor * line.offset };
  });

/** 1 where f is above `at`, else 0. */
function step(f: Piecewise, at: number): Piecewise | undefined {
  const breaks: number[] = [];
  const lines: Line[] = [];
  const truth = (isAbove: boolean): Line => ({ slope: 0, offset: isAbove ? 1 : 0 });
  for (const [index, { slope, offset }] of f.lines.entries()) {
    const [from, to] = [f.breaks[index - 1] ?? -Infinity, f.breaks[index] ?? Infinity];
    if (index > 0) breaks.push(from);
    const crossing = (at - offset) / slope;
    if (slope === 0) lines.push(truth(offset > at));
    else if (crossing <= from || crossing >= to) lines.push(truth(slope > 0 === crossing <= from));
    else {
      lines.push(truth(slope < 0), truth(slope > 0));
      breaks.push(crossing);
    }
  }
  return breaks.length > MOST_BREAKS ? undefined : simplified({ breaks, lines });
}

/** The larger of f and a number. */
function atLeast(f: Piecewise, least: number): Piecewise | undefined {
  const above = sum(f, constant(-least));
  const isAbove = above && step(above, 0);
  const excess = isAbove && product(above, isAbove);
  return excess && sum(excess, constant(least));
}

const negative = (f: Piecewise): Piecewise => product(f, constant(-1))!;

function clamped(f: Piecewise, min: unknown, max: unknown): Piecewise | undefined {
  const raised = typeof min === 'number' ? atLeast(f, min) : f;
  if (raised === undefined || typeof max !== 'number') return raised;
  const lowered = atLeast(negative(raised), -max);
  return lowered && negative(lowered);
}

/**
 * A value as a piecewise linear function of `x`; undefined if it is none. Sums, products, negations, clamps and steps are taken
 * apart. `known` collects the functions of the values in between.
 */
export function piecewiseIn(
  x: ValueId,
  value: ValueId,
  graph: Graph,
  known: KnownFunctions,
  depth = DEEPEST,
): Piecewise | undefined {
  if (value === x) return { breaks: [], lines: [{ slope: 1, offset: 0 }] };
  const number = graph.numberOf(value);
  if (number !== undefined) return constant(number);
  const node = graph.producer(value);
  if (node === undefined || depth === 0 || !(node.op in ARITHMETIC)) return undefined;
  if (known.has(value) || known.size >= MOST_NODES) return known.get(value);
  known.set(value, undefined);
  const operands = node.inputs.map((input) => piecewiseIn(x, input, graph, known, depth - 1));
  const found = operands.every((operand) => operand !== undefined) ? ARITHMETIC[node.op]!(node, operands) : undefined;
  known.set(value, found);
  return found;
}

export type KnownFunctions = Map<ValueId, Piecewise | undefined>;

const ARITHMETIC: Readonly<
  Partial<Record<OpName, (node: NetworkNode, operands: readonly Piecewise[]) => Piecewise | undefined>>
> = {
  Neg: (_node, [f]) => negative(f!),
  Add: (_node, [f, g]) => sum(f!, g!),
  Mul: (_node, [f, g]) => product(f!, g!),
  // Clamps that were recovered already.
  Relu: (_node, [f]) => atLeast(f!, 0),
  Clip: ({ attributes }, [f]) => clamped(f!, attributes['min'], attributes['max']),
  Step: (node, [f]) => step(f!, node.attributes['at'] as number),
};

/** True if the function is continuous: then it does not matter whether a comparison holds at a break. */
export const isContinuous = ({ breaks, lines }: Piecewise): boolean =>
  breaks.every((at, index) => {
    const [a, b] = [lines[index]!, lines[index + 1]!].map(({ slope, offset }) => slope * at + offset) as [number, number];
    return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a));
  });
