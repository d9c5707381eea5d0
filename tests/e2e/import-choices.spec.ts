/** The choices that a model leaves to a person: its outputs, few or many, the input of the samples, quantised values. */
import { dropFile } from './support/drop.ts';
import { look } from './support/looks.ts';
import { choosingModel, manyOutputs } from './support/models.ts';
import { expect, type Page, test } from './support/test.ts';
import { openStart } from './support/workbench.ts';

const outputs = (page: Page) => page.getByRole('group', { name: 'Outputs to take' });
const model = (page: Page) => page.getByRole('region', { name: 'Model' });
const next = (page: Page) => page.getByRole('button', { name: 'Next' });

test('outputs, a label and a mask among them, and quantised values: what is chosen can be changed back', async ({
  page,
  host,
}) => {
  await openStart(page, host);
  await dropFile(page, 'choosing.onnx', choosingModel());
  const output = (name: string) => outputs(page).getByRole('switch', { name });
  const said = outputs(page).getByRole('status');
  const place = async () => (await output('logits').boundingBox())!;

  await test.step('the input of the samples is asked, and what needs the mask or is a label is left out', async () => {
    await page.getByRole('radio', { name: /^input/ }).click();
    await page.getByRole('button', { name: 'Look at it with this input' }).click();
    await expect(model(page)).toContainText('Left out: label, a label chosen from scores');
    await expect(model(page)).toContainText('Left out: masked, which needs more than the input input');
    await expect(said).toHaveText('2 of 4 taken');
    // Quantised values are blocked until they are read as floating-point numbers.
    await expect(next(page)).toBeDisabled();
    await look(page, 'new-model-choices');
  });

  const before = await place();
  await test.step('read as floating-point numbers, the model can be converted; back again it cannot', async () => {
    const floats = page.getByRole('switch', { name: 'Read quantised values as floating-point numbers' });
    await floats.click();
    await expect(next(page)).toBeEnabled();
    await floats.click();
    await expect(next(page)).toBeDisabled();
    await floats.click();
    await expect(next(page)).toBeEnabled();
    expect(await place()).toEqual(before);
  });

  await test.step('a label is refused with what to do; the choices stay where they are, and lead back', async () => {
    await output('label').focus();
    await page.keyboard.press('Space');
    const alert = model(page).getByRole('alert');
    await expect(alert).toContainText('leave label out of “Outputs to take”');
    await expect(next(page)).toBeDisabled();
    await expect(output('label')).toBeFocused();
    await expect(output('label')).toBeChecked();
    expect(await place()).toEqual(before);
    await look(page, 'new-model-choices-error');
    await page.keyboard.press('Space');
    await expect(alert).toBeHidden();
    await expect(next(page)).toBeEnabled();
    await expect(output('label')).toBeFocused();
    expect(await place()).toEqual(before);
  });

  await test.step('the last output stays taken, in words and without a dialog', async () => {
    await output('active').click();
    await expect(said).toHaveText('1 of 4 taken');
    await output('logits').click();
    await expect(said).toHaveText('One output at least stays taken: switch another one on first.');
    await expect(output('logits')).toBeChecked();
    await expect(output('active')).not.toBeChecked();
    expect(await place()).toEqual(before);
    await outputs(page).getByRole('button', { name: 'Take those that neurons compute' }).click();
    await expect(said).toHaveText('2 of 4 taken');
    await expect(outputs(page).getByRole('button', { name: 'Take those that neurons compute' })).toBeDisabled();
    await expect(next(page)).toBeEnabled();
  });
});

test('of many outputs, those to take are searched and chosen by keyboard', async ({ page, host }) => {
  await openStart(page, host);
  await dropFile(page, 'many.onnx', manyOutputs(40));
  const list = outputs(page).getByRole('listbox', { name: 'Outputs to take' });
  const said = outputs(page).getByRole('status');
  await expect(said).toHaveText('41 of 41 taken');
  await expect(list.getByRole('option', { name: 'logits' })).toHaveAttribute('aria-selected', 'true');
  await look(page, 'new-model-many-outputs');
  const search = outputs(page).getByRole('searchbox', { name: 'Search outputs' });
  await search.fill('head 3');
  // head.3, head.13, head.23, head.30 … head.39
  await outputs(page).getByRole('button', { name: 'Take only those found' }).click();
  await expect(said).toHaveText('13 of 41 taken');
  await search.fill('head.39');
  await expect(list.getByRole('option')).toHaveCount(1);
  await outputs(page).getByRole('button', { name: 'Take only those found' }).click();
  await expect(said).toHaveText('1 of 41 taken');
  await list.focus();
  await page.keyboard.press('Space');
  await expect(said).toHaveText('One output at least stays taken: switch another one on first.');
  await search.fill('');
  await list.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Space');
  await expect(said).toHaveText('2 of 41 taken');
  await expect(list).toBeFocused();
  const taken = model(page).getByRole('definition').filter({ hasText: 'head.39' });
  await expect(taken).toHaveText('logits [batch, 4], head.39 [batch, 4]');
  await search.fill('nothing');
  await expect(outputs(page)).toContainText('No output has such a name');
});
