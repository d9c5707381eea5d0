/** Runs: given up, crashed and started again; and how fast the window answers while one goes on. */
import { childrenOf } from '../support/child-processes.ts';
import { measureInteraction } from './support/interaction.ts';
import { expect, test } from './support/test.ts';
import { goToLayer, graphOf, nodeOf, panel, runButton, tab, untilOpen } from './support/workbench.ts';

test('a run that is cancelled ends at once, and the next one runs', async ({ page, host, example }) => {
  await page.goto(host.address(example));
  await untilOpen(page);
  const bar = page.getByRole('region', { name: 'Run' });
  await runButton(page).click();
  await expect(bar.getByRole('progressbar')).toBeVisible();
  await bar.getByRole('button', { name: 'Cancel' }).click();
  await expect(runButton(page)).toBeVisible();
  await tab(page, 'Jobs').click();
  await expect(panel(page, 'Jobs').getByRole('listitem').first()).toContainText('Cancelled');
  await bar.getByRole('textbox', { name: 'Number of images' }).fill('10');
  await page.keyboard.press('Enter');
  await runButton(page).click();
  await tab(page, 'Results').click();
  await expect(panel(page, 'Results').getByRole('row', { name: /^8 / })).toBeVisible({ timeout: 60_000 });
});

test('a job whose process is killed has failed, with the reason, and can be started again', async ({ page, host, example }) => {
  test.skip(process.platform !== 'linux', 'processes are looked up in /proc');
  await page.goto(host.address(example));
  await untilOpen(page);
  await runButton(page).click();
  await expect(page.getByRole('region', { name: 'Run' }).getByRole('progressbar')).toBeVisible();
  let jobs: number[] = [];
  await expect.poll(() => (jobs = childrenOf(host.pid))).not.toHaveLength(0);
  for (const pid of jobs) process.kill(pid, 'SIGKILL');
  await tab(page, 'Jobs').click();
  const job = panel(page, 'Jobs').getByRole('listitem').first();
  await expect(job).toContainText('Failed');
  await expect(job).toContainText('it ran out of memory or was killed');
  // The window lives on.
  await goToLayer(page, 'relu');
  await tab(page, 'Jobs').click();
  await job.getByRole('button', { name: 'Try again' }).click();
  await expect(panel(page, 'Jobs').getByRole('listitem').first()).toContainText('Done', { timeout: 60_000 });
});

test('images per batch: chosen beside the images, used, and remembered', async ({ page, host, example }) => {
  const progress: number[] = [];
  page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => {
      const { kind, name, data } = JSON.parse(String(payload)) as Record<string, unknown> & { data?: { samples: number } };
      if (kind === 'event' && name === 'run.progress') progress.push(data!.samples);
    }),
  );
  await page.goto(host.address(example));
  await untilOpen(page);
  const bar = page.getByRole('region', { name: 'Run' });
  const images = page.getByRole('dialog', { name: 'Choose images…' });
  const batch = images.getByRole('textbox', { name: 'Images per batch' });
  await bar.getByRole('textbox', { name: 'Number of images' }).fill('10');
  await page.keyboard.press('Enter');
  await bar.getByRole('button', { name: /^Images:/ }).click();
  // What is taken where nobody chose: all ten at once.
  await expect(batch).toHaveAttribute('placeholder', '10');
  await batch.fill('0');
  await expect(images.getByText('1 or more')).toBeVisible();
  await batch.fill('4');
  await batch.press('Enter');
  await page.keyboard.press('Escape');
  await runButton(page).click();
  await tab(page, 'Results').click();
  await expect(panel(page, 'Results').getByRole('row', { name: /^8 / })).toBeVisible({ timeout: 60_000 });
  await expect(runButton(page)).toBeVisible();
  expect(progress).toEqual([4, 8, 10]);
  await page.reload();
  await untilOpen(page);
  await bar.getByRole('button', { name: /^Images:/ }).click();
  await expect(batch).toHaveValue('4');
});

test('while a run goes on the window answers', async ({ page, host, example }) => {
  await page.goto(host.address(example));
  await untilOpen(page);
  const quiet = await measureInteraction(page, () => interact(page));
  await runButton(page).click();
  await expect(page.getByRole('region', { name: 'Run' }).getByRole('progressbar')).toBeVisible();
  const busy = await measureInteraction(page, () => interact(page));
  await expect(page.getByRole('region', { name: 'Run' }).getByRole('progressbar')).toBeVisible();
  await page.getByRole('region', { name: 'Run' }).getByRole('button', { name: 'Cancel' }).click();
  for (const [when, { text, count, slow }] of [
    ['idle', quiet],
    ['during a run', busy],
  ] as const) {
    console.log(`    interaction ${when}: ${text}`);
    for (const event of slow) console.log(`      ${event}`);
    expect(count).toBeGreaterThan(20);
  }
});

/** A key that is held down comes 30 times a second: nobody is faster, and what waits for an earlier event is that one's time. */
const PAUSE_MS = 33;

/** What a person does meanwhile: selects, walks, types, opens and closes. */
async function interact(page: Parameters<typeof untilOpen>[0]): Promise<void> {
  const pause = (): Promise<void> => page.waitForTimeout(PAUSE_MS);
  for (const name of ['relu', 'conv1', 'relu', 'conv1']) {
    await nodeOf(page, name).click({ position: { x: 40, y: 12 } });
    await pause();
  }
  await graphOf(page).focus();
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowUp', 'ArrowUp', 'ArrowDown']) {
    await page.keyboard.press(key);
    await pause();
  }
  await page.keyboard.press('Control+p');
  await pause();
  await page.keyboard.type('layer3', { delay: PAUSE_MS });
  await page.keyboard.press('Escape');
  for (const name of ['Plan', 'Problems', 'History', 'Jobs', 'Results']) {
    await tab(page, name).click();
    await pause();
  }
}
