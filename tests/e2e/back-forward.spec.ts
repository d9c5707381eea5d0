/** Back and Forward walk the places of the window: panels of a project, steps of a new one. */
import { join } from 'node:path';
import { EXAMPLES } from './support/files.ts';
import { expect, test } from './support/test.ts';
import { chooseModel, openProject, panel, status, tab, untilOpen } from './support/workbench.ts';

test('panels of a project', async ({ page, host, example }) => {
  await page.goto(host.address());
  // The code of an address counts once: the window is let in before it goes on.
  await expect(status(page)).toContainText('Connected');
  await openProject(page, host, example);
  await expect(panel(page, 'Results')).toBeVisible();
  await tab(page, 'History').click();
  await tab(page, 'Jobs').click();
  await page.goBack();
  await expect(panel(page, 'History')).toBeVisible();
  // As the keys of the browser, and in the desktop window too.
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(panel(page, 'Results')).toBeVisible();
  await page.goForward();
  await expect(panel(page, 'History')).toBeVisible();
  // Escape closes what is open and nothing else.
  await page.keyboard.press('Control+k');
  await page.keyboard.press('Escape');
  await expect(panel(page, 'History')).toBeVisible();
  // A page that is loaded again keeps its way back. The panel is stored shortly after it is shown.
  const window = await host.connect();
  await expect
    .poll(async () => (await window.call('project.open', { path: example })).layout)
    .toMatchObject({
      ...{ front: { bottom: 'history' } },
    });
  window.close();
  await page.reload();
  await untilOpen(page);
  await expect(panel(page, 'History')).toBeVisible();
  await page.goForward();
  await expect(panel(page, 'Jobs')).toBeVisible();
});

test('steps of a new project, and out of it and in again without losing a choice', async ({ page, host }) => {
  await page.goto(host.address());
  await chooseModel(page, 'resnet20-cifar10.onnx');
  await page.getByRole('button', { name: 'Next' }).click();
  const source = page.getByRole('textbox', { name: 'Calibration samples' });
  const samples = `${join(EXAMPLES, 'cifar10', 'calibration')}@0:8`;
  await source.fill(samples);
  await source.press('Enter');
  await expect(page.getByRole('region', { name: 'What the network will see' }).getByRole('img').first()).toBeVisible();
  await page.getByRole('button', { name: 'Next' }).click();
  await expect(page.getByRole('button', { name: 'Create project' })).toBeVisible();
  await page.goBack();
  await expect(source).toHaveValue(samples);
  await page.goBack();
  await expect(page.getByRole('listbox', { name: 'Nodes' })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('region', { name: 'Recent projects' })).toBeVisible();
  await page.goForward();
  await expect(page.getByRole('listbox', { name: 'Nodes' })).toBeVisible();
  await page.goForward();
  await expect(source).toHaveValue(samples);
});
