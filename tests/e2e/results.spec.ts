/** Marks on a run's results, and plans that are not run at all. */
import { expect, test } from './support/test.ts';
import { chooseBadge, goToLayer, inspector, openProject, panel, runButton, tab, typePlan } from './support/workbench.ts';

test('results of an older plan are marked, and a run has a name and a note that all windows show', async ({
  page,
  host,
  example,
  context,
}) => {
  await openProject(page, host, example);
  const other = await context.newPage();
  await openProject(other, host, example);
  await page.getByRole('textbox', { name: 'Number of samples' }).fill('10');
  await page.keyboard.press('Enter');
  await runButton(page).click();
  await tab(page, 'Results').click();
  const results = panel(page, 'Results');
  await expect(results.getByRole('row', { name: /^8 / })).toBeVisible({ timeout: 60_000 });
  await expect(results.getByRole('button', { name: 'Name, note' })).toBeVisible();
  const older = results.getByRole('button', { name: 'Older plan' });
  await expect(older).toHaveCount(0);

  await test.step('the plan changes, and changes back', async () => {
    await chooseBadge(page, 'relu', 'Coding', 'rate');
    await expect(older).toBeVisible();
    await goToLayer(page, 'relu');
    await expect(inspector(page).getByText(/^Of an older plan: .* This layer has other settings now\.$/)).toBeVisible();
    await goToLayer(page, 'layer1.0.relu1');
    await expect(inspector(page).getByText(/own settings are the same now\.$/)).toBeVisible();
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(older).toHaveCount(0);
  });

  await test.step('name and note', async () => {
    await results.getByRole('button', { name: 'Name, note' }).click();
    const form = page.getByRole('dialog', { name: /^Name and note of run/ });
    await form.getByRole('textbox', { name: 'Name' }).fill('first try');
    await form.getByRole('textbox', { name: 'Note' }).fill('ten samples only');
    await form.getByRole('button', { name: 'Keep' }).click();
    for (const window of [page, other]) {
      await tab(window, 'Results').click();
      await expect(panel(window, 'Results').getByRole('combobox', { name: 'Run shown' })).toContainText('first try');
    }
    await expect(results.getByRole('button', { name: 'Note' })).toHaveAttribute('title', 'ten samples only');
  });
});

test('no number of samples runs nothing, an error in Problems keeps a plan from running, and both say so', async ({
  page,
  host,
  example,
}) => {
  await openProject(page, host, example);
  const why = page.getByRole('region', { name: 'Run' }).getByRole('note');
  const count = page.getByRole('textbox', { name: 'Number of samples' });
  await expect(runButton(page)).toBeEnabled();
  await count.fill('');
  await count.press('Enter');
  await expect(runButton(page)).toBeDisabled();
  await expect(why).toHaveAccessibleName('Cannot run: No samples would run: enter how many.');
  await page.getByRole('button', { name: /^Samples:/ }).click();
  await page.getByRole('button', { name: /^Take all/ }).click();
  await page.keyboard.press('Escape');
  await expect(count).not.toHaveValue('');
  await expect(runButton(page)).toBeEnabled();
  await typePlan(page, '{\n  "version": 1,\n  "layers": { "relu": { "coding": "rat" } }\n}');
  await expect(runButton(page)).toBeDisabled();
  await expect(why).toHaveAccessibleName(/^Cannot run: .*rat/);
  await typePlan(page, '{ "version": 1 }');
  await expect(runButton(page)).toBeEnabled();
});
