/** Parameters without their repetitions: as few sets as there are, and every entry finds its own. */
import { expect, test } from 'vitest';
import { blockedOrder } from './blocked-layouts.ts';
import { floatParameters, parameterSets } from './parameters.ts';
import type { ParameterSets, Parameters } from './program.ts';

const CHUNK = 32;

/** Parameters as a kernel walks their sets: a value for every entry of `[outer, length]`. */
function walked({ data, period, span }: ParameterSets, outer: number, length: number): number[] {
  const sets = period / CHUNK;
  return Array.from({ length: outer * length }, (_, at) => {
    const chunk = Math.floor((at % length) / CHUNK);
    return data[Math.floor(at / length) * period + (Math.floor(chunk / span) % sets) * CHUNK + (at % CHUNK)]!;
  });
}

/** What was stored before repetitions were left out, over `length` entries of every outer block. */
const repeated = ({ data, period }: Parameters, outer: number, length: number): number[] =>
  Array.from({ length: outer * length }, (_, at) => data[Math.floor(at / length) * period + ((at % length) % period)]!);

const blocked = { outer: 1, inner: 48 * 16, order: blockedOrder([48, 4, 4], 16) };

test.each([
  ['one value', { outer: 1, inner: 96 }, () => 3, 32, 3],
  ['one a channel, channels in front', { outer: 1, inner: 4 * 64 }, (i: number) => Math.floor(i / 64), 4 * 32, 2],
  ['one a channel, channels last', { outer: 1, inner: 10 * 64 }, (i: number) => i % 64, 2 * 32, 1],
  ['one a channel, channels in blocks of 16', blocked, (i: number) => Math.floor(i / 16), 3 * 32, 8],
  ['one a neuron', { outer: 1, inner: 96 }, (i: number) => i, 96, 1],
  ['channels that do not fill chunks', { outer: 1, inner: 3 * 20 }, (i: number) => Math.floor(i / 20), 480, 1],
  ['one a channel, in outer blocks', { outer: 2, inner: 2 * 64 }, (i: number) => Math.floor(i / 64), 2 * 32, 2],
])('%s: every entry finds its own in as few sets as there are', (_, layout, valueOf, period, span) => {
  const whole = floatParameters(layout, valueOf);
  const [sets] = parameterSets([whole]);
  expect([sets!.period, sets!.span]).toEqual([period, span]);
  const length = 2 * whole.period;
  expect(walked(sets!, layout.outer, length)).toEqual(repeated(whole, layout.outer, length));
});

test('parameters that are walked together are cut where either of them changes', () => {
  const layout = { outer: 1, inner: 4 * 64 };
  const slow = floatParameters(layout, (i) => Math.floor(i / 128));
  const fast = floatParameters(layout, (i) => Math.floor(i / 32) % 2);
  const [first, second] = parameterSets([slow, fast]);
  expect([first!.period, first!.span]).toEqual([second!.period, second!.span]);
  for (const [sets, whole] of [
    [first, slow],
    [second, fast],
  ] as const)
    expect(walked(sets!, 1, 256)).toEqual(repeated(whole, 1, 256));
});
