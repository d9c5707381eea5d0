/** Exporting as a person does it: choices, a preview, the package, a cancelled export, bad input at its field, and the list. */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { formatNpy } from '../../src-main/dataset/index.ts';
import { manifestSchema } from '../../src-shared/export/index.ts';
import { averaged } from '../exports/support/averaged.ts';
import { samplesOf } from '../fixtures/small-networks.ts';
import { onnxBytes } from '../support/onnx-graph.ts';
import { ROOT } from './support/files.ts';
import { look } from './support/looks.ts';
import { expect, type Locator, type Page, test } from './support/test.ts';
import { openProject, panel, tab } from './support/workbench.ts';

const dialogOf = (page: Page): Locator => page.getByRole('dialog', { name: 'Export' });
const field = (page: Page, name: string): Locator => dialogOf(page).getByRole('textbox', { name });

async function openDialog(page: Page): Promise<Locator> {
  await page.keyboard.press('Control+Shift+s');
  await expect(dialogOf(page)).toBeVisible();
  return dialogOf(page);
}

/** Types into a field and leaves it. */
async function fill(page: Page, name: string, text: string): Promise<void> {
  await field(page, name).fill(text);
  await field(page, name).press('Enter');
}

/** Waits for a preview of that many steps. */
const previewed = (page: Page, steps: string): Promise<void> =>
  expect(dialogOf(page).getByRole('region', { name: 'What will be written' }).getByRole('definition').nth(1)).toHaveText(steps);

