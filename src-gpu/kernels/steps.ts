/**
 * Units that are not neurons (docs/algorithm.md §4, §8): a thread gives an entry of one step, from all steps up to it. gpu.js kernels
 * write one entry each, so that what a recurrence carries is computed again for every step.
 */
import type { ValueCoding } from '../../src-shared/spiking/index.ts';
import type { KernelText } from '../gpu-js.ts';
import { float, OWN_ROW, stepper, whole } from './grid.ts';

const PLACE = ['batch', 'parts'] as const;

/** A value that is stored once as one with all steps: the same at every step, or zero after the first. */
export const spreadKernel = (steps: number, repeats: boolean): KernelText => ({
  name: 'spread',
  source: `function (x, batch) {
    ${stepper(steps)}
    let value = x[block * batch + sample][s];
    ${repeats ? '' : 'if (t > 0.0) { value = 0.0; }'}
    return value;
  }`,
  arrays: ['x'],
  numbers: ['batch'],
  components: 1,
});

/**
 * Running estimates of what was received, each step weighed with `weights[t]`: `b + Σ w·x`, or the mean `b + Σ w·x / (t+1)`. Arrays: value,
 * constant part b of each entry, weights, 1/(t+1).
 */
export const estimateKernel = (steps: number, mean: boolean): KernelText => ({
  name: 'estimate',
  source: `function (x, b, weights, inverse, batch, parts) {
    ${stepper(steps)} ${OWN_ROW}
    let e = ${mean ? '0.0' : 'b[own][s]'};
    for (let i = 0; i < ${steps}; i++) { if (i <= t) { e = e + x[row + i * batch][s] * weights[i]; } }
    ${mean ? 'e = b[own][s] + e * inverse[t];' : ''}
    return e;
  }`,
  arrays: ['x', 'b', 'weights', 'inverse'],
  numbers: PLACE,
  components: 1,
});

/** The change to send, after which the receiver's estimate equals the function `f` of the estimate here. */
export const changeKernel = (steps: number, coding: ValueCoding): KernelText => ({
  name: 'change',
  source: `function (f, batch) {
    ${stepper(steps)}
    const now = f[at][s];
    let before = 0.0; if (t > 0.0) { before = f[at - batch][s]; }
    return ${coding === 'differential' ? '(t + 1.0) * (now - before)' : '(t + 1.0) * now - t * before'};
  }`,
  arrays: ['f'],
  numbers: ['batch'],
  components: 1,
});

/** Change of coding. Arrays: value, constant part of each entry, 1/(t+1). */
export const transcoderKernel = (steps: number, to: ValueCoding): KernelText => {
  const differential = to === 'differential';
  return {
    name: 'transcoder',
    source: `function (x, b, inverse, batch, parts) {
      ${stepper(steps)} ${OWN_ROW}
      const b0 = b[own][s]; let e = ${differential ? '0.0' : 'b0'}; let sent = 0.0;
      for (let i = 0; i < ${steps}; i++) { if (i <= t) {
        const d = x[row + i * batch][s];
        ${differential ? 'sent = d + b0 - e; e = e + sent * inverse[i];' : 'sent = d + e; e = e + d * inverse[i];'}
      } }
      return sent;
    }`,
    arrays: ['x', 'b', 'inverse'],
    numbers: PLACE,
    components: 1,
  };
};

export interface PoolForm {
  readonly steps: number;
  readonly coding: ValueCoding;
  /** Depth, height and width of a channel and of a window, which tile it. */
  readonly plane: readonly [number, number, number];
  readonly window: readonly [number, number, number];
}

/** Max pooling of the published form. Arrays: value `[T · B][entries]`, constant part, 1/(t+1). `width`: columns of the output. */
export function poolKernel({ steps, coding, plane, window }: PoolForm): KernelText {
  const differential = coding === 'differential';
  const [, height, width] = plane;
  const pooled = plane.map((size, axis) => size / window[axis]!) as unknown as PoolForm['plane'];
  const channel = plane.reduce((size, axis) => size * axis, 1);
  const offsets: number[] = [];
  for (let z = 0; z < window[0]; z++) {
    for (let y = 0; y < window[1]; y++) for (let x = 0; x < window[2]; x++) offsets.push((z * height + y) * width + x);
  }
  const each = (text: (k: number, at: string) => string): string =>
    offsets.map((offset, k) => text(k, `base + ${float(offset)}`)).join('\n');
  const source = `function (x, b, inverse, batch, parts, width) {
    ${stepper(steps)} ${OWN_ROW}
    const samples = ${whole('batch', 'parts')}; const of = ${whole('sample', 'parts')};
    const first = block * ${float(steps)} * samples + of;
    const o = part * width + s;
    const ch = ${whole('o', float(pooled[0] * pooled[1] * pooled[2]))}; const inChannel = o - ch * ${float(pooled[0] * pooled[1] * pooled[2])};
    const oz = ${whole('inChannel', float(pooled[1] * pooled[2]))}; const inPlane = inChannel - oz * ${float(pooled[1] * pooled[2])};
    const oy = ${whole('inPlane', float(pooled[2]))}; const ox = inPlane - oy * ${float(pooled[2])};
    const base = ch * ${float(channel)} + oz * ${float(window[0] * height * width)} + oy * ${float(window[1] * width)} + ox * ${float(window[2])};
    ${each((k, at) => `let v${k} = 0.0; let e${k} = ${differential ? `b[block][${at}]` : '0.0'};${differential ? '' : ` const b${k} = b[block][${at}];`}`)}
    let eout = 0.0; let sent = 0.0;
    for (let i = 0; i < ${steps}; i++) { if (i <= t) {
      ${each((k, at) =>
        differential
          ? `const x${k} = x[first + i * samples][${at}]; v${k} = v${k} + x${k} + e${k}; e${k} = e${k} + x${k} * inverse[i];`
          : `v${k} = v${k} + (x[first + i * samples][${at}] + b${k});`,
      )}
      let most = v0;
      ${each((k) => (k === 0 ? '' : `most = Math.max(most, v${k});`))}
      ${each((k) => `v${k} = v${k} - most;`)}
      ${differential ? 'sent = most - eout; eout = eout + sent * inverse[i];' : 'sent = most;'}
    } }
    return sent;
  }`;
  return { name: 'max pooling', source, arrays: ['x', 'b', 'inverse'], numbers: [...PLACE, 'width'], components: 1 };
}
