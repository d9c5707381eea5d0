/** A network of 3,000 operators: looked at, opened, walked and changed. */
import { copyFileSync } from 'node:fs';
import { prepared } from './support/files.ts';
import { look } from './support/looks.ts';
import { expect, test } from './support/test.ts';
import { changes, chooseBadge, goToLayer, graphOf, inspector, nodeOf, openProject, planText, tab } from './support/workbench.ts';

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

  await test.step('a change of all is one line of the plan, the default, or one for each layer, as the person says', async () => {
    const written = inspector(page).getByRole('radiogroup', { name: 'Written as' });
    await expect(written.getByRole('radio', { name: 'Plan default' })).toBeChecked();
    await look(page, 'inspector-written-as');
    const [hint, coding] = await Promise.all([
      inspector(page).getByText('One line of the plan for all of them, or one for each.').boundingBox(),
      inspector(page).getByRole('group', { name: 'Settings' }).getByText('Coding', { exact: true }).boundingBox(),
    ]);
    expect(coding!.y - (hint!.y + hint!.height)).toBeGreaterThanOrEqual(8);
    const choose = async (neuron: string): Promise<void> => {
      await inspector(page).getByRole('combobox', { name: 'Neuron' }).click();
      await page.getByRole('option', { name: neuron }).first().click();
    };
    await choose('Multi-spike');
    await expect(changes(page).last()).toContainText('all 1201 layers, as the default,');
    const plan = async () => {
      await planText(page);
      return page.evaluate(() => document.querySelector('.monaco-editor .view-lines')!.textContent!.replaceAll('\u00a0', ' '));
    };
    expect(await plan()).toMatch(/"defaults": \{\s*"neuron": "ms"/);
    await tab(page, 'History').click();
    await graphOf(page).focus();
    await page.keyboard.press('Control+z');
    await expect(changes(page)).toHaveCount(5);
  });

  await test.step('layers of a pattern are one line with that pattern', async () => {
    await page.keyboard.press('Control+k');
    await page.keyboard.type('Select by name');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Select by name' });
    await dialog.getByRole('textbox', { name: 'Name or glob' }).fill('layer4.*.relu2');
    await dialog.getByRole('button', { name: 'Select' }).click();
    await expect(inspector(page).getByRole('heading', { level: 2 })).toContainText('120 layers selected');
    const written = inspector(page).getByRole('radiogroup', { name: 'Written as' });
    await expect(written.getByRole('radio', { name: 'layer4.*.relu2' })).toBeChecked();
    await look(page, 'inspector-written-as-pattern');
    await written.getByRole('radio', { name: 'layer4.*.relu2' }).focus();
    // The arrow moves the focus a moment later: a key pressed at once would reach the old choice.
    await page.keyboard.press('ArrowRight');
    await expect(written.getByRole('radio', { name: 'Each layer' })).toBeFocused();
    await page.keyboard.press('Space');
    await expect(written.getByRole('radio', { name: 'Each layer' })).toBeChecked();
    await page.keyboard.press('ArrowLeft');
    await expect(written.getByRole('radio', { name: 'layer4.*.relu2' })).toBeFocused();
    await page.keyboard.press('Space');
    await expect(written.getByRole('radio', { name: 'layer4.*.relu2' })).toBeChecked();
    await inspector(page).getByRole('combobox', { name: 'Neuron' }).click();
    await page.getByRole('option', { name: 'Multi-spike' }).first().click();
    await expect(changes(page).last()).toContainText('layer4.*.relu2 (120 layers)');
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
