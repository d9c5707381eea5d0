/**
 * The place of a thread in the values of a kernel. A value lies as `[outer, T · batch, columns]`: `batch` counts the samples of a step, each cut into `parts`
 * rows if a sample is wider than a device has threads along an axis. Numbers are float32 in kernels, exact below 2²⁴; quotients of whole
 * numbers are taken half a unit off the edge, so that a division that is a few units in the last place off gives the same whole number.
 */

/** `value` divided by `by`, rounded down. */
export const whole = (value: string, by: string): string => `Math.floor((${value} + 0.5) / ${by})`;

/** A thread walks all steps of an entry: `row` is that of its first step, the one of step t is `row + t * batch`. */
export const walker = (steps: number): string => `
  const s = this.thread.x; const r = this.thread.y;
  const block = ${whole('r', 'batch')}; const sample = r - block * batch;
  const row = block * ${steps}.0 * batch + sample;`;

/** A thread gives an entry of one step `t`. */
export const stepper = (steps: number): string => `
  const s = this.thread.x; const at = this.thread.y;
  const block = ${whole('at', `(${steps}.0 * batch)`)}; const inBlock = at - block * ${steps}.0 * batch;
  const t = ${whole('inBlock', 'batch')}; const sample = inBlock - t * batch; const row = at - t * batch;`;

/** Row of parameters that every entry of a sample has its own of: `own`. */
export const OWN_ROW = `
  const part = sample - ${whole('sample', 'parts')} * parts; const own = block * parts + part;`;

/** Column of parameters that sets of entries share: `set`. Needs OWN_ROW. */
export const SET_COLUMN = `
  const group = ${whole('(part * width + s)', 'span')}; const set = group - ${whole('group', 'sets')} * sets;`;

/** A whole or other number as a float of the kernels' language. */
export const float = (value: number): string => (Number.isInteger(value) && Math.abs(value) < 1e15 ? `${value}.0` : `${value}`);
