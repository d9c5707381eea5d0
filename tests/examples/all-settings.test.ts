/** Every setting of resources/examples/expected.json, and the table of BENCHMARKS.md: `npm run test:examples`, minutes. */
import { afterAll, expect, it } from 'vitest';
import { checkSetting, exampleSettings, type SettingResult } from './check-setting.ts';

const results: SettingResult[] = [];

it.each(exampleSettings())('%s, %s', async (model, setting) => {
  const result = await checkSetting(model, setting);
  results.push(result);
  expect(result.ours.length).toBe(result.theirs.length);
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
