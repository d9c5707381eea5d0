/** What a person does on the first day: the example, a few changes, a run, and everything still there after the program was killed. */
import { expect, test } from './support/test.ts';
import {
  changes,
  chooseBadge,
  goToLayer,
  inspector,
  nodeOf,
  panel,
  PATIENCE,
  planText,
  runButton,
  status,
  tab,
  untilOpen,
} from './support/workbench.ts';

const CHANGES = ['Coding of relu to Rate', 'Neuron of layer2.0.relu1 to IF', 'Threshold method of layer3.2.relu2 to Maximum'];

test('example, three layers, threshold, undo, text, run of 200 samples, kill, reopen', async ({ page, host }) => {
  await page.goto(host.address());
  await page.getByRole('button', { name: /^Open the example/ }).click();
  await expect(page.getByText('Making ResNet-20 example…')).toBeVisible();
  await untilOpen(page);

  await test.step('change three layers on the graph', async () => {
    await chooseBadge(page, 'relu', 'Coding', 'rate');
    await expect(nodeOf(page, 'relu').getByRole('button', { name: 'Coding: rate. Change' })).toBeVisible();
    await goToLayer(page, 'layer2.0.relu1');
    await chooseBadge(page, 'layer2.0.relu1', 'Neuron', 'if');
    await goToLayer(page, 'layer3.2.relu2');
    await chooseBadge(page, 'layer3.2.relu2', 'Threshold', 'max');
    await tab(page, 'History').click();
    await expect(changes(page)).toHaveCount(1 + CHANGES.length);
  });

  const slider = page.getByRole('slider', { name: 'Threshold θ' });
  const theta = async (): Promise<number> =>
    Number((/θ ([\d.]+)/.exec((await slider.getAttribute('aria-valuetext')) ?? '') ?? [])[1]);
  const [before, dragged] = await test.step('drag a threshold', async () => {
    await goToLayer(page, 'relu');
    const first = await theta();
    const handle = (await slider.locator('circle').first().boundingBox())!;
    const [x, y] = [handle.x + handle.width / 2, handle.y + handle.height / 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 10, y, { steps: 4 });
    await page.mouse.move(x + 25, y, { steps: 4 });
    await page.mouse.up();
    const then = await theta();
    expect(then).toBeGreaterThan(first);
    // One drag is one change.
    await expect(changes(page)).toHaveCount(2 + CHANGES.length);
    return [first, then];
  });

  await test.step('undo and redo', async () => {
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(theta).toBe(before);
    await page.keyboard.press('Control+Shift+Z');
    await expect.poll(theta).toBe(dragged);
  });

  await test.step('edit as text', async () => {
    await planText(page);
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('Control+f');
    await page.keyboard.insertText('"version": 1,');
    await page.keyboard.press('Escape');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.insertText(' "steps": 5,');
    await expect(panel(page, 'Plan').getByRole('status')).toHaveText('In step with the graph');
    await expect(page.getByRole('textbox', { name: 'Time steps T' }).first()).toHaveValue('5');
  });

  const [accuracy, energy] = await test.step('run 200 samples, read accuracy and energy', async () => {
    await runButton(page).click();
    await tab(page, 'Results').click();
    const last = panel(page, 'Results').getByRole('row', { name: /^5 / });
    await expect(runButton(page)).toBeVisible(PATIENCE);
    await expect(last).toBeVisible();
    const cells = await last.getByRole('cell').allTextContents();
    const figures = cells.map((text) => Number.parseFloat(text.replace('−', '-')));
    // Ten classes: a network that was converted wrongly guesses.
    expect(figures[0]).toBeGreaterThan(50);
    expect(figures[3]).toBeGreaterThan(0);
    return [cells[0]!, cells[3]!];
  });

  await test.step('kill the host, and open everything again', async () => {
    await page.getByRole('textbox', { name: 'Time steps T' }).first().fill('6');
    await page.keyboard.press('Enter');
    await expect(status(page)).toContainText('Changed since version');
    await host.kill();
    await expect(status(page)).not.toContainText('Connected');
    await host.restart();
    await expect(status(page)).toContainText('Connected');
    await page.reload();
    await untilOpen(page);
    await expect(page.getByRole('textbox', { name: 'Time steps T' }).first()).toHaveValue('6');
    await expect(nodeOf(page, 'relu').getByRole('button', { name: 'Coding: rate. Change' })).toBeVisible();
    await goToLayer(page, 'relu');
    expect(await theta()).toBe(dragged);
    await goToLayer(page, 'layer2.0.relu1');
    await expect(inspector(page).getByRole('combobox', { name: 'Neuron' })).toHaveText('IF');
    await tab(page, 'History').click();
    await expect(changes(page)).toHaveCount(1 + CHANGES.length + 3);
    for (const label of CHANGES) await expect(changes(page).filter({ hasText: label })).toBeVisible();
    await tab(page, 'Results').click();
    const row = panel(page, 'Results').getByRole('row', { name: /^5 / });
    await expect(row.getByRole('cell').first()).toHaveText(accuracy);
    await expect(row.getByRole('cell').nth(3)).toHaveText(energy);
  });
});
