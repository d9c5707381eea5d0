/** Two windows on one project, and a second program on the same file. */
import { mkdirSync } from 'node:fs';
import { startHost } from './support/host.ts';
import { expect, test } from './support/test.ts';
import { changes, chooseBadge, nodeOf, openProject, tab, untilOpen } from './support/workbench.ts';

test('two windows on one project show the same, whoever changes it', async ({ page, host, example, context }) => {
  const other = await context.newPage();
  for (const window of [page, other]) {
    await openProject(window, host, example);
    await tab(window, 'History').click();
  }
  await chooseBadge(page, 'relu', 'Coding', 'rate');
  await expect(nodeOf(other, 'relu').getByRole('button', { name: 'Coding: rate. Change' })).toBeVisible();
  await expect(changes(other)).toHaveCount(2);
  // Undone where it was not made.
  await other.getByRole('button', { name: 'Undo' }).click();
  await expect(nodeOf(page, 'relu').getByRole('button', { name: 'Coding: differential. Change' })).toBeVisible();
  await chooseBadge(other, 'relu', 'Neuron', 'ms');
  await expect(nodeOf(page, 'relu').getByRole('button', { name: 'Neuron: ms 8. Change' })).toBeVisible();
  await expect(changes(page)).toHaveCount(2);
});

test('colours chosen in one window are those of all, at once', async ({ page, host, example, context }) => {
  const other = await context.newPage();
  await openProject(page, host, example);
  // One that shows the start screen has no project whose changes it would hear of.
  await other.goto(host.address());
  await expect(other.getByRole('region', { name: 'Recent projects' })).toBeVisible();
  for (const theme of ['Dark', 'Light']) {
    await page.keyboard.press('Control+,');
    await page.getByRole('dialog', { name: 'Settings' }).getByRole('radio', { name: theme }).click();
    await page.keyboard.press('Escape');
    for (const window of [page, other]) await expect(window.locator('html')).toHaveAttribute('data-theme', theme.toLowerCase());
  }
});

test('a second program gets the project to read, with the reason', async ({ page, host, example, folders }) => {
  await openProject(page, host, example);
  mkdirSync(folders.at('second'));
  const second = await startHost(folders.at('second'));
  try {
    const other = await page.context().newPage();
    await other.goto(second.address(example));
    await untilOpen(other);
    await expect(other.getByRole('banner').getByText('Read only')).toBeVisible();
    await expect(other.getByText(/another program has it open/).first()).toBeAttached();
  } finally {
    await second.end();
  }
});
