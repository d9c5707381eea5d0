/**
 * The table by which a search changes layers: what every change of one layer does to the energy and to the divergence of the answers. Plans
 * that change many layers at once follow from it, so that they need not be found one layer at a time.
 */
import { formatPlan, type Plan } from '../plan/index.ts';
import { changed, type Move, TABLE_MOVES } from './moves.ts';
import { firstBatches } from './figures.ts';
import { type Operation, pointAt, type Point } from './points.ts';
import { type Incumbent, rungsOf, type SearchState, type Steps, upTo } from './trials.ts';

/** A change of some layers, and what it does to the plan on the same samples. */
export interface TableRow {
  readonly layers: readonly string[];
  readonly move: Move;
  /** Change of the energy, as a part of the plan's. */
  readonly energy: number;
  /** Change of the mean Kullback-Leibler divergence from the float network's softmax, in nats. */
  readonly divergence: number;
  /** Change of the shares of answers that are the float network's, and that are right. */
  readonly agreement: number;
  readonly accuracy: number;
}

/** Rows of a table at most. With more layers than that, neighbours are changed together; with more than a fifth of it, fewer moves are tried. */
const MOST_ROWS = 120;
/** Plans that are made of a table. */
const PLANS = 12;
/** A smaller change of energy, as a part of it, or of divergence, in nats, is none. */
const NONE = 1e-4;

/** Measures the table of a plan on the first batches. `free`: the layers that may be changed, in the order of the network. */
export function* sensitivityTable(
  state: SearchState,
  { plan, figures, point }: Incumbent,
  free: readonly string[],
): Steps<TableRow[]> {
  const size = Math.ceil(free.length / MOST_ROWS);
  const groups = Array.from({ length: Math.ceil(free.length / size) }, (_, i) => free.slice(i * size, (i + 1) * size));
  const used = TABLE_MOVES.slice(0, Math.max(1, Math.floor(MOST_ROWS / groups.length)));
  const changes = groups.flatMap((layers) =>
    used.flatMap((move) => {
      const other = changed(state.subject, plan, layers, move);
      return other ? [{ layers, move, plan: other }] : [];
    }),
  );
  const count = rungsOf(state.batches)[0]!;
  const plans = changes.map((one) => one.plan);
  const trials = yield* upTo(state, plans, count, { family: 'layers', base: plan });
  const base = firstBatches(figures, count);
  const before = { point: pointAt(base, point.operation), divergence: divergenceAt(base, point.operation) };
  return changes.map(({ layers, move }, i): TableRow => {
    const own = trials[i]!;
    const after = pointAt(own, point.operation);
    const change = (of: (point: Point) => number): number => (of(after) - of(before.point)) / after.samples;
    return {
      layers,
      move,
      energy: before.point.energy === 0 ? 0 : after.energy / before.point.energy - 1,
      divergence: divergenceAt(own, point.operation) - before.divergence,
      agreement: change(({ agree }) => agree),
      accuracy: change(({ right }) => right),
    };
  });
}

/** Mean divergence after the last step of an operation. */
function divergenceAt({ batches }: Incumbent['figures'], { steps }: Operation): number {
  const samples = batches.reduce((sum, batch) => sum + batch.samples, 0);
  return batches.reduce((sum, batch) => sum + batch.samples * batch.divergence[steps - 1]!, 0) / samples;
}

/**
 * Plans that follow from a table. If effects add up, the plan of the least energy for any divergence is that in which every layer has the
 * change with the least energy + λ · divergence, for some λ. The plans are those of λ = 0, of some λ between those at which a layer's choice
 * may change, and of one above all of these. Every second one has only the quarter of its changes that
 * gains most, since the effects of many add up badly.
 */
export function plansFrom({ subject }: SearchState, plan: Plan, rows: readonly TableRow[]): Plan[] {
  const groups = Map.groupBy(rows, ({ layers }) => layers[0]!);
  const prices = rows
    .filter(({ energy, divergence }) => energy * divergence < 0 && Math.abs(divergence) > NONE)
    .map(({ energy, divergence }) => -energy / divergence)
    .sort((a, b) => a - b);
  const between = prices.slice(1).map((price, i) => Math.sqrt(price * prices[i]!));
  const chosen = [0, ...spread(between, PLANS - 2), 10 * (prices.at(-1) ?? 0)];
  const plans = chosen.map((price, i) => {
    const scoreOf = ({ energy, divergence }: TableRow): number => energy + price * divergence;
    const best = [...groups.values()]
      .map((own) => own.reduce((least, row) => (scoreOf(row) < scoreOf(least) ? row : least)))
      .filter((row) => scoreOf(row) <= -NONE)
      .sort((a, b) => scoreOf(a) - scoreOf(b));
    const used = i % 2 === 0 ? best : best.slice(0, Math.ceil(best.length / 4));
    return used.reduce((now, { layers, move }) => changed(subject, now, layers, move) ?? now, plan);
  });
  return [...new Map(plans.filter((one) => one !== plan).map((one) => [formatPlan(one), one])).values()];
}

/** At most `most` of ascending values, at even distances in their order. */
function spread(values: readonly number[], most: number): number[] {
  if (values.length <= most) return [...values];
  return Array.from({ length: most }, (_, i) => values[Math.round(((i + 0.5) / most) * values.length - 0.5)]!);
}

/** The layers in the order of what one of their changes gains: those first that save most energy for each nat, or cost least for it. */
export function rankedLayers(rows: readonly TableRow[]): string[] {
  const score = ({ energy, divergence }: TableRow): number => -energy / (Math.max(0, divergence) + NONE);
  return [...new Set(rows.toSorted((a, b) => score(b) - score(a)).flatMap(({ layers }) => layers))];
}
