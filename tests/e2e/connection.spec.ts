/** A host that goes away under the window, and comes back; and how a window is let in. */
import { diffPlans, setLayers } from '../../src-shared/plan/index.ts';
import { childrenOf } from '../support/child-processes.ts';
import { startHost } from './support/host.ts';
import { look } from './support/looks.ts';
import { expect, test } from './support/test.ts';
import { chooseBadge, nodeOf, openProject, runButton, status, tab, untilOpen } from './support/workbench.ts';

test('a lost connection comes back, and nothing that was done is lost', async ({ page, host, example }) => {
  await openProject(page, host, example);
  await chooseBadge(page, 'relu', 'Coding', 'rate');
  await expect(status(page)).toContainText('Changed since version');
  await host.kill();
  await expect(status(page)).not.toContainText('Connected');
  // What is on screen stays there, can be changed, and says what becomes of that.
  await expect(page.getByText('Spikeloom does not answer; trying again.')).toBeVisible();
  await chooseBadge(page, 'relu', 'Neuron', 'ms');
  await expect(nodeOf(page, 'relu').getByRole('button', { name: 'Neuron: ms 8. Change' })).toBeVisible();
  await expect(runButton(page)).toBeDisabled();
  await host.restart();
  await expect(status(page)).toContainText('Connected', { timeout: 30_000 });
  await expect(runButton(page)).toBeEnabled();
  // A page that goes takes with it what it has not sent yet.
  const other = await host.connect();
  const changes = async (): Promise<number> => (await other.call('project.open', { path: example })).document.done.length;
  await expect.poll(changes).toBe(2);
  other.close();
  await page.reload();
  await untilOpen(page);
  await expect(nodeOf(page, 'relu').getByRole('button', { name: 'Neuron: ms 8. Change' })).toBeVisible();
  // The window and the services agree again.
  await chooseBadge(page, 'relu', 'Neuron', 'mt-negative');
  await expect(nodeOf(page, 'relu').getByRole('button', { name: /^Neuron: mt-negative/ })).toBeVisible();
  await page.reload();
  await untilOpen(page);
  await expect(nodeOf(page, 'relu').getByRole('button', { name: /^Neuron: mt-negative/ })).toBeVisible();
  await expect(nodeOf(page, 'relu').getByRole('button', { name: 'Coding: rate. Change' })).toBeVisible();
});

test('a host that is killed comes back by itself, and what was changed meanwhile arrives', async ({ page, folders, example }) => {
  const host = await startHost(folders.user, { supervised: true });
  try {
    await openProject(page, host, example);
    // Nothing of the page's is sent before the host is back: it stands still, and then is killed.
    const [killed] = childrenOf(host.pid);
    process.kill(killed!, 'SIGSTOP');
    await chooseBadge(page, 'relu', 'Neuron', 'ms');
    process.kill(killed!, 'SIGKILL');
    const other = await page.context().newPage();
    await expect(() => other.goto(host.address(example))).toPass();
    await untilOpen(other);
    await expect(nodeOf(other, 'relu').getByRole('button', { name: 'Neuron: ms 8. Change' })).toBeVisible();
    await expect(status(page)).toContainText('Connected');
    await expect(runButton(page)).toBeEnabled();
  } finally {
    await host.end();
  }
});

test('an address lets one window in and is worth nothing afterwards; the window can be loaded again', async ({
  page,
  host,
  browser,
}) => {
  const used = host.address();
  await page.goto(used);
  await expect(status(page)).toContainText('Connected');
  // Neither in the address bar nor in what "back" leads to.
  expect(page.url()).toBe(new URL('/', host.address()).href);
  await page.reload();
  await expect(status(page)).toContainText('Connected');
  const second = await page.context().newPage();
  await second.goto(page.url());
  await expect(status(second)).toContainText('Connected');
  const stranger = await browser.newContext();
  const refused = await stranger.newPage();
  await refused.goto(used);
  await expect(refused.getByText('Open the newest address that Spikeloom printed')).toBeVisible();
  await stranger.close();
});

