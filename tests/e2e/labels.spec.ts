/** Labels of .npy files in the window: found beside the samples or chosen, in the new project and in the run bar, and kept. */
import { writeFileSync } from 'node:fs';
import { formatNpy } from '../../src-main/dataset/index.ts';
import { samples } from '../support/classifier.ts';
import { smallModel } from './support/models.ts';
import { expect, test } from './support/test.ts';
import { beginProject, openStart, panel, runButton, tab, untilOpen } from './support/workbench.ts';

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
    ).toBeVisible({ timeout: 60_000 });
    await page.reload();
    await untilOpen(page);
    await bar.getByRole('button', { name: /^Samples:/ }).click();
    await expect(field).toHaveValue('answers.npy');
  });
});
