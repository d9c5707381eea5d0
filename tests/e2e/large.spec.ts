/** A network of 3,000 operators: looked at, opened, walked and changed. */
import { copyFileSync } from 'node:fs';
import { prepared } from './support/files.ts';
import { expect, test } from './support/test.ts';
import { changes, chooseBadge, goToLayer, graphOf, inspector, nodeOf, openProject, tab } from './support/workbench.ts';

test('a graph of 3,000 operators', async ({ page, host, folders }) => {
  const path = folders.at('large.spikeloom');
  copyFileSync(prepared.large, path);
  await openProject(page, host, path);
  const drawn = await page.evaluate(() => {
    const [arrived] = performance.getEntriesByName('graph.arrived');
    const [first] = performance.getEntriesByName('graph.drawn');
    return arrived && first ? Math.round(first.startTime - arrived.startTime) : undefined;
  });
  console.log(`    graph of 3,000 operators: usable ${drawn} ms after it arrived`);
  await expect(inspector(page).getByText('Operators')).toBeVisible();

  await test.step('layers far apart are found and changed', async () => {
    for (const layer of ['layer1.0.relu1', 'layer3.60.relu2', 'layer5.119.relu1']) {
      await goToLayer(page, layer);
      await chooseBadge(page, layer, 'Coding', 'rate');
      await expect(nodeOf(page, layer).getByRole('button', { name: 'Coding: rate. Change' })).toBeVisible();
    }
    await tab(page, 'History').click();
    await expect(changes(page)).toHaveCount(4);
  });

  await test.step('all layers at once', async () => {
    await graphOf(page).focus();
    await page.keyboard.press('Control+a');
    await expect(inspector(page).getByRole('heading', { level: 2 })).toContainText('1201 layers selected');
    await expect(inspector(page).getByRole('combobox', { name: 'Coding' })).toHaveText('Mixed');
  });

  await test.step('panned and zoomed it is still there', async () => {
    await graphOf(page).hover();
    for (let i = 0; i < 10; i++) await page.mouse.wheel(0, 120);
    await page.keyboard.down('Control');
    for (let i = 0; i < 6; i++) await page.mouse.wheel(0, 120);
    await page.keyboard.up('Control');
    await page.keyboard.press('f');
    await expect(graphOf(page)).toBeVisible();
    await expect(page.getByRole('group', { name: 'Graph of the network' })).toHaveAttribute('aria-busy', 'false');
  });
});
