/** Every setting of resources/examples/expected.json, and the tables of BENCHMARKS.md: `npm run test:examples`, minutes. */
import { afterAll, expect, it } from 'vitest';
import { checkSetting, type SettingResult } from './check-setting.ts';
import { exampleSettings } from './expected.ts';

const results: SettingResult[] = [];

it.each(exampleSettings())('%s, %s', async (model, setting) => {
  const result = await checkSetting(model, setting);
  results.push(result);
  expect(result.misses).toEqual([]);
});

const STEPS = [1, 2, 4, 8, 16, 32];
const percent = (value: number | undefined): string => (value === undefined ? '' : (100 * value).toFixed(1));
const largestGap = (ours: readonly number[], theirs: readonly number[]): string =>
  percent(Math.max(...ours.map((value, t) => Math.abs(value - theirs[t]!))));

function row({ model, setting, ours, simulated, theirs, changed, energy, seconds }: SettingResult): string {
  const cells = STEPS.map((step) => (step > ours.length ? '' : `${percent(ours[step - 1])} (${percent(theirs[step - 1])})`));
  const alone = `${largestGap(simulated, theirs)} | ${Math.max(...changed)}`;
  const ratio = energy.map((value) => value.toFixed(3)).join(' / ');
  return `| ${model} | \`${setting}\` | ${cells.join(' | ')} | ${largestGap(ours, theirs)} | ${alone} | ${ratio} | ${seconds.toFixed(1)} |`;
}

afterAll(() => {
  const head = `| network | setting | ${STEPS.join(' | ')} | largest gap | recorded thresholds: largest gap | most other answers | energy ratio | s |`;
  const lines = [head, `|${' --- |'.repeat(STEPS.length + 7)}`, ...results.map(row)];
  const own = results.flatMap(({ model, setting, ownMisses }) => ownMisses.map((miss) => `- ${model}, ${setting}: ${miss}`));
  const said = own.length === 0 ? ['With the own thresholds every bound holds too.'] : ['With the own thresholds:', ...own];
  process.stdout.write(`\n${[...lines, '', ...said].join('\n')}\n`);
});
