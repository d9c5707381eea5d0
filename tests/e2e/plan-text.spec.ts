/** The plan as text while it is wrong: said where it is, nothing lost, the graph keeps what it showed. */
import { expect, test } from './support/test.ts';
import { chooseBadge, nodeOf, openProject, panel, planText, status, tab, typePlan } from './support/workbench.ts';

test('text with an error loses nothing that the graph shows', async ({ page, host, example }) => {
  await openProject(page, host, example);
  await chooseBadge(page, 'relu', 'Coding', 'rate');
  const badge = nodeOf(page, 'relu').getByRole('button', { name: /^Coding/ });
  await typePlan(page, '{ "version": 1, "layers": { "relu": { "coding": "rat" } } }');
  const state = panel(page, 'Plan').getByRole('status');
  await expect(state).toContainText('1 problem: the graph keeps the last plan that can be read');
  await expect(badge).toHaveAccessibleName('Coding: rate. Change');
  await expect(status(page).getByRole('button', { name: '1 problem' })).toBeVisible();

  await test.step('the list of problems leads to the place', async () => {
    await status(page).getByRole('button', { name: '1 problem' }).click();
    const problem = panel(page, 'Problems').getByRole('option');
    await expect(problem).toContainText('"rat"');
    await problem.click();
    await expect(tab(page, 'Plan')).toHaveAttribute('aria-selected', 'true');
    await expect(page.getByRole('textbox', { name: 'Plan as text' })).toBeFocused();
  });

  await test.step('text that is no JSON at all is kept while it is being written', async () => {
    await typePlan(page, '{ "version": 1, "layers": {');
    await expect(state).toContainText('the graph keeps the last plan that can be read');
    await tab(page, 'History').click();
    await planText(page);
    await expect(state).toContainText('the graph keeps the last plan that can be read');
    await expect(badge).toHaveAccessibleName('Coding: rate. Change');
  });

  await test.step('mended, it is in step again', async () => {
    await typePlan(page, '{ "version": 1, "layers": { "relu": { "coding": "rate", "thresholds": 3 } } }');
    await expect(state).toHaveText('In step with the graph');
    await expect(nodeOf(page, 'relu').getByRole('button', { name: /^Neuron/ })).toHaveAccessibleName('Neuron: mt 3. Change');
    await expect(status(page)).toContainText('No problems');
  });
});

test('a comparison follows changes that come while it is still being made', async ({ page, host, example }) => {
  // As on a busy machine: the answers of threads come late.
  await page.addInitScript(() => {
    Object.defineProperty(Worker.prototype, 'onmessage', {
      set(this: Worker, listener: (event: MessageEvent) => void) {
        this.addEventListener('message', (event) => setTimeout(() => listener.call(this, event), 300));
      },
    });
  });
  await openProject(page, host, example);
  const layers = Object.fromEntries(
    [1, 2, 3].flatMap((stage) =>
      [0, 1, 2].map((block) => [`layer${stage}.${block}.relu2`, { coding: 'rate', neuron: 'mt', thresholds: block + 2 }]),
    ),
  );
  await typePlan(page, JSON.stringify({ version: 1, layers }, null, 2));
  await expect(panel(page, 'Plan').getByRole('status')).toHaveText('In step with the graph');
  await page.getByRole('radio', { name: 'Compare' }).click();
  const comparison = page.locator('.monaco-diff-editor');
  await expect(comparison).toBeVisible();
  await expect(comparison.locator('.line-insert').first()).toBeVisible();
  const undo = page.getByRole('button', { name: 'Undo' });
  for (let change = 0; change < 12; change++) {
    await ((await undo.isEnabled()) ? undo : page.getByRole('button', { name: 'Redo' })).click();
    // The editor waits for 200 ms after a change before it compares: the next one must come while it does.
    await page.waitForTimeout(250);
    // Left while it compares, too, and opened again.
    if (change % 4 !== 3) continue;
    await page.getByRole('radio', { name: 'Edit' }).click();
    await page.waitForTimeout(400);
    await page.getByRole('radio', { name: 'Compare' }).click();
    await expect(comparison).toBeVisible();
  }
  if (await undo.isDisabled()) await page.getByRole('button', { name: 'Redo' }).click();
  await expect(comparison.locator('.line-insert').first()).toBeVisible();
});
