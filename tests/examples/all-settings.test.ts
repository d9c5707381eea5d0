/** Every setting of resources/examples/expected.json, and the tables of BENCHMARKS.md: `npm run test:examples`, minutes. */
import { afterAll, describe, expect, it } from 'vitest';
import { changedAnswers, checkSetting, type SettingResult } from './check-setting.ts';
import { exampleSettings } from './expected.ts';

const results: SettingResult[] = [];

it.each(exampleSettings())('%s, %s', async (model, setting) => {
  const result = await checkSetting(model, setting);
  results.push(result);
  expect(result.misses).toEqual([]);
});

describe('with the recorded thresholds, answers are the recorded ones but for rounding', () => {
  it.each([
    ['resnet20-cifar10', 'mt4-rate-p99.9'],
    ['resnet20-cifar10', 'mt4-differential-p99.9'],
    ['vgg-small-cifar10', 'if-differential-p99.9'],
  ])('%s, %s', async (model, setting) => {
    const changed = await changedAnswers(model, setting);
    process.stdout.write(`\n${model}, ${setting}: images of 1,000 with another answer after each step: ${changed.join(', ')}\n`);
    expect(Math.max(...changed)).toBeLessThanOrEqual(20);
  });
});

const percent = (value: number | undefined): string => (value === undefined ? '' : (100 * value).toFixed(1));

afterAll(() => {
  const steps = [1, 2, 4, 8, 16, 32];
  const rows = results.map(({ model, setting, ours, theirs, energy, seconds }) => {
    const cells = steps.map((step) => (step > ours.length ? '' : `${percent(ours[step - 1])} (${percent(theirs[step - 1])})`));
    const gap = Math.max(...ours.map((value, t) => Math.abs(value - theirs[t]!)));
    return `| ${model} | \`${setting}\` | ${cells.join(' | ')} | ${percent(gap)} | ${energy.map((value) => value.toFixed(3)).join(' / ')} | ${seconds.toFixed(1)} |`;
  });
  const head = `| network | setting | ${steps.join(' | ')} | largest gap | energy ratio | s |`;
  process.stdout.write(`\n${[head, `|${' --- |'.repeat(steps.length + 5)}`, ...rows].join('\n')}\n`);
});
