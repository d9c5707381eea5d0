/** Marks on a run's results, its notes, and plans that are not run at all. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from '@playwright/test';
import { formatNpy, readNpy } from '../../src-main/dataset/index.ts';
import { ROOT } from './support/files.ts';
import { expect, test } from './support/test.ts';
import { look } from './support/looks.ts';
import {
  chooseBadge,
  goToLayer,
  graphOf,
  inspector,
  openProject,
  panel,
  PATIENCE,
  runButton,
  tab,
  typePlan,
} from './support/workbench.ts';

test('results of an older plan are marked, and a run has a name and a note that all windows show', async ({
  page,
  host,
  example,
  context,
}) => {
  await openProject(page, host, example);
  const other = await context.newPage();
  await openProject(other, host, example);
  await page.getByRole('textbox', { name: 'Number of samples' }).fill('10');
  await page.keyboard.press('Enter');
  await runButton(page).click();
  await tab(page, 'Results').click();
  const results = panel(page, 'Results');
  await expect(results.getByRole('row', { name: /^8 / })).toBeVisible(PATIENCE);
  await expect(results.getByRole('button', { name: 'Name, note' })).toBeVisible();
  const older = results.getByRole('button', { name: 'Older plan' });
  await expect(older).toHaveCount(0);

  await test.step('the plan changes, and changes back', async () => {
    await chooseBadge(page, 'relu', 'Coding', 'rate');
    await expect(older).toBeVisible();
    await goToLayer(page, 'relu');
    await expect(inspector(page).getByText(/^Of an older plan: .* This layer has other settings now\.$/)).toBeVisible();
    await goToLayer(page, 'layer1.0.relu1');
    await expect(inspector(page).getByText(/own settings are the same now\.$/)).toBeVisible();
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(older).toHaveCount(0);
  });

  await test.step('name and note', async () => {
    await results.getByRole('button', { name: 'Name, note' }).click();
    const form = page.getByRole('dialog', { name: /^Name and note of run/ });
    await form.getByRole('textbox', { name: 'Name' }).fill('first try');
    await form.getByRole('textbox', { name: 'Note' }).fill('ten samples only');
    await form.getByRole('button', { name: 'Keep' }).click();
    for (const window of [page, other]) {
      await tab(window, 'Results').click();
      await expect(panel(window, 'Results').getByRole('combobox', { name: 'Run shown' })).toContainText('first try');
    }
    await expect(results.getByRole('button', { name: 'Note', exact: true })).toHaveAttribute('title', 'ten samples only');
  });
});

test('no number of samples runs nothing, an error in Problems keeps a plan from running, and both say so', async ({
  page,
  host,
  example,
}) => {
  await openProject(page, host, example);
  const why = page.getByRole('region', { name: 'Run' }).getByRole('note');
  const count = page.getByRole('textbox', { name: 'Number of samples' });
  await expect(runButton(page)).toBeEnabled();
  await count.fill('');
  await count.press('Enter');
  await expect(runButton(page)).toBeDisabled();
  await expect(why).toHaveAccessibleName('Cannot run: No samples would run: enter how many.');
  await page.getByRole('button', { name: /^Samples:/ }).click();
  await page.getByRole('button', { name: /^Take all/ }).click();
  await page.keyboard.press('Escape');
  await expect(count).not.toHaveValue('');
  await expect(runButton(page)).toBeEnabled();
  await typePlan(page, '{\n  "version": 1,\n  "layers": { "relu": { "coding": "rat" } }\n}');
  await expect(runButton(page)).toBeDisabled();
  await expect(why).toHaveAccessibleName(/^Cannot run: .*rat/);
  await typePlan(page, '{ "version": 1 }');
  await expect(runButton(page)).toBeEnabled();
});

test('a layer says what its thresholds lose, what that costs, and what to change', async ({ page, host, example }) => {
  await openProject(page, host, example);
  await typePlan(
    page,
    JSON.stringify({ version: 1, steps: 4, layers: { relu: { coding: 'differential', threshold: { scale: 0.1 } } } }),
  );
  await page.getByRole('textbox', { name: 'Number of samples' }).fill('10');
  await page.keyboard.press('Enter');
  await runButton(page).click();
  await tab(page, 'Results').click();
  await expect(panel(page, 'Results').getByRole('row', { name: /^4 / })).toBeVisible(PATIENCE);
  await goToLayer(page, 'relu');
  const shown = inspector(page);
  await expect(shown).toContainText(/Clipped[\d.]+\s%Silenced[\d.]+\s%Threshold cost[\d.]+\s%/);
  const remedy = shown.getByRole('note').filter({ hasText: 'The thresholds lose activations that matter.' });
  await expect(remedy).toContainText('Set threshold.scale to 1.');
  await remedy.scrollIntoViewIfNeeded();
  await look(page, 'inspector-threshold-losses');
  await goToLayer(page, 'layer1.0.relu1');
  await expect(shown.getByText('Threshold cost')).toBeVisible();
  await expect(remedy).toHaveCount(0);
  await page.keyboard.press('Escape');
  await graphOf(page).focus();
  await page.keyboard.press('Control+a');
  await expect(shown.getByRole('heading', { name: /layers selected$/ })).toBeVisible();
  const cost = shown.getByTitle(/^Share of a layer’s squared conversion error/);
  await expect(cost).toBeHidden();
  await page.keyboard.press('Alt+6');
  await expect(page.getByText('Threshold cost').first()).toBeVisible();
  await look(page, 'overlay-threshold-cost');
  await page.getByRole('separator', { name: 'Width of the inspector' }).focus();
  for (let press = 0; press < 12 && (await cost.isHidden()); press++) await page.keyboard.press('ArrowLeft');
  await expect(cost).toBeVisible();
  await look(page, 'inspector-threshold-losses-layers');
});

const CASES = join(ROOT, 'tests', 'cases');
const SAMPLES = 8;
/** Of the network's input. */
const SHAPE = [SAMPLES, 3, 12, 12];

