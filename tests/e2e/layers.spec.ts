/** The view of layers: from the worst layer of a run to the graph and its remedy, which is applied and run again. */
import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { openProject as openFile } from '../../src-main/project/index.ts';
import { isNeuronLayer } from '../../src-shared/results/index.ts';
import { look } from './support/looks.ts';
import { expect, test } from './support/test.ts';
import { goToLayer, graphOf, inspector, openProject, panel, PATIENCE, runButton, tab, typePlan } from './support/workbench.ts';

const SPOILT = { version: 1, steps: 4, layers: { 'layer2.0.relu1': { threshold: { scale: 0.05 } } } };

/** Runs the plan on 20 samples and returns its accuracy, in percent. */
async function accuracyOfRun(page: Page, start: Locator, id: number): Promise<number> {
  await start.click();
  const results = panel(page, 'Results');
  await expect(results.getByRole('combobox', { name: 'Run shown' })).toContainText(`Run ${id} ·`, PATIENCE);
  const verdict = results.getByRole('status').filter({ hasText: / % after / });
  await expect(verdict).toBeVisible(PATIENCE);
  return Number(/[\d.]+/.exec(await verdict.innerText())![0]);
}

/** The numbers of the map as it is saved: a row for each layer, without its name. */
async function savedMap(page: Page, view: Locator): Promise<number[][]> {
  const download = page.waitForEvent('download');
  await view.getByRole('button', { name: /: copy, save, table$/ }).click();
  await page.getByRole('menuitem', { name: 'Save as CSV' }).click();
  const [, ...rows] = readFileSync(await (await download).path(), 'utf8')
    .trim()
    .split('\n');
  return rows.map((row) => row.split(',').slice(1).map(Number));
}

test('from the worst layer to the graph and its remedy, applied and run again: the accuracy rises', async ({
  page,
  host,
  example,
}) => {
  await openProject(page, host, example);
  await tab(page, 'Layers').click();
  const view = panel(page, 'Layers');
  await expect(view.getByText('No finished run is shown')).toBeVisible();
  await look(page, 'layers-empty', { moving: true });

  await typePlan(page, JSON.stringify(SPOILT));
  await page.getByRole('textbox', { name: 'Number of samples' }).fill('20');
  await page.keyboard.press('Enter');
  const before = await accuracyOfRun(page, runButton(page), 1);
  await tab(page, 'Layers').click();
  const worst = view.getByRole('region', { name: 'Worst layers' });
  const first = worst.getByRole('listitem').first();
  await expect(first).toContainText('clipped by θ');

  await test.step('every map has the numbers of the report, which evaluate --json prints', async () => {
    using project = openFile(example, { readOnly: true });
    const { layers } = project.latestRun()!.report!;
    const neurons = layers.filter(isNeuronLayer);
    const show = (figure: string): Promise<void> => view.getByRole('radio', { name: figure, exact: true }).click();
    for (const [figure, wanted] of [
      ['Error', neurons.map(({ conversion_error }) => conversion_error)],
      ['Clipped', neurons.map(({ clipped }) => clipped)],
      ['Firing rate', neurons.map(({ firing_rate }) => firing_rate)],
    ] as const) {
      await show(figure);
      expect(await savedMap(page, view), figure).toEqual(wanted);
    }
    await show('Energy');
    const sums = (await savedMap(page, view)).map((row) => row.reduce((sum, pj) => sum + pj, 0));
    const ofReport = layers.map(({ energy }) => Object.values(energy ?? {}).reduce((sum, term) => sum + term.at(-1)!, 0));
    expect(sums.length).toBe(ofReport.length);
    for (const [row, sum] of sums.entries()) expect(sum / ofReport[row]!).toBeCloseTo(1, 9);
    await show('Error');
    await page.getByRole('button', { name: 'Dismiss all' }).click();
  });

  await test.step('the layer in the graph and in the inspector', async () => {
    await first.getByRole('button', { name: 'layer2.0.relu1: select in the graph' }).click();
    await expect(inspector(page).getByRole('heading', { name: 'layer2.0.relu1', exact: true })).toBeVisible();
    await first.hover();
    await expect(graphOf(page).locator('.graph-hover-mark')).toBeVisible();
    await look(page, 'layers');
  });

  await test.step('the map by keyboard', async () => {
    const map = view.getByRole('application', { name: /^Conversion error/ });
    await map.focus();
    await expect(map).toBeFocused();
    await page.keyboard.press('End');
    for (let row = 0; row < 2; row++) await page.keyboard.press('ArrowDown');
    await expect(view.locator('output')).toHaveText(/^layer1\.0\.relu2, step 4: /);
    await page.keyboard.press('Enter');
    await expect(inspector(page).getByRole('heading', { name: 'layer1.0.relu2', exact: true })).toBeVisible();
    await view.getByRole('radio', { name: 'Energy', exact: true }).click();
    await look(page, 'layers-energy', { moving: true });
    await view.getByRole('radio', { name: 'Error', exact: true }).click();
  });

  await test.step('a preview of the remedy, measured on some samples', async () => {
    await first.getByRole('button', { name: 'Preview the remedy for layer2.0.relu1' }).click();
    await expect(first).toContainText(
      /On 50 samples: error of this layer [7-9]\d\.\d.% → \d\.\d.%, agreement [\d.]+.% → \d\d[\d.]+.%\./,
      PATIENCE,
    );
    await look(page, 'layers-preview', { moving: true });
  });

  await test.step('the remedy is one step of the plan', async () => {
    await first.getByRole('button', { name: 'Apply the remedy for layer2.0.relu1' }).click();
    await expect(first.getByText('In the plan')).toBeVisible();
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(first.getByText('In the plan')).toHaveCount(0);
    await page.getByRole('button', { name: 'Redo' }).click();
    await expect(first.getByText('In the plan')).toBeVisible();
  });

  const after = await accuracyOfRun(page, worst.getByRole('button', { name: 'Run again' }), 2);
  expect(after).toBeGreaterThan(before + 20);
  await goToLayer(page, 'relu');
  await tab(page, 'Layers').click();
  await look(page, 'layers-mended', { moving: true });
});
