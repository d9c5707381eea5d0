/** The normalisation that a new project shows is the one that its samples pass, however they are chosen. */
import { writeFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { dropFile } from './support/drop.ts';
import { smallModel } from './support/models.ts';
import { writeSources } from './support/sources.ts';
import { expect, test } from './support/test.ts';
import { beginProject, openStart, untilOpen } from './support/workbench.ts';

const IMAGENET = { scale: 1 / 255, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] };
/** Words of the preview for black and white: by ImageNet's normalisation (R of black, B of white), 0 … 1, and as values. */
const SEEN = { imagenet: 'Values −2.12 … 2.64', unit: 'Values 0 … 1', values: 'Values 0 … 255' };

const form = (page: Page) => ({
  source: page.getByRole('textbox', { name: 'Calibration samples' }),
  normalisation: page.getByRole('combobox', { name: 'Normalisation' }),
  mean: page.getByRole('textbox', { name: 'Mean' }),
  preview: page.getByRole('region', { name: 'What the network will see' }),
  passed: page.getByText('These files hold values, which reach the network as they are.'),
});

/** Begins a project with the model at `path`, and goes to the samples. */
async function begin(page: Page, path: string): Promise<void> {
  await beginProject(page, path);
  await page.getByRole('button', { name: 'Next' }).click();
}

test('the preprocessing beside the model is there before samples are, and is what every source passes', async ({
  page,
  host,
  folders,
}) => {
  writeFileSync(folders.at('small.onnx'), smallModel());
  writeFileSync(folders.at('small.json'), JSON.stringify({ input: IMAGENET, classes: ['a', 'b', 'c', 'd'] }));
  const sources = await writeSources(folders.at('.'));
  await openStart(page, host);
  await begin(page, folders.at('small.onnx'));
  const { source, normalisation, mean, preview, passed } = form(page);

  await test.step('before samples are chosen', async () => {
    await expect(normalisation).toHaveText('ImageNet');
    await expect(mean).toHaveValue('0.485, 0.456, 0.406');
    await expect(page.getByText('From small.json')).toBeVisible();
  });

  /** Checks the form and the preview once the preview has come. */
  const check = async (holds: 'bytes' | 'values'): Promise<void> => {
    await expect(preview).toHaveAttribute('aria-busy', 'false');
    await expect(preview).toContainText('4 samples of 3 × 2 × 2');
    await expect(preview).toContainText(holds === 'bytes' ? SEEN.imagenet : SEEN.values);
    await expect(normalisation).toHaveText('ImageNet');
    await expect(mean).toHaveValue('0.485, 0.456, 0.406');
    await expect(passed).toHaveCount(holds === 'bytes' ? 0 : 1);
  };
  for (const { name, holds, isFolder, content } of sources) {
    await test.step(`${name}, typed`, async () => {
      await source.fill(folders.at(name));
      await source.press('Enter');
      await check(holds);
    });
    await test.step(`${name}, in the dialog`, async () => {
      await page.getByRole('button', { name: 'Choose calibration samples' }).click();
      const dialog = page.getByRole('dialog', { name: 'Choose samples' });
      // Once a folder is listed, Enter in the field that names it would choose the selected file.
      await expect(dialog.getByRole('option').first()).toBeVisible();
      const folder = dialog.getByRole('textbox', { name: 'Folder' });
      if ((await folder.inputValue()) !== folders.at('.')) {
        await folder.fill(folders.at('.'));
        await page.keyboard.press('Enter');
      }
      await dialog.getByRole('option', { name }).click();
      await dialog.getByRole('button', { name: /^Choose/ }).click();
      await check(holds);
    });
    if (isFolder) continue;
    await test.step(`${name}, dropped`, async () => {
      await dropFile(page, name, content);
      await expect(source).not.toHaveValue(folders.at(name));
      await check(holds);
    });
  }

  await test.step('a source that is none changes nothing of it', async () => {
    await source.fill(folders.at('absent'));
    await source.press('Enter');
    await expect(preview.getByRole('alert')).toBeVisible();
    await expect(normalisation).toHaveText('ImageNet');
  });
});

test('without one beside the model, what is chosen is used: in the preview, the summary and the project', async ({
  page,
  host,
  folders,
}) => {
  writeFileSync(folders.at('small.onnx'), smallModel());
  await writeSources(folders.at('.'));
  await openStart(page, host);
  await begin(page, folders.at('small.onnx'));
  const { source, normalisation, mean, preview } = form(page);

  await expect(normalisation).toHaveText('Choose…');
  await expect(mean).toHaveValue('');
  await source.fill(folders.at('classes'));
  await source.press('Enter');
  await expect(preview.getByRole('alert')).toContainText("nothing says how they become the network's input");
  await expect(normalisation).toHaveText('Choose…');
  await normalisation.click();
  await page.getByRole('option', { name: '0 … 1', exact: true }).click();
  await expect(preview).toContainText(SEEN.unit);
  await expect(normalisation).toHaveText('0 … 1');
  await expect(mean).toHaveValue('0');

  await page.getByRole('button', { name: 'Next' }).click();
  await expect(page.getByText('0 … 1 (Set here)')).toBeVisible();
  await page.getByRole('button', { name: 'Create project' }).click();
  await untilOpen(page);
  const window = await host.connect();
  const request = {
    model: folders.at('small.onnx'),
    project: folders.at('small.spikeloom'),
    source: folders.at('classes'),
    count: 2,
  };
  const { preprocess, samples } = await window.call('samples.preview', request);
  window.close();
  expect(preprocess).toMatchObject({ scale: 1 / 255, mean: 0, std: 1 });
  expect(samples.map(({ range }) => range[2])).toEqual([0, 1]);
});
