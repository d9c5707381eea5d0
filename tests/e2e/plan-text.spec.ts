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
