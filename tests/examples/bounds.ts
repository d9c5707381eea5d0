/** What resources/examples/README.md allows: early steps are chaotic, rounding alone moves top-1 by about as much. */

/** Images by which top-1 may differ after step `t + 1`, of `images`: 1.5 points at the first two steps, 1 point afterwards. */
export const topBound = (t: number, images: number): number => Math.round((t < 2 ? 0.015 : 0.01) * images);