test('a page that is loaded again between using its code and reading the answer is let in', async ({ page, host }) => {
  let reached = (): void => {};
  const taken = new Promise<void>((resolve) => (reached = resolve));
  await page.route('**/session?code=*', async (route) => {
    // The host has given the token, and the page does not hear of it.
    expect((await route.fetch()).status()).toBe(200);
    reached();
  });
  await page.goto(host.address());
  await taken;
  await page.unrouteAll();
  await page.reload();
  await expect(status(page)).toContainText('Connected');
  // What it used is kept no longer than it takes.
  expect(await page.evaluate(() => [sessionStorage.length, localStorage.length])).toEqual([0, 1]);
});

test('a window whose key is another one now says so, keeps what is changed, and sends it once it is let in', async ({
  page,
  host,
  example,
}) => {
  await openProject(page, host, example);
  await page.evaluate(() => localStorage.setItem('spikeloom.token', 'x'.repeat(43)));
  await host.kill();
  await host.restart();
  await expect(status(page)).toContainText('Not let in', { timeout: 30_000 });
  await expect(page.getByText('Spikeloom does not let this window in')).toBeVisible();
  await chooseBadge(page, 'relu', 'Neuron', 'ms');
  // The address that was printed when it was started again.
  const other = await page.context().newPage();
  await other.goto(host.newest());
  await expect(status(other)).toContainText('Connected');
  await expect(status(page)).toContainText('Connected');
  // It is sent by itself; until it is kept, loading the page again would be closing the window too early.
  const window = await host.connect();
  await expect.poll(async () => (await window.call('project.open', { path: example })).document).toMatchObject({ done: [{}] });
  window.close();
  await page.reload();
  await untilOpen(page);
  await expect(nodeOf(page, 'relu').getByRole('button', { name: 'Neuron: ms 8. Change' })).toBeVisible();
});

test('what was changed in the same place meanwhile is kept: compared, and taken over the other change', async ({
  page,
  host,
  example,
}) => {
  await openProject(page, host, example);
  // The editor's code comes from the host, that of its worker last.
  const worker = page.waitForEvent('requestfinished', (request) => request.url().includes('editor.worker'));
  await tab(page, 'Plan').click();
  await expect(page.locator('.monaco-editor').first()).toBeVisible();
  await worker;
  await page.evaluate(() => localStorage.setItem('spikeloom.token', 'x'.repeat(43)));
  await host.kill();
  await host.restart();
  await expect(status(page)).toContainText('Not let in', { timeout: 30_000 });
  await chooseBadge(page, 'relu', 'Neuron', 'ms');
  const window = await host.connect();
  const { document } = await window.call('project.open', { path: example });
  const transaction = {
    label: 'Elsewhere',
    origin: 'graph' as const,
    changes: diffPlans(document.plan, setLayers(document.plan, ['relu'], { neuron: 'if' })),
  };
  await window.call('plan.commit', { path: example, client: 'elsewhere', revision: document.revision, transaction });
  const other = await page.context().newPage();
  await other.goto(host.newest());
  await expect(status(page)).toContainText('Connected');

  const aside = page.getByRole('group', { name: 'Set aside' });
  await expect(aside).toContainText('1 change of the plan made here did not fit');
  await expect(nodeOf(page, 'relu').getByRole('button', { name: 'Neuron: if. Change' })).toBeVisible();
  await aside.getByRole('button', { name: 'Compare' }).click();
  await expect(page.getByRole('tabpanel', { name: 'Plan' })).toContainText('1 field differs');
  await expect(page.locator('.monaco-diff-editor')).toBeVisible();
  await look(page, 'plan-set-aside');
  // It is kept with the project: the page may be loaded again.
  await page.waitForTimeout(1000);
  await page.reload();
  await untilOpen(page);
  await aside.getByRole('button', { name: 'Use mine' }).click();
  await expect(aside).toBeHidden();
  await expect(nodeOf(page, 'relu').getByRole('button', { name: 'Neuron: ms 8. Change' })).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(nodeOf(page, 'relu').getByRole('button', { name: 'Neuron: if. Change' })).toBeVisible();
  window.close();
});
