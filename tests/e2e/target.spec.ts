/** A target beside the plan: what keeps the network from running there, while the plan is edited. */
import { look } from './support/looks.ts';
import { expect, test } from './support/test.ts';
import { chooseBadge, goToLayer, graphOf, inspector, nodeOf, openProject, panel, status, tab } from './support/workbench.ts';

test.setTimeout(300_000);

test('violations of a target are problems, live while the plan is edited', async ({ page, host, example }) => {
  await openProject(page, host, example);
  await tab(page, 'Problems').click();
  const problems = panel(page, 'Problems');
  const rows = problems.getByRole('option');

  await test.step('a target is chosen with the keyboard, and remembered', async () => {
    const choice = problems.getByRole('button', { name: /^Target/ }).or(problems.getByRole('combobox', { name: 'Target' }));
    await choice.focus();
    await page.keyboard.press('Enter');
    await page
      .getByRole('option', { name: 'SynSense Speck 2e' })
      .or(page.getByRole('menuitemradio', { name: 'SynSense Speck 2e' }))
      .press('Enter');
    await expect(rows.filter({ hasText: 'relu uses the coding differential' })).toHaveCount(1);
    await expect(status(page).getByRole('button', { name: /problems/ })).toBeVisible();
    await look(page, 'problems-target');
  });

  await test.step('a row selects its layer, and one without neurons its operator', async () => {
    await rows.filter({ hasText: 'layer1.0.relu1 uses the coding' }).click();
    await expect(inspector(page).getByRole('heading', { name: 'layer1.0.relu1', exact: true })).toBeVisible();
    await problems.getByRole('listbox').press('End');
    await rows
      .filter({ hasText: /needs .* cores|has no core left/ })
      .last()
      .click();
    await expect(inspector(page)).toContainText('No neurons here');
  });

  await test.step('a change of the plan changes the list at once', async () => {
    await goToLayer(page, 'layer2.0.relu1');
    const mine = rows.filter({ hasText: 'layer2.0.relu1 uses the coding differential' });
    await problems.getByRole('listbox').focus();
    const before = await status(page)
      .getByRole('button', { name: /problems/ })
      .textContent();
    await chooseBadge(page, 'layer2.0.relu1', 'Coding', 'rate');
    await expect(status(page).getByRole('button', { name: /problems/ })).not.toHaveText(before!);
    await expect(mine).toHaveCount(0);
    await expect(nodeOf(page, 'layer2.0.relu1')).toBeVisible();
  });

  await test.step('the use of each core, by the key of the view', async () => {
    await tab(page, 'Target').click();
    const target = panel(page, 'Target');
    await expect(target.getByRole('row', { name: /^Core 8/ })).toBeVisible();
    await expect(target.getByRole('row', { name: /^No core/ }).first()).toBeAttached();
    await expect(target).toContainText('no exporter for the tools of this chip');
    await look(page, 'target-cores');
  });
});

test('a microcontroller takes sizes of memory, and refuses what is none', async ({ page, host, example }) => {
  await openProject(page, host, example);
  await tab(page, 'Target').click();
  const target = panel(page, 'Target');
  await expect(target).toContainText('No target chosen');
  await look(page, 'target-none');
  await target
    .getByRole('button', { name: /^Target/ })
    .or(target.getByRole('combobox', { name: 'Target' }))
    .click();
  await page
    .getByRole('option', { name: 'Microcontroller (C)' })
    .or(page.getByRole('menuitemradio', { name: 'Microcontroller (C)' }))
    .click();
  await expect(target).toContainText('The network fits Microcontroller (C).');
  const flash = target.getByRole('textbox', { name: 'Flash' });
  await flash.fill('512K');
  await flash.press('Enter');
  await expect(target).toContainText('1 rule violated');
  const ram = target.getByRole('textbox', { name: 'RAM' });
  await ram.fill('much');
  await ram.press('Enter');
  await expect(target).toContainText('“much” is not a size');
  await look(page, 'target-mcu');
  await page.reload();
  await expect(graphOf(page)).toBeVisible();
  await expect(panel(page, 'Target').getByRole('textbox', { name: 'Flash' })).toHaveValue('512K');
  await tab(page, 'Problems').click();
  await panel(page, 'Problems')
    .getByRole('option', { name: /of flash/ })
    .click();
  await expect(tab(page, 'Target')).toHaveAttribute('aria-selected', 'true');
});
