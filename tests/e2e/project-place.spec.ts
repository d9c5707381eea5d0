/** The place of a new project: names are checked before a job waits, nothing there is lost unasked, and a waiting job says for which other. */
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { formatNpy } from '../../src-main/dataset/index.ts';
import { EXAMPLES, prepared } from './support/files.ts';
import { smallModel } from './support/models.ts';
import { expect, type Page, test } from './support/test.ts';
import { beginProject, openStart, untilOpen } from './support/workbench.ts';

/** Goes to the last step of a project of the small model at `at('small.onnx')`. */
async function toPlace(page: Page, at: (name: string) => string): Promise<void> {
  await beginProject(page, at('small.onnx'));
  await page.getByRole('button', { name: 'Next' }).click();
  const source = page.getByRole('textbox', { name: 'Calibration samples' });
  await source.fill(at('samples.npy'));
  await source.press('Enter');
  await page.getByRole('button', { name: 'Next' }).click();
}

const parts = (page: Page) => ({
  place: page.getByRole('textbox', { name: 'Project file' }),
  message: page.getByRole('region', { name: 'Project', exact: true }).locator('.ui-field-message'),
  create: page.getByRole('button', { name: 'Create project' }),
});

test.beforeEach(({ folders: { at } }) => {
  writeFileSync(at('small.onnx'), smallModel());
  writeFileSync(
    at('samples.npy'),
    formatNpy(
      Float64Array.from({ length: 48 }, (_, index) => index / 48),
      [4, 3, 2, 2],
    ),
  );
});

test('a name that cannot be says so before anything waits for it', async ({ page, host, folders: { at } }) => {
  writeFileSync(at('text.spikeloom'), 'no project\n');
  await openStart(page, host);
  await toPlace(page, at);
  const { place, message, create } = parts(page);
  await expect(place).toHaveValue(at('small.spikeloom'));
  for (const [name, says] of [
    ['', 'it has no name'],
    [at('.spikeloom'), 'the file has no name'],
    [at(`${'n'.repeat(250)}.spikeloom`), 'bytes long'],
    [at('absent/a.spikeloom'), 'does not exist; make it first'],
    [at('text.spikeloom'), 'is not a Spikeloom project'],
  ] as const) {
    await place.fill(name);
    await place.press('Enter');
    await expect(message).toContainText(says);
    await expect(create).toBeDisabled();
  }
  await page.getByRole('button', { name: 'Name it “text 2”' }).click();
  await expect(place).toHaveValue(at('text 2.spikeloom'));
  await expect(create).toBeEnabled();
  expect(readFileSync(at('text.spikeloom'), 'utf8')).toBe('no project\n');
});

test('a project that is there is kept, or replaced as a whole where that is asked for', async ({
  page,
  host,
  folders: { at },
}) => {
  copyFileSync(prepared.example, at('small.spikeloom'));
  const before = readFileSync(at('small.spikeloom'));
  await openStart(page, host);
  await toPlace(page, at);
  const { place, message, create } = parts(page);
  await expect(message).toHaveText('small.spikeloom is there already. Choose another name, or replace the project.');
  await expect(create).toBeDisabled();

  await test.step('another name', async () => {
    await page.getByRole('button', { name: 'Name it “small 2”' }).click();
    await expect(place).toHaveValue(at('small 2.spikeloom'));
    await expect(message).toHaveText(/Everything about this network/);
    await create.click();
    await untilOpen(page);
    expect(readFileSync(at('small.spikeloom')).equals(before)).toBe(true);
    await page.keyboard.press('Control+Alt+w');
  });

  await test.step('replaced: nothing of the other network is left', async () => {
    await toPlace(page, at);
    await page.getByRole('button', { name: 'Replace it' }).click();
    await expect(message).toContainText('will be replaced');
    await page.getByRole('button', { name: 'Keep it' }).click();
    await expect(create).toBeDisabled();
    await page.getByRole('button', { name: 'Replace it' }).click();
    await page.getByRole('button', { name: 'Replace project' }).click();
    await untilOpen(page);
    const window = await host.connect();
    const view = await window.call('project.open', { path: at('small.spikeloom') });
    window.close();
    expect(view.model.file).toBe(at('small.onnx'));
    expect(view.versions).toHaveLength(1);
    expect(view.runs).toEqual([]);
    expect(view.document).toMatchObject({ done: [], undone: [] });
  });
});

test('while a job waits the place is fixed, and what it waits for is said', async ({ page, host, folders: { at } }) => {
  // Another window's job takes all cores for as long as the test needs.
  const window = await host.connect();
  const { job } = await window.call('project.create', {
    model: `${EXAMPLES}/vit-small-cifar10.onnx`,
    out: at('other.spikeloom'),
    calibration: { source: `${EXAMPLES}/cifar10/calibration`, batch: 10, skipBad: false },
    dataset: null,
  });
  await page.goto(host.address());
  await expect(page.getByText('Being made')).toBeVisible();
  await toPlace(page, at);
  const { place, create, message } = parts(page);

  await place.fill(at('other.spikeloom'));
  await place.press('Enter');
  await expect(message).toContainText('is being made already');
  await place.fill(at('mine.spikeloom'));
  await create.click();
  await expect(page.getByText('Waiting for “other from vit-small-cifar10.onnx” of other')).toBeVisible();
  await expect(place).toBeDisabled();
  await expect(place).toHaveValue(at('mine.spikeloom'));
  await expect(page.getByRole('button', { name: 'Choose the place of the project file' })).toBeDisabled();
  await expect(page.getByRole('button', { name: 'Back' })).toBeDisabled();
  await page.screenshot({ path: test.info().outputPath('waiting.png') });
  await window.call('job.cancel', { job });
  window.close();
  await untilOpen(page);
  await expect(page.getByRole('heading', { name: 'mine', exact: true })).toBeVisible();
});
