/** Runs: given up, crashed and started again; and how fast the window answers while one, an import or a calibration goes on. */
import { join } from 'node:path';
import type { TestWindow } from '../contract/support/window.ts';
import { childrenOf } from '../support/child-processes.ts';
import { inWindow } from '../../src-renderer/texts/messages.ts';
import { EXAMPLES, prepared } from './support/files.ts';
import { type Interaction, measureInteraction } from './support/interaction.ts';
import { expect, test } from './support/test.ts';
import { goToLayer, graphOf, nodeOf, openProject, panel, PATIENCE, runButton, tab, untilOpen } from './support/workbench.ts';

test('a run that is cancelled ends at once, and the next one runs', async ({ page, host, example }) => {
  await openProject(page, host, example);
  const bar = page.getByRole('region', { name: 'Run' });
  await runButton(page).click();
  await expect(bar.getByRole('progressbar')).toBeVisible();
  await bar.getByRole('button', { name: 'Cancel' }).click();
  await expect(runButton(page)).toBeVisible();
  await tab(page, 'Jobs').click();
  await expect(panel(page, 'Jobs').getByRole('listitem').first()).toContainText('Cancelled');
  await bar.getByRole('textbox', { name: 'Number of samples' }).fill('10');
  await page.keyboard.press('Enter');
  await runButton(page).click();
  await tab(page, 'Results').click();
  await expect(panel(page, 'Results').getByRole('row', { name: /^8 / })).toBeVisible(PATIENCE);
});

test('a job whose process is killed has failed, with the reason, and can be started again', async ({ page, host, example }) => {
  test.skip(process.platform !== 'linux', 'processes are looked up in /proc');
  await openProject(page, host, example);
  await runButton(page).click();
  await tab(page, 'Jobs').click();
  const job = panel(page, 'Jobs').getByRole('listitem').first();
  // Earlier, the host's only child may still be a short job that looks at the project.
  await expect(job).toContainText('Simulating', PATIENCE);
  for (const pid of childrenOf(host.pid)) process.kill(pid, 'SIGKILL');
  await expect(job).toContainText('Failed');
  await expect(job).toContainText('it ran out of memory or was killed');
  // The window lives on.
  await goToLayer(page, 'relu');
  await tab(page, 'Jobs').click();
  await job.getByRole('button', { name: 'Try again' }).click();
  await expect(panel(page, 'Jobs').getByRole('listitem').first()).toContainText('Done', PATIENCE);
});

test('samples per batch: chosen beside the samples, used, and remembered', async ({ page, host, example }) => {
  const progress: number[] = [];
  page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => {
      const { kind, name, data } = JSON.parse(String(payload)) as Record<string, unknown> & { data?: { samples: number } };
      if (kind === 'event' && name === 'run.progress') progress.push(data!.samples);
    }),
  );
  await openProject(page, host, example);
  const bar = page.getByRole('region', { name: 'Run' });
  const samples = page.getByRole('dialog', { name: 'Choose samples…' });
  const batch = samples.getByRole('textbox', { name: 'Samples per batch' });
  await bar.getByRole('textbox', { name: 'Number of samples' }).fill('10');
  await page.keyboard.press('Enter');
  await bar.getByRole('button', { name: /^Samples:/ }).click();
  // What is taken where nobody chose: all ten at once.
  await expect(batch).toHaveAttribute('placeholder', '10');
  await batch.fill('0');
  await expect(samples.getByText('1 or more')).toBeVisible();
  await batch.fill('4');
  await batch.press('Enter');
  await page.keyboard.press('Escape');
  await runButton(page).click();
  await tab(page, 'Results').click();
  await expect(panel(page, 'Results').getByRole('row', { name: /^8 / })).toBeVisible(PATIENCE);
  await expect(runButton(page)).toBeVisible();
  expect(progress).toEqual([4, 8, 10]);
  await page.reload();
  await untilOpen(page);
  await bar.getByRole('button', { name: /^Samples:/ }).click();
  await expect(batch).toHaveValue('4');
});

test('while a run, imports or calibrations go on the window answers', async ({ page, host, example, folders }) => {
  await openProject(page, host, example);
  const measured: [when: string, Interaction][] = [['idle', await measureInteraction(page, () => interact(page))]];
  await runButton(page).click();
  await expect(page.getByRole('region', { name: 'Run' }).getByRole('progressbar')).toBeVisible();
  measured.push(['during a run', await measureInteraction(page, () => interact(page))]);
  await expect(page.getByRole('region', { name: 'Run' }).getByRole('progressbar')).toBeVisible();
  await page.getByRole('region', { name: 'Run' }).getByRole('button', { name: 'Cancel' }).click();

  const other = await host.connect();
  const jobs: readonly (readonly [what: string, start: (index: number) => Promise<{ readonly job: string }>])[] = [
    [
      'imports of 3,000 operators',
      (index) =>
        other.call('project.create', {
          model: prepared.largeModel,
          out: folders.at(`import-${index}.spikeloom`),
          calibration: { source: prepared.largeSamples, batch: 4, skipBad: false },
          dataset: null,
        }),
    ],
    [
      'calibrations of the project',
      () => {
        const source = join(EXAMPLES, 'cifar10', 'test');
        return other.call('calibration.start', { path: example, source, batch: 32, engine: 'cpu', threads: null });
      },
    ],
  ];
  for (const [what, start] of jobs) {
    const going = await oneAfterTheOther(other, start);
    measured.push([`during ${what}`, await measureInteraction(page, () => interact(page))]);
    await going.end();
  }
  other.close();
  for (const [when, { text, count, slow }] of measured) {
    console.log(`    interaction ${when}: ${text}`);
    for (const event of slow) console.log(`      ${event}`);
    expect(count).toBeGreaterThan(20);
  }
});

/** Keeps jobs going: the next one starts as soon as one is done. Resolves when the first has started. */
async function oneAfterTheOther(
  window: TestWindow,
  start: (index: number) => Promise<{ readonly job: string }>,
): Promise<{ readonly end: () => Promise<void> }> {
  let isWanted = true;
  let { job } = await start(0);
  const all = (async () => {
    for (let index = 1; ; index++) {
      const { state, error } = await window.jobEnd(job);
      if (!isWanted) return;
      // A job that fails would measure an idle window.
      if (state !== 'done') throw new Error(inWindow(error?.message ?? state));
      ({ job } = await start(index));
    }
  })();
  return {
    end: async () => {
      isWanted = false;
      await window.call('job.cancel', { job });
      await all;
    },
  };
}

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
