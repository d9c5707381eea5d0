/** Labels in the window, of .npy files and of other samples, and columns of tables: found beside the samples or chosen, in the new project and in the run bar, and kept. */
import { writeFileSync } from 'node:fs';
import { formatNpy } from '../../src-main/dataset/index.ts';
import { samples } from '../support/classifier.ts';
import { zipSync } from 'fflate';
import { look } from './support/looks.ts';
import { smallModel } from './support/models.ts';
import { expect, test } from './support/test.ts';
import { beginProject, openStart, panel, PATIENCE, runButton, tab, untilOpen } from './support/workbench.ts';

const COUNT = 12;
const labels = (count: number, label: number): Uint8Array => formatNpy(new Float64Array(count).fill(label), [count]);

test('labels of a .npy file are found or chosen, judged, and kept', async ({ page, host, folders }) => {
  writeFileSync(folders.at('small.onnx'), smallModel());
  writeFileSync(folders.at('x_train.npy'), samples(COUNT));
  writeFileSync(folders.at('x_test.npy'), samples(COUNT));
  writeFileSync(folders.at('y_test.npy'), labels(COUNT, 1));
  writeFileSync(folders.at('answers.npy'), labels(COUNT, 2));
  writeFileSync(folders.at('few.npy'), labels(5, 0));
  writeFileSync(folders.at('beyond.npy'), labels(COUNT, 4));
  await openStart(page, host);

  await test.step('a new project takes a file of labels', async () => {
    await beginProject(page, folders.at('small.onnx'));
    await expect(page.getByRole('heading', { name: 'New project from small.onnx' })).toBeVisible();
    await page.getByRole('button', { name: 'Next' }).click();
    const source = page.getByRole('textbox', { name: 'Calibration samples' });
    await source.fill(folders.at('x_train.npy'));
    await source.press('Enter');
    await expect(page.getByText('12 samples of 3 × 2 × 2')).toBeVisible();
    const chosen = page.getByRole('textbox', { name: 'Labels for runs (optional)' });
    await expect(chosen).toBeHidden();
    const runs = page.getByRole('textbox', { name: 'Samples for runs (optional)', exact: true });
    await runs.fill(folders.at('x_test.npy'));
    await runs.press('Enter');
    await page.getByRole('button', { name: 'Choose labels' }).click();
    const files = page.getByRole('dialog', { name: 'Choose labels' });
    await files.getByRole('textbox', { name: 'Folder' }).fill(folders.at('answers.npy'));
    await page.keyboard.press('Enter');
    await expect(chosen).toHaveValue(folders.at('answers.npy'));
    await expect(runs).toHaveValue(folders.at('x_test.npy'));
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByRole('button', { name: 'Create project' }).click();
    await untilOpen(page);
  });

  const bar = page.getByRole('region', { name: 'Run' });
  const dialog = page.getByRole('dialog', { name: 'Choose samples…' });
  const field = dialog.getByRole('textbox', { name: 'Labels (optional)' });
  await test.step('the run bar has them, and says what is wrong with others', async () => {
    const button = bar.getByRole('button', { name: /^Samples:/ });
    await expect(button).toContainText('x_test.npy');
    await button.click();
    await expect(field).toHaveValue(folders.at('answers.npy'));
    for (const [file, reason] of [
      ['few.npy', '5 labels for 12 samples'],
      ['beyond.npy', 'label 4 of sample 0 is beyond'],
    ] as const) {
      // From the folder of the samples.
      await field.fill(file);
      await field.press('Enter');
      await expect(dialog.getByRole('alert')).toContainText(reason);
    }
    await field.fill('');
    await field.press('Enter');
    await expect(dialog).toContainText('labels are those of y_test.npy beside it');
    await page.screenshot({ path: test.info().outputPath('labels-found.png') });
    await field.fill('answers.npy');
    await field.press('Enter');
    await expect(dialog.getByText('12 samples', { exact: true })).toBeVisible();
    await expect(dialog).not.toContainText('beside it');
    await page.keyboard.press('Escape');
  });

  await test.step('a run measures accuracy with them, and they are there afterwards', async () => {
    await bar.getByRole('textbox', { name: 'Number of samples' }).fill('12');
    await page.keyboard.press('Enter');
    await runButton(page).click();
    await tab(page, 'Results').click();
    await expect(
      panel(page, 'Results')
        .getByRole('columnheader', { name: /Accuracy/ })
        .first(),
    ).toBeVisible(PATIENCE);
    await page.reload();
    await untilOpen(page);
    await bar.getByRole('button', { name: /^Samples:/ }).click();
    await expect(field).toHaveValue('answers.npy');
  });
});

