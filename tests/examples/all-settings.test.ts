/**
 * Every setting of resources/examples/expected.json: `npm run test:examples`, minutes. Prints the table of ACCURACY.md; if WRITE_ACCURACY is
 * set, it enters the results there.
 */
import { afterAll, expect, it } from 'vitest';
import { accuracyOf, accuracyPage, keepAccuracies } from './accuracy.ts';
import { checkSetting, type SettingResult } from './check-setting.ts';
import { exampleSettings } from './expected.ts';

const results: SettingResult[] = [];

it.each(exampleSettings())('%s, %s', async (model, setting) => {
  const result = await checkSetting(model, setting);
  results.push(result);
  expect(result.misses).toEqual([]);
});

afterAll(() => {
  const accuracies = results.map(accuracyOf);
  const own = results.flatMap(({ model, setting, ownMisses }) => ownMisses.map((miss) => `- ${model}, ${setting}: ${miss}`));
  const said = own.length === 0 ? ['With the own thresholds every bound holds too.'] : ['With the own thresholds:', ...own];
  process.stdout.write(`\n${[accuracyPage(accuracies), ...said].join('\n')}\n`);
  if (process.env.WRITE_ACCURACY !== undefined) keepAccuracies(accuracies);
});
