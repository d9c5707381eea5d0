/** Shares and steps in sentences about runs. */

/** A share 0…1: `80.4 %`. */
export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** The size of a difference of shares, in percentage points, without its sign: `0.4`. */
export const bare = (difference: number): string => Math.abs(100 * difference).toFixed(1);

/** The size of a difference of shares with its unit: `0.4 points`. */
export const points = (difference: number): string => `${bare(difference)} points`;

/** `1 step`, `8 steps`. */
export const stepsText = (steps: number): string => (steps === 1 ? '1 step' : `${steps} steps`);
