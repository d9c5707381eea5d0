/** Measurements of a plan on samples: the sensitivity of its layers, and how published methods compare with it. */
import { tuneProject } from '../../src-main/services/tune/tune-project.ts';
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

test('published methods, the tuned plan and the working plan are compared; the plan of a point is applied and undone', async ({
  page,
  host,
  folders,
}) => {
  const project = folders.at('p.spikeloom');
  const dataset = folders.at('samples.npy');
  await convertResidual(folders.at('.'), { steps: 4 });
  const goal = { budgets: [{ quantity: 'steps', limit: 2 }], minimise: 'energy', trials: 40, seed: 1 } as const;
  const search = { project, dataset, ...goal, energyModel: 'paper-ratio', engine: 'cpu', threads: 1 } as const;
  await tuneProject(search, { signal: new AbortController().signal });
  await openProject(page, host, project);
  await tab(page, 'Methods').click();
  const view = panel(page, 'Methods');
  await expect(view.getByText('Not compared yet')).toBeVisible();
  await look(page, 'methods-empty', { moving: true });

  await test.step('compared as a job', async () => {
    for (const [field, value] of [
      ['Samples from', `${dataset}@0:20`],
      ['Steps', '4'],
    ] as const) {
      await view.getByRole('textbox', { name: field, exact: true }).fill(value);
      await page.keyboard.press('Enter');
    }
    await view.getByRole('button', { name: 'Compare methods' }).click();
    await expect(view.getByRole('option', { name: /^Tuned plan/ })).toBeVisible(PATIENCE);
    await expect(view.getByText('The samples have no labels')).toBeVisible();
    await look(page, 'methods');
    await view.getByRole('radio', { name: /^Left out, notes/ }).click();
    await expect(view.getByText(/^The tuned plan was chosen on samples of/)).toBeVisible();
  });

  await test.step('a point by keyboard: on the graph, applied as one step, and undone', async () => {
    const chart = view.getByRole('application', { name: /^Agreement over energy/ });
    await chart.focus();
    await expect(chart).toBeFocused();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await expect(view.getByRole('radio', { name: 'Chosen plan' })).toBeChecked();
    await expect(view.getByText('Rate coding: 1 step')).toBeVisible();
    await view.getByRole('button', { name: 'Show on the graph' }).click();
    await expect(page.getByRole('region', { name: 'Legend' })).toContainText('Rate coding, 1 step');
    await look(page, 'methods-chosen');
    await view.getByRole('button', { name: 'Apply to the plan' }).click();
    await expect(view.getByText('In the plan')).toBeVisible();
    await expect(view.getByText('The working plan has changed since')).toBeVisible();
    await page.getByRole('button', { name: 'Undo' }).first().click();
    await expect(view.getByText('The working plan has changed since')).toHaveCount(0);
  });
});
