/** What hands do besides clicking: panels dragged, several files dropped, a making given up, layers chosen by a pattern. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { dropFiles } from './support/drop.ts';
import { EXAMPLES } from './support/files.ts';
import { noModel } from './support/models.ts';
import { expect, type Page, test } from './support/test.ts';
import { chooseModel, inspector, openProject, openStart, untilOpen } from './support/workbench.ts';

const widthOf = async (page: Page): Promise<number> => (await inspector(page).boundingBox())!.width;
const heightOf = async (page: Page): Promise<number> => (await page.getByRole('tablist').boundingBox())!.y;

test('panels are dragged and walked to another size, which is kept', async ({ page, host, example }) => {
  await openProject(page, host, example);
  const [width, top] = [await widthOf(page), await heightOf(page)];
  const side = page.getByRole('separator', { name: 'Width of the inspector' });
  const { x, y, height } = (await side.boundingBox())!;
  await page.mouse.move(x + 1, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x - 59, y + height / 2, { steps: 5 });
  await page.mouse.up();
  await expect.poll(() => widthOf(page)).toBeGreaterThan(width + 40);
  await page.getByRole('separator', { name: 'Height of the panel' }).focus();
  await page.keyboard.press('ArrowUp');
  await expect.poll(() => heightOf(page)).toBeLessThan(top - 10);
  const [wider, higher] = [await widthOf(page), await heightOf(page)];
  // What was done is kept within a second.
  await page.waitForTimeout(1000);
  await page.reload();
  await untilOpen(page);
  expect(Math.abs((await widthOf(page)) - wider)).toBeLessThan(3);
  expect(Math.abs((await heightOf(page)) - higher)).toBeLessThan(3);
});

test('layers are chosen by a pattern', async ({ page, host, example }) => {
  await openProject(page, host, example);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('Select by name');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Select by name' });
  await dialog.getByRole('textbox', { name: 'Name or glob' }).fill('no such layer');
  await expect(dialog.getByRole('button', { name: 'Select' })).toBeDisabled();
  await dialog.getByRole('textbox', { name: 'Name or glob' }).fill('layer2.*.relu?');
  await dialog.getByRole('button', { name: 'Select' }).click();
  await expect(inspector(page).getByRole('heading', { name: '6 layers selected' })).toBeVisible();
});

test('of several files that are dropped the model is taken, wherever it is among them', async ({ page, host }) => {
  await openStart(page, host);
  const model = readFileSync(join(EXAMPLES, 'resnet20-cifar10.onnx'));
  await dropFiles(page, [
    ['notes.txt', noModel],
    ['mine.onnx', model],
    ['photo.png', noModel],
  ]);
  await expect(page.getByText('One file at a time: mine.onnx was taken, 2 others were left.')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'New project from mine.onnx' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Next' })).toBeEnabled();
});

test('the making of a project that is given up leaves nothing behind, and can begin anew', async ({ page, host, folders }) => {
  await page.goto(host.address());
  await chooseModel(page, 'resnet20-cifar10.onnx');
  await page.getByRole('button', { name: 'Next' }).click();
  const source = page.getByRole('textbox', { name: 'Calibration samples' });
  await source.fill(join(EXAMPLES, 'cifar10', 'calibration'));
  await source.press('Enter');
  await expect(page.getByRole('region', { name: 'What the network will see' }).getByRole('img').first()).toBeVisible();
  await page.getByRole('button', { name: 'Next' }).click();
  const file = folders.at('given-up.spikeloom');
  const place = page.getByRole('textbox', { name: 'Project file' });
  await place.fill(file);
  await place.press('Enter');
  const left = (): string[] => readdirSync(dirname(file)).filter((name) => name.includes('given-up'));
  const create = page.getByRole('button', { name: 'Create project' });
  await create.click();
  await expect(page.getByRole('progressbar')).toBeVisible();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(create).toBeEnabled();
  await expect.poll(left).toEqual([]);
  await create.click();
  await untilOpen(page);
  expect(existsSync(file)).toBe(true);
});
