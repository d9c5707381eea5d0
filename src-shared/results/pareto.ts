/** The Pareto front of runs: those that no other run beats in both cost and quality. */

/** A run in the plane of cost and quality. */
export interface ParetoPoint {
  /** Less is better. */
  readonly cost: number;
  /** More is better. */
  readonly quality: number;
}

/** The points that no other is at least as good as in both and better in one, in the order of their cost. Equal points are all in it. */
export function paretoFront<T extends ParetoPoint>(points: readonly T[]): T[] {
  const sorted = points.toSorted((a, b) => a.cost - b.cost || b.quality - a.quality);
  const front: T[] = [];
  for (const point of sorted) {
    const last = front.at(-1);
    if (!last || point.quality > last.quality || (point.quality === last.quality && point.cost === last.cost)) front.push(point);
  }
  return front;
}
