/**
 * The search for a plan within a budget in the window: started, paused, taken up again, looked at, and its plan applied and undone; then what it
 * found among published methods.
 */
import { join } from 'node:path';
import { EXAMPLES } from './support/files.ts';
import { look } from './support/looks.ts';
import { expect, test } from './support/test.ts';
import { openProject, panel, PATIENCE, tab } from './support/workbench.ts';

const SAMPLES = `${join(EXAMPLES, 'cifar10', 'test')}@0:24`;

test('a search is paused and taken up again; a point of its chart is a plan, which is applied and undone', async ({
  page,
  host,
  example,
}) => {
  test.setTimeout(600_000);
  await openProject(page, host, example);
  await tab(page, 'Tuning').click();
  const view = panel(page, 'Tuning');
  await expect(view.getByText('No search yet')).toBeVisible(PATIENCE);
  await look(page, 'tuning-empty');

  await test.step('what to search for', async () => {
    for (const [field, value] of [
      ['Accuracy', '10'],
      ['Steps', '2'],
      ['Plans', '20'],
      ['Samples', SAMPLES],
    ] as const) {
      await view.getByRole('textbox', { name: field, exact: true }).fill(value);
      await page.keyboard.press('Enter');
    }
  });

  const chart = view.getByRole('application', { name: /^Accuracy and energy of the plans/ });
  await test.step('started, paused with what it has, and resumed', async () => {
    await view.getByRole('button', { name: 'Start search' }).click();
    await expect(chart).toBeVisible(PATIENCE);
    await view.getByRole('button', { name: 'Pause' }).click();
    await expect(view.getByRole('status').filter({ hasText: /^Paused: \d+ plans? kept$/ })).toBeVisible(PATIENCE);
    await view.getByRole('button', { name: 'Resume' }).click();
    await expect(view.getByRole('status').filter({ hasText: /^Done: \d+ plans tried$/ })).toBeVisible(PATIENCE);
    await expect(view.getByRole('table', { name: /^On 12 samples that the search never saw/ })).toBeVisible();
    await look(page, 'tuning-result');
  });

  await test.step('a point by keyboard, applied as one step, and undone', async () => {
    await chart.focus();
    await expect(chart).toBeFocused();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await expect(view.getByRole('radio', { name: 'Chosen plan' })).toBeChecked();
    await expect(view.getByRole('group', { name: 'Changes of the working plan' })).toBeVisible();
    await look(page, 'tuning-chosen');
    await view.getByRole('button', { name: 'Apply to the plan' }).click();
    await expect(view.getByText('In the plan')).toBeVisible();
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(view.getByRole('button', { name: 'Apply to the plan' })).toBeVisible();
  });

  await test.step('the list of plans follows the chart', async () => {
    await view.getByRole('radio', { name: 'Plans', exact: true }).click();
    await expect(
      view.getByRole('listbox', { name: 'Plans, the best first' }).getByRole('option', { selected: true }),
    ).toHaveCount(1);
    await look(page, 'tuning-plans', { moving: true });
  });

  await test.step('compared with published methods', async () => {
    await tab(page, 'Methods').click();
    const methods = panel(page, 'Methods');
    await expect(methods.getByText('Not compared yet')).toBeVisible();
    await look(page, 'methods-empty', { moving: true });
    for (const [field, value] of [
      ['Samples from', SAMPLES],
      ['Steps', '2'],
    ] as const) {
      await methods.getByRole('textbox', { name: field, exact: true }).fill(value);
      await page.keyboard.press('Enter');
    }
    await methods.getByRole('button', { name: 'Compare methods' }).click();
    await expect(methods.getByRole('button', { name: 'Cancel' })).toBeVisible(PATIENCE);
    await expect(methods.getByRole('option', { name: /^Tuned plan/ })).toBeVisible(PATIENCE);
    await expect(methods.getByRole('option')).toHaveCount(7);
    await look(page, 'methods');
  });

  await test.step('a method’s point by keyboard, on the graph, applied as one step, and undone', async () => {
    const methods = panel(page, 'Methods');
    const points = methods.getByRole('application', { name: /^Accuracy over energy/ });
    await points.focus();
    await expect(points).toBeFocused();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await expect(methods.getByRole('radio', { name: 'Chosen plan' })).toBeChecked();
    await expect(methods.getByText('Rate coding: 1 step')).toBeVisible();
    await methods.getByRole('button', { name: 'Show on the graph' }).click();
    await expect(page.getByRole('region', { name: 'Legend' })).toContainText('Rate coding, 1 step');
    await look(page, 'methods-chosen');
    await methods.getByRole('button', { name: 'Apply to the plan' }).click();
    await expect(methods.getByText('In the plan')).toBeVisible();
    await expect(methods.getByText('The working plan has changed since')).toBeVisible();
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(methods.getByText('The working plan has changed since')).toHaveCount(0);
  });
});