test('a package is previewed, written, shown and listed; one that is cancelled leaves nothing', async ({
  page,
  host,
  example,
  folders,
}) => {
  await openProject(page, host, example);
  await tab(page, 'Exports').click();
  await expect(panel(page, 'Exports')).toContainText('No exports yet');
  await panel(page, 'Exports').getByRole('button', { name: 'Export the plan' }).click();
  const dialog = dialogOf(page);
  const preview = dialog.getByRole('region', { name: 'What will be written' });
  await expect(preview).toContainText('step.onnx');
  await expect(preview).toContainText('All layers: numbers have 32 bits');
  await expect(field(page, 'Folder of the package')).toHaveValue(join(folders.user, 'examples', 'ResNet-20-onnx'));

  // By keyboard alone.
  await dialog.getByRole('combobox', { name: 'Format' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('option', { name: /^ONNX, one time step/ })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  // The list moves its focus in a later turn than the key.
  await expect(page.getByRole('option', { name: /^ONNX, all time steps/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(preview).toContainText('unrolled.onnx');
  await page.keyboard.press('Tab');
  await page.keyboard.type('2');
  await page.keyboard.press('Enter');
  await previewed(page, '2');
  await fill(page, 'Name', 'resnet20');
  const out = folders.at('package');
  await fill(page, 'Folder of the package', out);
  expect(existsSync(out)).toBe(false);
  await look(page, 'export-preview');

  await dialog.getByRole('button', { name: 'Export', exact: true }).press('Enter');
  await expect(dialog.getByRole('progressbar')).toBeVisible();
  await dialog.getByRole('button', { name: 'Cancel export' }).click();
  await expect(dialog.getByRole('button', { name: 'Export', exact: true })).toBeEnabled();
  expect(existsSync(out)).toBe(false);

  await dialog.getByRole('button', { name: 'Export', exact: true }).click();
  const result = page.getByRole('dialog', { name: 'Exported' });
  await expect(result).toBeVisible({ timeout: 90_000 });
  await expect(result).toContainText(out);
  await expect(result.getByRole('button', { name: 'Copy path' })).toBeVisible();
  await look(page, 'export-result');
  const manifest = manifestSchema.parse(JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8')));
  expect(manifest).toMatchObject({ format: 'onnx-unrolled', name: 'resnet20', steps: 2 });
  for (const { path } of manifest.files) expect(existsSync(join(out, path)), path).toBe(true);
  await result.getByRole('button', { name: 'Close' }).last().click();

  const rows = panel(page, 'Exports').getByRole('row');
  await expect(rows).toHaveCount(2);
  await expect(rows.last()).toContainText(out);
  await look(page, 'exports');
  rmSync(out, { recursive: true });
  await tab(page, 'Jobs').click();
  await expect(panel(page, 'Jobs').getByRole('listitem').first()).toContainText('Export to package');
  await tab(page, 'Exports').click();
  await expect(rows.last()).toContainText('Is gone');
  await panel(page, 'Exports')
    .getByRole('button', { name: /^Remove package from the list/ })
    .click();
  await expect(panel(page, 'Exports')).toContainText('No exports yet');
});

test('what cannot be exported is said at its field before anything is written', async ({ page, host, example, folders }) => {
  await openProject(page, host, example);
  const dialog = await openDialog(page);
  const start = dialog.getByRole('button', { name: 'Export', exact: true });
  await expect(start).toBeEnabled();

  await field(page, 'Time steps').fill('0');
  await expect(dialog.getByText('must be a whole number from 1 to a million')).toBeVisible();
  await field(page, 'Time steps').press('Escape');

  await fill(page, 'Name', '2 layers');
  await expect(dialog.getByText('“Name”: "2 layers" is not a C identifier')).toBeVisible();
  await expect(start).toBeDisabled();
  await fill(page, 'Name', '');
  await expect(start).toBeEnabled();

  await fill(page, 'Folder of the package', folders.at('no/such/folder'));
  await expect(dialog.getByText(`the folder ${folders.at('no/such')} does not exist`)).toBeVisible();
  await expect(start).toBeDisabled();

  mkdirSync(folders.at('own'));
  writeFileSync(folders.at('own/notes.txt'), 'mine');
  await fill(page, 'Folder of the package', folders.at('own'));
  await expect(dialog.getByText('is no package of Spikeloom')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Replace it' })).toHaveCount(0);

  // An empty folder can become a package.
  mkdirSync(folders.at('empty'));
  await fill(page, 'Folder of the package', folders.at('empty'));
  await expect(dialog.getByText('empty is there already')).toBeVisible();
  await expect(start).toBeDisabled();
  await look(page, 'export-taken');
  await dialog.getByRole('button', { name: 'Replace it' }).click();
  await expect(dialog.getByText('The package empty will be replaced.')).toBeVisible();
  await expect(start).toBeEnabled();

  // A place that is found out to be unwritable only when it is written.
  test.skip(process.platform !== 'linux', 'the folder /proc is of Linux');
  await fill(page, 'Folder of the package', '/proc/package');
  await expect(start).toBeEnabled();
  await start.click();
  await expect(dialog.getByText('/proc/package cannot be written')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
});

test('a plan that NIR cannot hold is adapted, measured and exported', async ({ page, host, folders }) => {
  const project = folders.at('net.spikeloom');
  const [model, samples] = [folders.at('net.onnx'), folders.at('samples.npy')];
  writeFileSync(model, onnxBytes(averaged));
  writeFileSync(samples, formatNpy(samplesOf(averaged, 24, 5), [24, 3, 12, 12]));
  const main = join(ROOT, 'src-main', 'cli', 'main.ts');
  const convert = [main, 'convert', model, '--calibration', samples, '--steps', '16', '--out', project];
  await promisify(execFile)(process.execPath, convert);
  await openProject(page, host, project);
  await openDialog(page);
  const dialog = dialogOf(page);
  const start = dialog.getByRole('button', { name: 'Export', exact: true });
  await dialog.getByRole('combobox', { name: 'Format' }).click();
  await page.getByRole('option', { name: 'NIR' }).click();
  const list = dialog.getByRole('listbox', { name: 'What the format cannot hold' });
  await expect(list).toContainText('differential coding, multi-threshold neurons');
  await expect(start).toBeDisabled();
  await look(page, 'export-obstacles');

  // A layer of the list leads to the graph, and the dialog comes back as it was.
  await list.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('region', { name: 'Inspector' })).toContainText('ra');
  await openDialog(page);

  await dialog.getByRole('button', { name: 'Adapt the plan' }).press('Enter');
  await expect(dialog.getByRole('switch', { name: 'Adapt the plan to the format' })).toBeChecked();
  await expect(start).toBeEnabled();
  await dialog.getByRole('button', { name: 'Measure this version' }).press('Enter');
  await expect(dialog.getByRole('progressbar')).toBeVisible();
  const table = dialog.getByRole('table');
  await expect(table).toContainText('on 24 samples', { timeout: 120_000 });
  await expect(table.getByRole('rowheader')).toHaveText(['16', '64']);
  await table.scrollIntoViewIfNeeded();
  await look(page, 'export-measured');

  await fill(page, 'Folder of the package', folders.at('package'));
  expect(existsSync(folders.at('package'))).toBe(false);
  await start.click();
  await expect(page.getByRole('dialog', { name: 'Exported' })).toBeVisible({ timeout: 120_000 });
  const manifest = manifestSchema.parse(JSON.parse(readFileSync(folders.at('package/manifest.json'), 'utf8')));
  expect(manifest).toMatchObject({ format: 'nir', plan: { version: 2, plan: { defaults: { coding: 'rate', neuron: 'if' } } } });
});
