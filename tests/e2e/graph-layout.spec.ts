/** The worker that lays the graph out does not start, dies, or fails at one module: said where the graph is, and done again. */
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './support/test.ts';
import { graphOf, nodeOf, status, untilOpen } from './support/workbench.ts';

const WORKER = '**/layout.worker*.js';

/** In place of the worker: gets the question and dies of it. */
const DYING = `self.addEventListener('message', () => { throw new Error('no room for the graph'); });`;
/** In front of the worker: the second question cannot be answered. */
const FAILING = `
let asked = 0;
self.addEventListener('message', (event) => {
  if (++asked !== 2) return;
  event.stopImmediatePropagation();
  self.postMessage({ id: event.data.id, kind: 'failed', message: 'no room for a module.' });
});
`;

const errorOf = (page: Page): Locator => page.getByRole('region', { name: 'Graph of the network' }).getByRole('alert');

async function expectReason(page: Page, reason: string): Promise<void> {
  const error = errorOf(page);
  await expect(error).toContainText(`The graph could not be laid out: ${reason}. Try again`);
  await expect(error.getByRole('button', { name: 'Copy details' })).toBeVisible();
  await expect(error).not.toContainText(/\bat .*:\d+:\d+/);
  await expect(status(page)).toContainText('No problems');
}

test('the graph that cannot be laid out says why, and is laid out when asked again', async ({ page, host, example }) => {
  await test.step('the worker does not load', async () => {
    await page.route(WORKER, (route) => route.abort());
    await page.goto(host.address(example));
    await expectReason(page, 'the part of the window that does it could not be loaded');
    // Still so: said again.
    await errorOf(page).getByRole('button', { name: 'Try again' }).click();
    await expectReason(page, 'the part of the window that does it could not be loaded');
    await page.unroute(WORKER);
    await errorOf(page).getByRole('button', { name: 'Try again' }).click();
    await untilOpen(page);
  });

  await test.step('the worker dies of the question', async () => {
    await page.route(WORKER, (route) => route.fulfill({ contentType: 'text/javascript', body: DYING }));
    await page.reload();
    await expectReason(page, 'no room for the graph');
    await page.unroute(WORKER);
    await errorOf(page).getByRole('button', { name: 'Try again' }).click();
    await untilOpen(page);
  });

  await test.step('one module cannot be laid out: the graph is there as it was, or after another try', async () => {
    await page.route(WORKER, async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, body: `${FAILING}${await answer.text()}` });
    });
    await page.reload();
    await untilOpen(page);
    const module = nodeOf(page, 'layer1');
    await module.getByRole('button', { name: 'Expand layer1' }).click();
    await expectReason(page, 'no room for a module');
    await errorOf(page).getByRole('button', { name: 'Back to the graph as it was' }).click();
    await expect(module.getByRole('button', { name: 'Expand layer1' })).toBeVisible();
    await module.getByRole('button', { name: 'Expand layer1' }).click();
    await expect(graphOf(page).getByRole('button', { name: 'Collapse layer1' })).toBeVisible();
  });
});