test('notes of a run: warnings first, layers that can be chosen, copied as text, and folded as they were left', async ({
  page,
  host,
  folders,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const source = folders.at('samples.npy');
  const { data } = await readNpy(join(CASES, 'samples.npy'));
  const size = SHAPE.reduce((product, axis) => product * axis, 1);
  writeFileSync(source, formatNpy(Float32Array.from(data.subarray(0, size)), SHAPE));
  const window = await host.connect();
  const calibration = { source, batch: SAMPLES, skipBad: false };
  const out = folders.at('gate.spikeloom');
  const { job } = await window.call('project.create', {
    model: join(CASES, 'engine-gate.onnx'),
    out,
    calibration,
    dataset: source,
  });
  expect(await window.jobEnd(job)).toMatchObject({ state: 'done' });
  window.close();
  await openProject(page, host, out);
  const results = panel(page, 'Results');
  const button = results.getByRole('button', { name: /^Notes of the run/ });
  const list = results.getByRole('region', { name: 'Notes of the run' });

  await test.step('a run that lacks nothing has notes, and no warning', async () => {
    await runButton(page).click();
    await tab(page, 'Results').click();
    await expect(button).toHaveAccessibleName(/^Notes of the run: \d+ notes?$/, PATIENCE);
    await expect(list).toHaveCount(0);
  });

  await test.step('thresholds of values: warnings, the weightiest first', async () => {
    await typePlan(page, JSON.stringify({ version: 1, steps: 8, defaults: { threshold: { of: 'value', scale: 8 } } }));
    await runButton(page).click();
    await tab(page, 'Results').click();
    await expect(button).toHaveAccessibleName(/^Notes of the run: \d+ notes, 4 warnings$/, PATIENCE);
    await button.focus();
    await page.keyboard.press('Enter');
    const notes = list.getByRole('listitem');
    await expect(notes.nth(0)).toContainText(/^Warning: Agreement with the float network does not improve/);
    await expect(notes.nth(1)).toContainText(/^Warning: Thresholds lose activations that matter at h\.l /);
    await expect(notes.filter({ hasText: /^Warning: / })).toHaveCount(4);
    await expect(notes.last()).not.toContainText('Warning: ');
    await look(page, 'results-notes');
  });

  await test.step('by keyboard: the list scrolls, and a layer is selected in the graph', async () => {
    await button.focus();
    await page.keyboard.press('Tab');
    await expect(list).toBeFocused();
    await page.keyboard.press('Tab');
    await expect(list.getByRole('button', { name: 'Copy notes' })).toBeFocused();
    const layer = list.getByRole('listitem').nth(1).getByRole('button', { name: 'h.l', exact: true });
    await layer.focus();
    await page.keyboard.press('Enter');
    await expect(inspector(page).getByRole('heading', { name: 'h.l', exact: true })).toBeVisible();
    await expect(layer).toBeFocused();
  });

  await test.step('as text', async () => {
    await list.getByRole('button', { name: 'Copy notes' }).click();
    const lines = (await page.evaluate(() => navigator.clipboard.readText())).split('\n');
    await expect(list.getByRole('listitem')).toHaveCount(lines.length);
    expect(lines[0]).toMatch(/^Warning: Agreement with the float network does not improve .* More steps will not help\.$/);
  });

  await test.step('unfolded as it was left, also for the run before', async () => {
    // The layout is stored shortly after a change.
    await expect
      .poll(async () => {
        const other = await host.connect();
        const { layout } = await other.call('project.open', { path: out });
        other.close();
        return JSON.stringify(layout);
      })
      .toContain('"results":{"notes":true}');
    await page.reload();
    await tab(page, 'Results').click();
    await expect(list.getByRole('listitem').first()).toContainText('does not improve');
    await results.getByRole('combobox', { name: 'Run shown' }).click();
    await page.getByRole('option', { name: /^Run 1/ }).click();
    await expect(list.getByRole('listitem').filter({ hasText: 'Warning: ' })).toHaveCount(0);
    await expect(list.getByRole('listitem').first()).toContainText('Chosen for you');
    await button.click();
    await expect(list).toHaveCount(0);
  });
});

test('nothing moves when a run ends and its notes come, whether they are folded or not', async ({ page, host, example }) => {
  await openProject(page, host, example);
  await page.getByRole('textbox', { name: 'Number of samples' }).fill('100');
  await page.keyboard.press('Enter');
  await tab(page, 'Results').click();
  const results = panel(page, 'Results');
  const button = results.getByRole('button', { name: /^Notes of the run/ });
  const placesOf = (parts: readonly Locator[]) => Promise.all(parts.map((part) => part.boundingBox()));
  for (const isOpen of [false, true]) {
    await runButton(page).click();
    await expect(results.getByText(/^after \d+ of 100 samples$/)).toBeVisible(PATIENCE);
    await expect(results.getByRole('row', { name: /^8 / })).toBeVisible(PATIENCE);
    if (isOpen) await button.click();
    const list = results.getByRole('region', { name: 'Notes of the run' });
    const parts = [button, results.getByRole('group', { name: 'Figures per step' }), ...(isOpen ? [list] : [])];
    if (isOpen) await expect(list).toHaveText('The notes come when the run ends.');
    const before = await placesOf(parts);
    await expect(button).toHaveAccessibleName('Notes of the run: come when it ends');
    await expect(button).toHaveAccessibleName(/^Notes of the run: \d+ notes?/, PATIENCE);
    expect(await placesOf(parts)).toEqual(before);
  }
});
