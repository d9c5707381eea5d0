/**
 * Functions of estimates (expectation compensation and products), residual max pooling and transcoders as C: one step of
 * docs/algorithm.md §4 and §8. Values come without their constant part.
 *
 * A product is a function of two operands: x∘y/(t+1) + x∘B + A∘y, with A and B the estimates before step t, is (t+1) times the change
 * of A∘B. In rate coding the same holds with running means.
 */
import type { LoweredFunction, LoweredMaxPool, LoweredTranscoder } from '../../../src-shared/lowering/index.ts';
import type { ValueCoding } from '../../../src-shared/spiking/index.ts';
import { type Draft, type EntryTable, keptAddress, type Place } from './draft.ts';
import { inOrder, plainLoop, walkOf } from './loops.ts';

/** A value that is sent at each step: where it is, its size, and its constant part b for one sample. */
export interface Sent {
  readonly place: Place;
  readonly size: number;
  readonly constant: Float64Array | undefined;
}

/** The loop over the entries of a value with its constant part; `body` receives index and constant part. */
function withConstant(draft: Draft, { size, constant }: Sent) {
  const b: EntryTable = draft.table('constant', constant ?? new Float64Array(size));
  const walk = walkOf(draft, [inOrder(size), b.positions]);
  return {
    isZero: b.allZero,
    loop: (body: (index: string, b: string) => readonly string[]): string[] => walk((i, at) => body(i!, b.text(at!))),
  };
}

const plus = (text: string, b: string, isZero: boolean): string => (isZero ? text : `(${text} + ${b})`);

/** Memory that starts at the constant part of a value. */
function estimateOf(draft: Draft, sent: Sent): Place & { kind: 'kept' } {
  const place = draft.state(sent.size);
  const { isZero, loop } = withConstant(draft, sent);
  if (!isZero) draft.reset(loop((i, b) => [`(${keptAddress(place)})[${i}] = ${b};`]));
  return place;
}

/** A running estimate, and the memory from which it is computed: itself, or in rate coding the sum of what was received. */
export interface Estimate {
  readonly place: Place;
  readonly kept: Place;
}

/** Writes the running estimate of a value after this step. */
export function writeEstimate(draft: Draft, sent: Sent, coding: ValueCoding): () => Estimate {
  if (coding === 'differential') {
    const kept = estimateOf(draft, sent);
    return () => {
      draft.call({
        reads: [sent.place],
        about: 'running estimate: e += x / (t + 1)',
        code: (at) => [
          `const float *const x = ${at(sent.place)};`,
          `float *const e = ${keptAddress(kept)};`,
          'const float count = (float)(s->step + 1);',
          ...plainLoop(sent.size, (i) => [`e[${i}] += x[${i}] / count;`]),
        ],
      });
      return { place: kept, kept };
    };
  }
  const kept = draft.state(sent.size);
  const { isZero, loop } = withConstant(draft, sent);
  return () => {
    const mean = draft.buffer(sent.size);
    draft.call({
      reads: [sent.place],
      writes: mean,
      ...(sent.place.kind === 'buffer' ? { replaces: sent.place } : {}),
      about: 'running mean of what was received',
      code: (at) => [
        `const float *const x = ${at(sent.place)};`,
        `float *const sum = ${keptAddress(kept)};`,
        `float *const mean = ${at(mean)};`,
        'const float count = (float)(s->step + 1);',
        ...loop((i, b) => [`sum[${i}] += ${plus(`x[${i}]`, b, isZero)};`, `mean[${i}] = sum[${i}] / count;`]),
      ],
    });
    return { place: mean, kept };
  };
}

