/** A model of one's own: looked at before anything is converted, its samples seen as the network will, made into a project. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dropFile } from './support/drop.ts';
import { EXAMPLES } from './support/files.ts';
import { blockedModel, noModel, smallModel, threeOutputs, twoInputs } from './support/models.ts';
import { expect, test } from './support/test.ts';
import { chooseModel, openStart, status, untilOpen } from './support/workbench.ts';

test('the ViT example: preflight, samples, project', async ({ page, host, folders }) => {
  await page.goto(host.address());
  await chooseModel(page, 'vit-small-cifar10.onnx');

  await test.step('every node has its fate', async () => {
    await expect(
      page.getByRole('status').filter({ hasText: 'All 289 nodes can be converted, with 43 neuron layers.' }),
    ).toBeVisible();
    await page.getByRole('radio', { name: 'Real-valued 16' }).click();
    const nodes = page.getByRole('listbox', { name: 'Nodes' });
    await expect(nodes.getByRole('option')).toHaveCount(16);
    await page.getByRole('searchbox', { name: 'Search nodes' }).fill('softmax');
    await nodes.getByRole('option').first().click();
    await expect(page.getByRole('region', { name: 'Nodes' }).getByText('expectation compensation').last()).toBeVisible();
    await page.getByRole('button', { name: 'Next' }).click();
  });

  await test.step('samples as the network sees them', async () => {
    const source = page.getByRole('textbox', { name: 'Calibration samples' });
    await source.fill(`${join(EXAMPLES, 'cifar10', 'calibration')}@0:48`);
    await source.press('Enter');
    const preview = page.getByRole('region', { name: 'What the network will see' });
    await expect(preview.getByRole('img').first()).toBeVisible();
    await expect(preview).toContainText('48 samples of 3 × 32 × 32, 10 classes');
    await expect(page.getByText('From vit-small-cifar10.json')).toBeVisible();
    await page.getByRole('textbox', { name: 'Mean' }).fill('0');
    await page.keyboard.press('Enter');
    await expect(page.getByText('Set here')).toBeVisible();
    await expect(preview).toContainText('Values 0 … ');
    await page.getByRole('button', { name: 'Reset' }).click();
    await expect(preview).toContainText('Values −1.9');
    const runs = page.getByRole('textbox', { name: 'Samples for runs (optional)' });
    await runs.fill(join(EXAMPLES, 'cifar10', 'test'));
    await runs.press('Enter');
    await page.getByRole('button', { name: 'Next' }).click();
  });

  await test.step('a place that is none says so, another one works', async () => {
    const place = page.getByRole('textbox', { name: 'Project file' });
    await place.fill(folders.at('absent/vit.spikeloom'));
    await place.press('Enter');
    await expect(page.getByText('does not exist; make it first')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Create project' })).toBeDisabled();
    // A name alone is meant for the same folder, and gets its ending.
    await place.fill(folders.at('first.spikeloom'));
    await place.press('Enter');
    await place.fill('vit');
    await place.press('Enter');
    await expect(place).toHaveValue(folders.at('vit.spikeloom'));
    await expect(page.getByText('does not exist; make it first')).toBeHidden();
    await page.getByRole('button', { name: 'Create project' }).click();
    await untilOpen(page);
    await expect(page.getByRole('heading', { name: 'vit', exact: true })).toBeVisible();
    await expect(status(page)).toContainText('No problems');
  });

  await test.step('it is among the recent ones, and the page that is loaded again shows it', async () => {
    await page.reload();
    await untilOpen(page);
    await page.keyboard.press('Control+Alt+w');
    await expect(page.getByRole('region', { name: 'Recent projects' }).getByRole('button', { name: /^vit / })).toBeVisible();
  });
});

test('a file that is no model says so, and a whole one can be dropped in its place', async ({ page, host }) => {
  await openStart(page, host);
  await dropFile(page, 'broken.onnx', noModel);
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('This model cannot be read');
  await expect(alert).toContainText('broken.onnx is not an ONNX model');
  await expect(alert.getByRole('button', { name: 'Copy details' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Next' })).toBeDisabled();
  await dropFile(page, 'photo.png', noModel);
  await expect(page.getByText('photo.png is neither an ONNX model')).toBeVisible();
  await dropFile(page, 'other.spikeloom', noModel);
  await expect(page.getByText('A browser hands over a copy of other.spikeloom only')).toBeVisible();
});

test('a model with nodes that cannot be converted goes no further, and says what to do', async ({ page, host }) => {
  await openStart(page, host);
  await dropFile(page, 'blocked.onnx', blockedModel());
  await expect(page.getByRole('status').filter({ hasText: /of 4 nodes cannot be converted\. Replace them/ })).toBeVisible();
  await expect(page.getByRole('listbox', { name: 'Nodes' }).getByRole('option').first()).toContainText('Frobnicate');
  await expect(page.getByRole('button', { name: 'Next' })).toBeDisabled();
  await expect(page.getByRole('button', { name: 'Samples' })).toBeDisabled();
});

test('a model with several inputs asks which takes the samples', async ({ page, host }) => {
  await openStart(page, host);
  await dropFile(page, 'two.onnx', twoInputs());
  await expect(page.getByRole('group', { name: 'This model has several inputs' })).toBeVisible();
  await page.getByRole('radio', { name: /^input/ }).click();
  await page.getByRole('button', { name: 'Look at it with this input' }).click();
  await expect(page.getByRole('region', { name: 'Nodes' })).toContainText('export the network with mask as a constant');
  await page.getByRole('button', { name: 'Choose another input…' }).click();
  await expect(page.getByRole('group', { name: 'This model has several inputs' })).toBeVisible();
});

test('outputs are switched one after the other by keyboard, while the model is looked at again', async ({ page, host }) => {
  await openStart(page, host);
  await dropFile(page, 'outputs.onnx', threeOutputs());
  const output = (name: string) => page.getByRole('group', { name: 'Outputs to take' }).getByRole('switch', { name });
  await output('active').focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await expect(output('hidden')).toBeFocused();
  const taken = page.getByRole('region', { name: 'Model' }).getByRole('definition').filter({ hasText: 'logits' });
  await expect(taken).toHaveText('logits [batch, 4]');
  await expect(page.getByRole('button', { name: 'Next' })).toBeEnabled();
  await expect(output('hidden')).toBeFocused();
  for (const [name, isTaken] of [
    ['logits', true],
    ['active', false],
    ['hidden', false],
  ] as const)
    await expect(output(name)).toBeChecked({ checked: isTaken });
});

test('a dropped model is called by its name, not by the path of its copy', async ({ page, host, folders }) => {
  await openStart(page, host);
  await dropFile(page, 'small.onnx', smallModel());
  const file = page.getByRole('region', { name: 'Model' }).getByRole('definition').first();
  await expect(file).toHaveText('small.onnx');
  await expect(file).toHaveAttribute('title', /was copied into Spikeloom’s folder/);
  writeFileSync(folders.at('placed.onnx'), smallModel());
  await page.keyboard.press('Control+Alt+n');
  const picker = page.getByRole('dialog', { name: 'Choose an ONNX model' });
  await picker.getByRole('textbox', { name: 'Folder' }).fill(folders.at('.'));
  await page.keyboard.press('Enter');
  await picker.getByRole('option', { name: 'placed.onnx' }).dblclick();
  await expect(file).toHaveText('placed.onnx');
  await expect(file).toHaveAttribute('title', folders.at('placed.onnx'));
});

test('a project that is gone or is none says so where it was opened', async ({ page, host, folders }) => {
  writeFileSync(folders.at('text.spikeloom'), 'no project\n');
  await page.goto(host.address(folders.at('text.spikeloom')));
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('text could not be opened');
  await expect(alert).toContainText('not a Spikeloom project');
  await alert.getByRole('button', { name: 'Dismiss' }).click();
  await expect(page.getByText('No projects yet')).toBeVisible();
});
