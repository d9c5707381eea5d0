/** The search for a plan within a budget in the window: started, paused, taken up again, looked at, and its plan applied and undone. */
import { join } from 'node:path';
import { EXAMPLES } from './support/files.ts';
import { look } from './support/looks.ts';
import { expect, test } from './support/test.ts';
import { openProject, panel, PATIENCE, tab } from './support/workbench.ts';

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
      ['Samples', `${join(EXAMPLES, 'cifar10', 'test')}@0:24`],
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
});
