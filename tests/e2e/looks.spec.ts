/** Every screen in each of its states: pictures for people, and axe on each. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dropFile } from './support/drop.ts';
import { EXAMPLES } from './support/files.ts';
import { look } from './support/looks.ts';
import { blockedModel, noModel, twoInputs } from './support/models.ts';
import { expect, test } from './support/test.ts';
import {
  chooseBadge,
  goToLayer,
  graphOf,
  openProject,
  openStart,
  panel,
  PATIENCE,
  runButton,
  status,
  tab,
  typePlan,
} from './support/workbench.ts';

test('start screen', async ({ page, host, folders }) => {
  await openStart(page, host);
  await look(page, 'start-empty');
  await page.getByRole('button', { name: /^New from ONNX file/ }).click();
  const picker = page.getByRole('dialog', { name: 'Choose an ONNX model' });
  await picker.getByRole('textbox', { name: 'Folder' }).fill(EXAMPLES);
  await page.keyboard.press('Enter');
  await expect(picker.getByRole('option', { name: /^vit-small/ })).toBeVisible();
  await look(page, 'start-file-dialog');
  await picker.getByRole('textbox', { name: 'Folder' }).fill(join(EXAMPLES, 'absent'));
  await page.keyboard.press('Enter');
  await expect(picker.getByRole('alert')).toBeVisible();
  await look(page, 'start-file-dialog-error');
  await page.keyboard.press('Escape');
  writeFileSync(folders.at('text.spikeloom'), 'no project\n');
  await page.goto(host.address(folders.at('text.spikeloom')));
  await expect(page.getByRole('alert')).toBeVisible();
  await look(page, 'start-error');
  await page.goto(host.address());
  await page.getByRole('button', { name: /^Open the example/ }).click();
  await expect(page.getByText('Making ResNet-20 example…')).toBeVisible();
  await look(page, 'start-busy', { moving: true });
});

test('new project', async ({ page, host }) => {
  await openStart(page, host);
  await dropFile(page, 'broken.onnx', noModel);
  await expect(page.getByRole('alert')).toBeVisible();
  await look(page, 'new-model-error');
  await dropFile(page, 'blocked.onnx', blockedModel());
  await expect(page.getByText('cannot be converted. Replace them')).toBeVisible();
  await look(page, 'new-model-blocked');
  await dropFile(page, 'two.onnx', twoInputs());
  await expect(page.getByRole('group', { name: 'This model has several inputs' })).toBeVisible();
  await look(page, 'new-model-inputs');
  await page.keyboard.press('Control+Alt+n');
  const picker = page.getByRole('dialog', { name: 'Choose an ONNX model' });
  await picker.getByRole('textbox', { name: 'Folder' }).fill(EXAMPLES);
  await page.keyboard.press('Enter');
  await picker.getByRole('option', { name: /^vit-small/ }).dblclick();
  await expect(page.getByRole('listbox', { name: 'Nodes' })).toBeVisible();
  await page
    .getByRole('option', { name: /act\/Erf/ })
    .first()
    .click();
  await look(page, 'new-model');
  await page.getByRole('button', { name: 'Next' }).click();
  await look(page, 'new-samples-empty');
  const source = page.getByRole('textbox', { name: 'Calibration samples' });
  await source.fill(join(EXAMPLES, 'cifar10', 'calibration'));
  await source.press('Enter');
  await expect(page.getByRole('region', { name: 'What the network will see' }).getByRole('img').first()).toBeVisible();
  await look(page, 'new-samples');
  await page.getByRole('textbox', { name: 'Size' }).fill('16');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toBeVisible();
  await look(page, 'new-samples-error');
  await page.getByRole('button', { name: 'Reset' }).click();
  await page.getByRole('button', { name: 'Next' }).click();
  await look(page, 'new-project');
  const place = page.getByRole('textbox', { name: 'Project file' });
  await place.fill('/absent/vit.spikeloom');
  await place.press('Enter');
  // The name is checked before a job is queued.
  await expect(page.getByText('cannot be written: the folder /absent does not exist')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Create project' })).toBeDisabled();
  await look(page, 'new-project-error');
});

test('workbench', async ({ page, host, example }) => {
  await openProject(page, host, example);
  await look(page, 'workbench');
  await goToLayer(page, 'layer2.0.relu1');
  await look(page, 'layer');
  await tab(page, 'Jobs').click();
  await look(page, 'jobs-empty');
  await chooseBadge(page, 'layer2.0.relu1', 'Coding', 'rate');
  await page
    .getByRole('button', { name: /^Coding: rate/ })
    .first()
    .click();
  await expect(page.getByRole('dialog', { name: 'Coding of layer2.0.relu1' })).toBeVisible();
  await look(page, 'badge-editor');
  await page.keyboard.press('Escape');
  await graphOf(page).focus();
  await page.keyboard.press('Control+a');
  await expect(page.getByRole('heading', { name: /layers selected/ })).toBeVisible();
  await look(page, 'many-layers');
  await tab(page, 'History').click();
  await look(page, 'history');
  await tab(page, 'Problems').click();
  await look(page, 'problems-empty');

  await test.step('running, and results', async () => {
    await tab(page, 'Results').click();
    await runButton(page).click();
    await expect(page.getByRole('region', { name: 'Run' }).getByRole('progressbar')).toBeVisible();
    await look(page, 'running', { moving: true });
    await expect(panel(page, 'Results').getByRole('row', { name: /^8 / })).toBeVisible(PATIENCE);
    await expect(runButton(page)).toBeVisible(PATIENCE);
    await look(page, 'results');
    await page.keyboard.press('Alt+4');
    await look(page, 'overlay-conversion-error');
    await page.keyboard.press('Alt+0');
    await goToLayer(page, 'layer3.2.relu2');
    await look(page, 'layer-after-run');
    await tab(page, 'Jobs').click();
    await look(page, 'jobs');
  });

  await test.step('plan as text', async () => {
    await tab(page, 'Plan').click();
    await expect(page.locator('.monaco-editor').first()).toBeVisible();
    await look(page, 'plan');
    await page.getByRole('radio', { name: 'Compare' }).click();
    await expect(page.locator('.monaco-diff-editor')).toBeVisible();
    await look(page, 'plan-compare');
    await page.getByRole('radio', { name: 'Edit' }).click();
    await typePlan(page, '{\n  "version": 1,\n  "layers": {\n    "relu": { "coding": "rat" }\n  }\n}');
    await expect(status(page).getByRole('button', { name: /problem/ })).toHaveText(/1 problem/);
    await look(page, 'plan-error');
    await tab(page, 'Problems').click();
    await look(page, 'problems');
  });
});

test('dialogs, high contrast, and a host that went away', async ({ page, host, example }) => {
  await openProject(page, host, example);
  const dialog = page.getByRole('dialog');
  for (const [key, name] of [
    ['Control+k', 'palette'],
    ['Control+,', 'settings'],
    ['Control+/', 'shortcuts'],
  ] as const) {
    await page.keyboard.press(key);
    await expect(dialog).toBeVisible();
    await look(page, name);
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
  }
  await page.keyboard.press('Control+k');
  await page.keyboard.type('about');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: /About/ })).toBeVisible();
  await look(page, 'about');
  await page.keyboard.press('Escape');
  await page.emulateMedia({ contrast: 'more' });
  await look(page, 'high-contrast');
  await page.emulateMedia({ contrast: null });
  await host.kill();
  await expect(page.getByText('Spikeloom does not answer; trying again.')).toBeVisible();
  await look(page, 'not-connected');
});
