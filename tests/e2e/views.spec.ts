/** Views whose code comes when they are shown: one that does not come says so, and the others stay. */
import { expect, test } from './support/test.ts';
import { graphOf, openProject, panel, tab, untilOpen } from './support/workbench.ts';

test('a view that cannot be loaded says so in its place, and is there when the window is loaded anew', async ({
  page,
  host,
  example,
}) => {
  const code = /\/history-panel-[^/]*\.js$/;
  await page.route(code, (route) => route.abort());
  await openProject(page, host, example);
  await tab(page, 'History').click();
  const alert = panel(page, 'History').getByRole('alert');
  await expect(alert).toContainText('This part of the window could not be loaded');
  await expect(graphOf(page)).toBeVisible();
  await tab(page, 'Jobs').click();
  await expect(panel(page, 'Jobs')).toContainText('No jobs yet');
  await page.keyboard.press('Control+Alt+4');
  await page.unroute(code);
  await alert.getByRole('button', { name: 'Try again' }).click();
  await untilOpen(page);
  await tab(page, 'History').click();
  await expect(panel(page, 'History')).toContainText('Nothing changed yet');
});
