/** Paths as people paste them, in every place of the window that takes one. */
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Locator, Page } from '@playwright/test';
import { formatNpy } from '../../src-main/dataset/index.ts';
import { prepared } from './support/files.ts';
import { smallModel } from './support/models.ts';
import { expect, test } from './support/test.ts';
import { openStart, untilOpen } from './support/workbench.ts';

/** Ways to write one path. */
const SPELLINGS: Readonly<Record<string, (path: string) => string>> = {
  'with blanks around it': (path) => `  ${path} \n`,
  'in quotes': (path) => `"${path}"`,
  'in single quotes, as a shell writes it': (path) => `'${path}' `,
  'from the home folder': (path) => `~/${relative(homedir(), path)}`,
  'as the address of a file': (path) => pathToFileURL(path).href,
};

/** Pastes from the clipboard, line ends included, and enters. */
async function paste(field: Locator, text: string): Promise<void> {
  // A dialog that opens takes the focus once, perhaps between two of these steps.
  await expect(async () => {
    await field.focus();
    await field.press('Control+a');
    await field.page().evaluate((pasted) => {
      document.execCommand('insertText', false, pasted);
    }, text);
    expect(await field.inputValue()).toContain(text.trim());
  }).toPass();
  await field.press('Enter');
}

const folderField = (page: Page, title: string): Locator =>
  page.getByRole('dialog', { name: title }).getByRole('textbox', { name: 'Folder' });

for (const [name, spell] of Object.entries(SPELLINGS)) {
  test(`a path ${name} is understood wherever one is given`, async ({ page, host, folders }) => {
    // The home folder and the test's have the root in common only: a blank in the name is what addresses escape.
    mkdirSync(folders.at('my files'));
    const at = (file: string): string => folders.at(join('my files', file));
    /** As a field shows it: fields do not go through folders. */
    const inField = (file: string): string =>
      spell('/').startsWith('~') ? `${homedir()}/${relative(homedir(), at(file))}` : at(file);
    writeFileSync(at('small.onnx'), smallModel());
    writeFileSync(at('samples.npy'), formatNpy(new Float64Array(4 * 3 * 2 * 2), [4, 3, 2, 2]));
    writeFileSync(at('answers.npy'), formatNpy(new Float64Array(4), [4]));
    copyFileSync(prepared.example, at('there.spikeloom'));
    await openStart(page, host);

    await test.step('the dialog of a model', async () => {
      await page.keyboard.press('Control+Alt+n');
      await paste(folderField(page, 'Choose an ONNX model'), spell(at('small.onnx')));
      await expect(page.getByRole('heading', { name: 'New project from small.onnx' })).toBeVisible();
    });

    await test.step('fields of samples, and their dialog', async () => {
      await page.getByRole('button', { name: 'Next' }).click();
      const source = page.getByRole('textbox', { name: 'Calibration samples' });
      await paste(source, spell(at('samples.npy')));
      await expect(source).toHaveValue(inField('samples.npy'));
      for (const { field, button, dialog, file } of [
        {
          field: 'Samples for runs (optional)',
          button: 'Choose samples for runs',
          dialog: 'Choose samples',
          file: 'samples.npy',
        },
        { field: 'Labels for runs (optional)', button: 'Choose labels', dialog: 'Choose labels', file: 'answers.npy' },
      ]) {
        const path = page.getByRole('textbox', { name: field });
        await page.getByRole('button', { name: button }).click();
        await paste(folderField(page, dialog), spell(at(file)));
        await expect(path).toHaveValue(at(file));
        await paste(path, spell(at(file)));
        await expect(path).toHaveValue(inField(file));
      }
      await expect(page.getByText('4 samples of 3 × 2 × 2')).toBeVisible();
      await page.getByRole('button', { name: 'Next' }).click();
    });

    await test.step('the field of the project file, and its dialog', async () => {
      const place = page.getByRole('textbox', { name: 'Project file' });
      await paste(place, spell(at('typed.spikeloom')));
      await expect(place).toHaveValue(inField('typed.spikeloom'));
      const dialog = page.getByRole('dialog', { name: 'Place of the project file' });
      await page.getByRole('button', { name: 'Choose the place of the project file' }).click();
      await paste(folderField(page, 'Place of the project file'), spell(at('new.spikeloom')));
      await expect(dialog.getByRole('textbox', { name: 'Name of the file' })).toHaveValue('new.spikeloom');
      await dialog.getByRole('button', { name: 'Choose', exact: true }).click();
      await expect(place).toHaveValue(at('new.spikeloom'));
      await page.getByRole('button', { name: 'Choose the place of the project file' }).click();
      await paste(dialog.getByRole('textbox', { name: 'Name of the file' }), spell(at('named.spikeloom')));
      await expect(place).toHaveValue(inField('named.spikeloom'));
    });

    await test.step('the dialog of a project, and the samples of its runs', async () => {
      await page.keyboard.press('Control+o');
      await paste(folderField(page, 'Open a project'), spell(at('small.onnx')));
      await expect(page.getByRole('alert')).toHaveText('small.onnx is no such file. Files ending in .spikeloom.');
      await paste(folderField(page, 'Open a project'), spell(at('there.spikeloom')));
      await untilOpen(page);
      const bar = page.getByRole('region', { name: 'Run' });
      await bar.getByRole('button', { name: /^Samples:/ }).click();
      const samples = page.getByRole('textbox', { name: 'Folder or file with samples' });
      await paste(samples, spell(at('samples.npy')));
      await expect(samples).toHaveValue(inField('samples.npy'));
      const labels = page.getByRole('textbox', { name: 'Labels (optional)' });
      await paste(labels, spell(at('answers.npy')));
      await expect(labels).toHaveValue(inField('answers.npy'));
    });
  });
}
