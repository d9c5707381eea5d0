/** The whole way without a mouse: from the start screen to results. */
import { expect, test } from './support/test.ts';
import { changes, graphOf, nodeOf, panel, PATIENCE, runButton, status, tab, untilOpen } from './support/workbench.ts';

test('keyboard only, the whole way', async ({ page, host, example }) => {
  expect(example).toContain('ResNet-20');
  await page.goto(host.address());
  const way = page.getByRole('button', { name: /^Open the example/ });
  await expect(way).toBeEnabled();
  const press = (key: string): Promise<void> => page.keyboard.press(key);

  await test.step('to the example by Tab and Enter', async () => {
    for (let i = 0; i < 20 && !(await way.evaluate((button) => button === document.activeElement)); i++) await press('Tab');
    await expect(way).toBeFocused();
    await press('Enter');
    await untilOpen(page);
  });

  await test.step('walk the graph and change a layer', async () => {
    await press('Control+Shift+G');
    await expect(graphOf(page).locator(':focus')).toHaveCount(1);
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown']) await press(key);
    // The graph says at once what is selected; the inspector follows.
    const isThere = async (): Promise<boolean> => (await nodeOf(page, 'relu').getAttribute('aria-label'))!.endsWith('selected');
    for (let i = 0; i < 6 && !(await isThere()); i++) await press('ArrowUp');
    await expect(page.getByRole('heading', { name: 'relu', exact: true })).toBeVisible();
    await press('c');
    await expect(page.getByRole('dialog', { name: 'Coding of relu' })).toBeVisible();
    await press('ArrowUp');
    await press('Enter');
    await expect(nodeOf(page, 'relu').getByRole('button', { name: 'Coding: rate. Change' })).toBeVisible();
  });

  await test.step('undo, redo, and see both in the history', async () => {
    await press('Control+z');
    await expect(nodeOf(page, 'relu').getByRole('button', { name: 'Coding: differential. Change' })).toBeVisible();
    await press('Control+y');
    await press('Control+Alt+4');
    await expect(changes(page).filter({ hasText: 'Coding of relu to rate' })).toBeVisible();
  });

  await test.step('another layer by its name', async () => {
    await press('Control+p');
    await page.keyboard.type('layer1.0.relu1');
    await press('Enter');
    await expect(page.getByRole('heading', { name: 'layer1.0.relu1', exact: true })).toBeVisible();
  });

  await test.step('a command from the palette', async () => {
    await press('Control+k');
    await page.keyboard.type('switch colours');
    await press('Enter');
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  });

  await test.step('run and read the results', async () => {
    await press('Control+Alt+1');
    await expect(tab(page, 'Results')).toHaveAttribute('aria-selected', 'true');
    const count = page.getByRole('textbox', { name: 'Number of samples' });
    for (let i = 0; i < 60 && !(await count.evaluate((field) => field === document.activeElement)); i++) await press('Tab');
    await expect(count).toBeFocused();
    await page.keyboard.type('20');
    await press('Enter');
    await press('Control+Enter');
    await expect(runButton(page)).toBeHidden();
    await expect(panel(page, 'Results').getByRole('row', { name: /^8 / })).toBeVisible(PATIENCE);
    await expect(status(page)).toContainText('Version 2');
  });
});