/** Writes the change that a function sends, from its present value. */
export function writeChange(draft: Draft, now: Place, size: number, coding: LoweredFunction['coding']): Place {
  const last = draft.state(size);
  const y = draft.buffer(size);
  draft.call({
    reads: [now],
    writes: y,
    ...(now.kind === 'buffer' ? { replaces: now } : {}),
    about: coding === 'differential' ? 'change: (t + 1) * (now - last)' : 'change: (t + 1) * now - t * last',
    code: (at) => [
      `const float *const now = ${at(now)};`,
      `float *const last = ${keptAddress(last)};`,
      `float *const y = ${at(y)};`,
      'const float count = (float)(s->step + 1);',
      ...plainLoop(size, (i) => [
        `const float value = now[${i}];`,
        coding === 'differential'
          ? `y[${i}] = (value - last[${i}]) * count;`
          : `y[${i}] = value * count - last[${i}] * (count - 1.0f);`,
        `last[${i}] = value;`,
      ]),
    ],
  });
  return y;
}

/** Residual max pooling: the windows tile the input, and `kept` keeps what no window has sent yet. */
export function writeMaxPool(
  draft: Draft,
  { unit, plane, window }: Pick<LoweredMaxPool, 'unit' | 'plane' | 'window'>,
  sent: Sent,
): Place {
  const kernel = draft.kernel('take_largest');
  const rate = unit.coding === 'rate';
  const [inPlane, inWindow] = [plane, window].map(([d, h, w]) => d * h * w) as [number, number];
  const size = sent.size / inWindow;
  const kept = draft.state(sent.size);
  const { isZero, loop } = withConstant(draft, sent);
  const received = rate ? undefined : estimateOf(draft, sent);
  const estimate = rate ? undefined : draft.state(size);
  const y = draft.buffer(size);
  draft.call({
    reads: [sent.place],
    writes: y,
    about: `max pooling of what was received, windows of ${window.join(' x ')}`,
    code: (at) => [
      `static const int32_t plane[3] = {${plane.join(', ')}}, window[3] = {${window.join(', ')}};`,
      `const float *const x = ${at(sent.place)};`,
      `float *const kept = ${keptAddress(kept)};`,
      `float *const y = ${at(y)};`,
      ...(received && estimate
        ? [
            `float *const e_in = ${keptAddress(received)};`,
            `float *const e_out = ${keptAddress(estimate)};`,
            'const float count = (float)(s->step + 1);',
            ...plainLoop(sent.size, (i) => [`kept[${i}] = kept[${i}] + x[${i}] + e_in[${i}];`, `e_in[${i}] += x[${i}] / count;`]),
          ]
        : loop((i, b) => [`kept[${i}] += ${plus(`x[${i}]`, b, isZero)};`])),
      `${kernel}(kept, y, ${sent.size / inPlane}, plane, window);`,
      ...(estimate ? plainLoop(size, (i) => [`y[${i}] -= e_out[${i}];`, `e_out[${i}] += y[${i}] / count;`]) : []),
    ],
  });
  return y;
}

/** A transcoder between rate and differential coding. */
export function writeTranscoder(draft: Draft, { unit }: LoweredTranscoder, sent: Sent): Place {
  const toRate = unit.coding === 'rate';
  const estimate = toRate ? estimateOf(draft, sent) : draft.state(sent.size);
  const { isZero, loop } = withConstant(draft, sent);
  const y = draft.buffer(sent.size);
  draft.call({
    reads: [sent.place],
    writes: y,
    ...(sent.place.kind === 'buffer' ? { replaces: sent.place } : {}),
    about: toRate ? 'to rate coding: x + e' : 'to differential coding: x - e',
    code: (at) => [
      `const float *const x = ${at(sent.place)};`,
      `float *const e = ${keptAddress(estimate)};`,
      `float *const y = ${at(y)};`,
      'const float count = (float)(s->step + 1);',
      ...loop((i, b) =>
        toRate
          ? [`const float value = x[${i}];`, `y[${i}] = value + e[${i}];`, `e[${i}] += value / count;`]
          : [`const float value = ${plus(`x[${i}]`, b, isZero)} - e[${i}];`, `y[${i}] = value;`, `e[${i}] += value / count;`],
      ),
    ],
  });
  return y;
}