test('samples without labels get a file of them, and a table the column of its labels', async ({ page, host, folders }) => {
  writeFileSync(folders.at('small.onnx'), smallModel());
  writeFileSync(folders.at('x_train.npy'), samples(COUNT));
  writeFileSync(folders.at('x.npz'), zipSync({ 'x.npy': samples(COUNT) }));
  writeFileSync(folders.at('answers.npy'), labels(COUNT, 2));
  writeFileSync(folders.at('few.npy'), labels(5, 0));
  const values = Array.from({ length: 12 }, (_, i) => i / 12);
  const titles = values.map((_, i) => `v${i}`);
  const rows = [['kind', ...titles], ...Array.from({ length: COUNT }, (_, i) => [i % 4, ...values])];
  writeFileSync(folders.at('table.csv'), rows.map((row) => row.join(',')).join('\n'));
  await openStart(page, host);
  await beginProject(page, folders.at('small.onnx'));
  await page.getByRole('button', { name: 'Next' }).click();
  const source = page.getByRole('textbox', { name: 'Calibration samples' });
  await source.fill(folders.at('x_train.npy'));
  await source.press('Enter');
  await expect(page.getByText('12 samples of 3 × 2 × 2')).toBeVisible();

  await test.step('the columns of a table are offered, and a wrong one is said', async () => {
    const runs = page.getByRole('textbox', { name: 'Samples for runs (optional)', exact: true });
    await runs.fill(folders.at('table.csv'));
    await runs.press('Enter');
    const column = page.getByRole('combobox', { name: 'Column of the labels' });
    await expect(page.getByText('kind, v0, v1, v2 … v11. Empty: the one called label, or the last.')).toBeVisible();
    await column.fill('sort');
    await column.press('Enter');
    await expect(page.getByText('There is no column sort among the 13.')).toBeVisible();
    await column.fill('Kind');
    await column.press('Enter');
    await expect(page.getByText('There is no column')).toBeHidden();
    await expect(runs).toHaveValue(folders.at('table.csv'));
    await look(page, 'new-samples-column');
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByRole('button', { name: 'Create project' }).click();
    await untilOpen(page);
  });

  const bar = page.getByRole('region', { name: 'Run' });
  const dialog = page.getByRole('dialog', { name: 'Choose samples…' });
  await test.step('the run bar has the column', async () => {
    await bar.getByRole('button', { name: /^Samples:/ }).click();
    await expect(dialog.getByText('12 samples', { exact: true })).toBeVisible();
    await expect(dialog.getByRole('combobox', { name: 'Column of the labels' })).toHaveValue('Kind');
    await look(page, 'run-samples-column');
    await dialog.getByRole('combobox', { name: 'Column of the labels' }).fill('v1');
    await page.keyboard.press('Enter');
    await expect(dialog.getByRole('alert')).toContainText('is not a class number');
  });

  await test.step('an archive without labels gets a file of them', async () => {
    const field = dialog.getByRole('textbox', { name: 'Folder or file with samples' });
    await field.fill(folders.at('x.npz'));
    await field.press('Enter');
    await expect(dialog.getByRole('combobox')).toBeHidden();
    const file = dialog.getByRole('textbox', { name: 'Labels (optional)' });
    await file.fill('few.npy');
    await file.press('Enter');
    await expect(dialog.getByRole('alert')).toContainText('5 labels for 12 samples');
    await file.fill('answers.npy');
    await file.press('Enter');
    await expect(dialog.getByText('12 samples', { exact: true })).toBeVisible();
    await expect(field).toHaveValue(folders.at('x.npz'));
    await page.keyboard.press('Escape');
    await bar.getByRole('textbox', { name: 'Number of samples' }).fill('12');
    await page.keyboard.press('Enter');
    await runButton(page).click();
    await tab(page, 'Results').click();
    const accuracy = panel(page, 'Results').getByRole('columnheader', { name: /Accuracy/ });
    await expect(accuracy.first()).toBeVisible(PATIENCE);
  });
});
