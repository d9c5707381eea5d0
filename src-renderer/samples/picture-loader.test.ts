/** Pictures are asked for once, together, for what is in view; what goes out of view before it comes is cancelled. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { MOST_PICTURES, type SamplePictures } from '../../src-shared/contract/index.ts';
import { SpikeloomError } from '../../src-shared/errors/index.ts';
import { pictureLoader } from './picture-loader.ts';

interface Asked {
  readonly samples: readonly number[];
  readonly signal: AbortSignal;
  readonly answer: () => void;
  readonly fail: (error: unknown) => void;
}
let asked: Asked[];
const nothing = (): void => {};
const ask = (samples: number[], signal: AbortSignal): Promise<SamplePictures> =>
  new Promise((resolve, reject) => {
    const pictures = samples.map((sample) => ({ sample, name: String(sample), picture: `${sample}`, problem: null }));
    asked.push({ samples, signal, answer: () => resolve({ pictures, notes: [] }), fail: reject });
  });
const rest = (): Promise<unknown> => vi.advanceTimersByTimeAsync(100);

beforeEach(() => {
  asked = [];
  vi.useFakeTimers();
});
afterEach(() => void vi.useRealTimers());

it('asks once for all that is wanted, and never again for what it has', async () => {
  const loader = pictureLoader({ ask });
  const tell = vi.fn();
  const leave = [3, 1, 2].map((sample) => loader.want(sample, tell));
  await rest();
  expect(asked.map(({ samples }) => samples)).toEqual([[3, 1, 2]]);
  asked[0]!.answer();
  await rest();
  expect(tell).toHaveBeenCalledTimes(3);
  expect(loader.pictureOf(1)?.picture).toBe('1');
  for (const out of leave) out();
  loader.want(2, tell);
  await rest();
  expect(asked).toHaveLength(1);
});

it('cancels a call when nothing of it is in view any more, and asks for what is', async () => {
  const loader = pictureLoader({ ask });
  const leave = [loader.want(1, nothing), loader.want(2, nothing)];
  await rest();
  leave[0]!();
  await rest();
  expect(asked[0]!.signal.aborted).toBe(false);
  leave[1]!();
  loader.want(9, nothing);
  await rest();
  expect(asked[0]!.signal.aborted).toBe(true);
  expect(asked[1]!.samples).toEqual([9]);
  asked[0]!.fail(new SpikeloomError('cancelled', 'cancelled'));
  asked[1]!.answer();
  await rest();
  expect([loader.failure(), loader.pictureOf(9)?.picture]).toEqual([null, '9']);
});

it('asks for many in several calls, one after the other', async () => {
  const loader = pictureLoader({ ask });
  for (let sample = 0; sample < MOST_PICTURES + 5; sample++) loader.want(sample, nothing);
  await rest();
  expect(asked.map(({ samples }) => samples.length)).toEqual([MOST_PICTURES]);
  asked[0]!.answer();
  await rest();
  expect(asked.map(({ samples }) => samples.length)).toEqual([MOST_PICTURES, 5]);
});

it('says why there are none, asks no more, and asks again when it is told to', async () => {
  const loader = pictureLoader({ ask });
  const tell = vi.fn();
  loader.watch(tell);
  loader.want(1, nothing);
  await rest();
  asked[0]!.fail(new SpikeloomError('dataset.not-found', 'Gone.'));
  await rest();
  expect([loader.failure()?.code, tell.mock.calls.length]).toEqual(['dataset.not-found', 1]);
  loader.want(2, nothing);
  await rest();
  expect(asked).toHaveLength(1);
  loader.retry();
  await rest();
  expect([loader.failure(), asked[1]!.samples]).toEqual([null, [1, 2]]);
});

it('keeps so many, the newest, and all that are in view; nothing after it is closed', async () => {
  const loader = pictureLoader({ ask, most: 2 });
  for (const sample of [1, 2, 3]) {
    const leave = loader.want(sample, nothing);
    await rest();
    asked.at(-1)!.answer();
    await rest();
    if (sample !== 1) leave();
  }
  expect([1, 2, 3].map((sample) => loader.pictureOf(sample)?.name)).toEqual(['1', undefined, '3']);
  loader.want(4, nothing);
  loader.close();
  await rest();
  expect(asked).toHaveLength(3);
});
