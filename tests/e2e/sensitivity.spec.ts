/** The view of sensitivity: measured, ranked, on the graph, and a change applied. */
import { convertResidual } from '../fixtures/converted-residual.ts';
import { look } from './support/looks.ts';
import { expect, test } from './support/test.ts';
import { changes, inspector, openProject, panel, PATIENCE, tab } from './support/workbench.ts';

test('every change of a layer is measured, ranked and shown on the graph; one is applied and undone', async ({
  page,
  host,
  folders,
}) => {
  await convertResidual(folders.at('.'), { steps: 2 });
  await openProject(page, host, folders.at('p.spikeloom'));
  await tab(page, 'Sensitivity').click();
  const view = panel(page, 'Sensitivity');
  await expect(view.getByText('Not measured yet')).toBeVisible();
  await look(page, 'sensitivity-empty', { moving: true });
  await view.getByRole('textbox', { name: 'Samples from' }).fill(folders.at('samples.npy'));
  await page.keyboard.press('Enter');

  await test.step('measured as a job', async () => {
    await view.getByRole('button', { name: 'Measure' }).click();
    await expect(view.getByRole('listbox', { name: 'Changes of single layers' })).toBeVisible(PATIENCE);
  });
  const rows = view.getByRole('option');

  await test.step('filtered and sorted', async () => {
    await view.getByRole('searchbox', { name: 'Filter by layer or change' }).fill('ra thresholds');
    await expect(rows).toHaveCount(2);
    await view.getByRole('button', { name: /^Divergence, mnat: sort/ }).click();
    await expect(rows.first()).toContainText('thresholds 8 → 2');
  });

  await test.step('a row selects its layer, and its change is one step of the history', async () => {
    await rows.first().click();
    await expect(inspector(page).getByRole('heading', { name: 'ra', exact: true })).toBeVisible();
    await view.getByRole('button', { name: 'Apply to the plan' }).click();
    await expect(inspector(page).getByRole('textbox', { name: 'Thresholds n' })).toHaveValue('2');
    await expect(view.getByText('Measured for another plan')).toBeVisible();
    await tab(page, 'History').click();
    await expect(changes(page).last()).toContainText('ra: thresholds 8 → 2');
    await page.getByRole('button', { name: 'Undo' }).first().click();
    await tab(page, 'Sensitivity').click();
    await expect(view.getByText('Measured for another plan')).toHaveCount(0);
  });

  await test.step('the graph in the colours of the table', async () => {
    await view.getByRole('searchbox', { name: 'Filter by layer or change' }).fill('');
    await view.getByRole('combobox', { name: 'Colour the graph by' }).click();
    await page.getByRole('option', { name: 'Sensitivity: divergence' }).click();
    await expect(page.getByRole('region', { name: 'Legend' })).toContainText('millinats');
    await look(page, 'sensitivity');
  });
});
