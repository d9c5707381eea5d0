/** Recorded spikes: of a run that is done, and asked for with a run; a raster that is scrubbed and zoomed by keyboard, and figures beside it. */
import type { Locator, Page } from '@playwright/test';
import { openProject as openFile } from '../../src-main/project/index.ts';
import { countCodes } from '../../src-shared/spikes/index.ts';
import { look } from './support/looks.ts';
import { expect, test } from './support/test.ts';
import { openProject, panel, PATIENCE, runButton, tab } from './support/workbench.ts';

const [FIRST, LAST] = ['layer1.0.relu1', 'layer3.2.relu2'];

const rasterOf = (view: Locator): Locator => view.getByRole('application', { name: /^Raster of/ });

/** Shows a chart of the view as a table, reads it, and shows the chart again. */
async function tableOf(page: Page, view: Locator, title: string): Promise<string[][]> {
  const toggle = async (): Promise<void> => {
    await view.getByRole('button', { name: new RegExp(title) }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Show as table' }).click();
  };
  await toggle();
  const rows = view.getByRole('group', { name: new RegExp(title) }).getByRole('row');
  await expect(rows.nth(1)).toBeVisible();
  const cells = await rows.evaluateAll((all) =>
    all.map((row) => [...row.querySelectorAll('th, td')].map((cell) => cell.textContent ?? '')),
  );
  await toggle();
  return cells;
}

test('spikes are recorded, scrubbed, and compared with the float network', async ({ page, host, example }) => {
  await openProject(page, host, example);
  await tab(page, 'Spikes').click();
  const view = panel(page, 'Spikes');
  await expect(view.getByText('No finished run is shown')).toBeVisible();
  await page.getByRole('textbox', { name: 'Number of samples' }).fill('10');
  await page.keyboard.press('Enter');
  await runButton(page).click();
  await expect(panel(page, 'Results').getByRole('row', { name: /^8 / })).toBeVisible(PATIENCE);
  await expect(runButton(page)).toBeVisible(PATIENCE);

  await test.step('a run without spikes says how to record them, and what that takes', async () => {
    await tab(page, 'Spikes').click();
    await expect(view.getByText('This run kept no spikes.')).toBeVisible();
    const form = view.getByRole('form', { name: 'Record spikes of this run' });
    const record = form.getByRole('button', { name: 'Record', exact: true });
    await form.getByRole('textbox', { name: 'Layers' }).fill('nothing');
    await expect(form.getByText('no neuron layer is called nothing')).toBeVisible();
    await expect(record).toBeDisabled();
    await form.getByRole('textbox', { name: 'Layers' }).fill(`${FIRST}, ${LAST}`);
    await form.getByRole('textbox', { name: 'Samples' }).fill('0, 10');
    await expect(form.getByText('there is no sample 10; the last one is 9')).toBeVisible();
    await form.getByRole('textbox', { name: 'Samples' }).fill('0, 7');
    await expect(form.getByRole('status')).toContainText('Takes at most 656');
    await look(page, 'spikes-none', { moving: true });
    await record.click();
    await expect(rasterOf(view)).toBeVisible(PATIENCE);
  });

  await test.step('the raster is scrubbed and zoomed by keyboard', async () => {
    const scrubber = view.getByRole('slider', { name: 'Time step' });
    await scrubber.focus();
    await expect(scrubber).toBeFocused();
    await page.keyboard.press('Home');
    await expect(scrubber).toHaveAttribute('aria-valuetext', 'step 1 of 8');
    await page.keyboard.press('ArrowRight');
    await expect(scrubber).toHaveAttribute('aria-valuetext', 'step 2 of 8');
    await rasterOf(view).focus();
    await expect(rasterOf(view)).toBeFocused();
    await page.keyboard.press('ArrowDown');
    await expect(scrubber).toHaveAttribute('aria-valuetext', 'step 3 of 8');
    await expect(rasterOf(view)).toHaveAttribute('aria-description', /step 3: /);
    const all = view.getByText(/neurons 0–16.383 of 16.384/);
    await expect(all).toBeVisible();
    await look(page, 'spikes');
    await rasterOf(view).focus();
    for (let i = 0; i < 6; i++) await page.keyboard.press('+');
    await expect(all).toBeHidden();
    await page.keyboard.press('Home');
    await expect(all).toBeVisible();
  });

  await test.step('its figures agree with each other', async () => {
    const raster = await tableOf(page, view, 'Spikes by neuron');
    const sizes = await tableOf(page, view, 'Spike sizes');
    const number = (text: string | undefined): number => Number((text ?? '').replaceAll(/[\u202f,\s]/g, ''));
    const sum = (rows: readonly string[][], column: number): number =>
      rows.slice(1).reduce((total, row) => total + number(row[column]), 0);
    expect(raster).toHaveLength(9);
    expect(sum(sizes, 1)).toBe(sum(raster, 1));
    expect(sum(sizes, 2)).toBe(number(raster[3]![1]));
    expect(sum(raster, 1)).toBeGreaterThan(10_000);
    // The file has the spikes that evaluate --spikes writes.
    using project = openFile(example, { readOnly: true });
    const { steps } = project.spikePiece(project.latestRun()!.id, FIRST, 0, 0, 8)!;
    const kept = steps.map((codes) => [...countCodes([codes]).values()].reduce((total, count) => total + count, 0));
    expect(raster.slice(1).map((row) => number(row[1]))).toEqual(kept);
    const estimates = await tableOf(page, view, 'Running estimate');
    // The neuron with the largest activation: its estimate ends near it.
    const [, estimate, float] = estimates.at(-1)!.map(Number);
    expect(Math.abs(estimate! - float!) / float!).toBeLessThan(0.1);
    const maps = await tableOf(page, view, 'Feature maps');
    expect(maps).toHaveLength(1 + 16);
  });

  await test.step('neurons, layers and samples are chosen', async () => {
    const neurons = view.getByRole('button', { name: /^Remove neuron/ });
    await expect(neurons).toHaveCount(2);
    await view.getByRole('textbox', { name: 'Neuron to add' }).fill('1057');
    await page.keyboard.press('Enter');
    await expect(view.getByRole('button', { name: 'Remove neuron [1, 1, 1]' })).toBeVisible();
    await view.getByRole('button', { name: 'Remove neuron [1, 1, 1]' }).click();
    await expect(neurons).toHaveCount(2);
    await view.getByRole('combobox', { name: 'Layer' }).click();
    await page.getByRole('option', { name: new RegExp(LAST) }).click();
    await expect(rasterOf(view)).toHaveAccessibleName(new RegExp(`^Raster of ${LAST}`));
    await view.getByRole('combobox', { name: 'Sample' }).click();
    await page.getByRole('option', { name: 'Sample 7' }).click();
    await expect(view.getByRole('combobox', { name: 'Sample' })).toContainText('Sample 7');
  });

  await test.step('a run records what its options say', async () => {
    await page.getByRole('button', { name: /^Samples: / }).click();
    const options = page.getByRole('dialog', { name: 'Choose samples…' });
    await options.getByRole('switch', { name: 'Record spikes' }).click();
    await expect(options.getByText('name at least one layer')).toBeVisible();
    await options.getByRole('textbox', { name: 'Layers' }).fill('layer2.*');
    await options.getByRole('textbox', { name: 'Samples', exact: true }).fill('3');
    await expect(options.getByText(/^Takes at most/)).toBeVisible();
    await look(page, 'spikes-options', { moving: true });
    await page.keyboard.press('Escape');
    await runButton(page).click();
    await expect(panel(page, 'Results').getByRole('combobox', { name: 'Run shown' })).toContainText('Run 2', PATIENCE);
    await expect(runButton(page)).toBeVisible(PATIENCE);
    await tab(page, 'Spikes').click();
    await expect(rasterOf(view)).toHaveAccessibleName(/^Raster of layer2\./, PATIENCE);
    await expect(view.getByRole('combobox', { name: 'Sample' })).toContainText('Sample 3');
  });
});
