/**
 * A hand that tries everything: the crawler goes over every screen, and no error may appear in the console, be thrown, stop a part of the window
 * or come from the host. The list of what it did is written to build/e2e/crawl.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestWindow } from '../contract/support/window.ts';
import type { Screen } from './support/crawl/acts.ts';
import { crawlerOf, type Crawler } from './support/crawl/crawler.ts';
import { EXAMPLES } from './support/files.ts';
import type { HostProcess } from './support/host.ts';
import { smallModel, twoInputs } from './support/models.ts';
import { expect, type Page, test } from './support/test.ts';
import { goToLayer, graphOf, inspector, panel, PATIENCE, runButton, tab, typePlan, untilOpen } from './support/workbench.ts';

// A fault must be found at the first try, and every time.
test.describe.configure({ retries: 0 });

const dialog = (page: Page, name: string | RegExp = /./) => page.getByRole('dialog', { name });
const isOpen = (page: Page) => page.getByRole('group', { name: 'Undo and redo' }).isVisible();

/** Ends whatever computes: jobs of one screen must not be the next one's. */
async function endJobs(window: TestWindow): Promise<void> {
  for (const { id, state } of await window.call('job.list', {})) {
    if (state !== 'running') continue;
    await window.call('job.cancel', { job: id });
    await window.jobEnd(id);
  }
}

/** A run of ten samples of the example, so that there are results. */
async function runOnce(window: TestWindow, path: string): Promise<void> {
  await window.call('project.open', { path });
  const dataset = join(EXAMPLES, 'cifar10', 'test');
  const { job } = await window.call('run.start', { path, dataset, samples: 10, batch: 10, engine: 'cpu', threads: null });
  expect((await window.jobEnd(job)).state).toBe('done');
}

/** Crawls the screens and says what was done; nothing may have gone wrong. */
async function crawlAll(crawler: Crawler, name: string, screens: readonly Screen[]): Promise<void> {
  try {
    for (const screen of screens) await test.step(screen.name, () => crawler.crawl(screen));
  } finally {
    for (const line of crawler.report(name)) console.log(`    ${line}`);
    expect.soft(crawler.errors(), 'what went wrong, and after what').toEqual([]);
  }
}

/** Opens the address anew. */
async function load(page: Page, host: HostProcess, path?: string): Promise<void> {
  await page.goto(host.address(path));
  if (path === undefined) await expect(page.getByRole('region', { name: 'Recent projects' })).toBeVisible();
  else await untilOpen(page);
}

test('the start screen and a new project', async ({ page, host, example, folders }) => {
  const crawler = await crawlerOf(page);
  const window = await host.connect();
  await window.call('project.open', { path: example });
  writeFileSync(folders.at('small.onnx'), smallModel());
  writeFileSync(folders.at('two.onnx'), twoInputs());

  const step = (name: string) => page.getByRole('region', { name, exact: true });
  const chooseModel = async (path: string): Promise<void> => {
    await endJobs(window);
    await load(page, host);
    await page.getByRole('button', { name: /^New from ONNX file/ }).click();
    await dialog(page).getByRole('textbox', { name: 'Folder' }).fill(join(path, '..'));
    await page.keyboard.press('Enter');
    await dialog(page)
      .getByRole('option', { name: path.split('/').at(-1)! })
      .dblclick();
  };
  const resnet = join(EXAMPLES, 'resnet20-cifar10.onnx');
  const toImages = async (): Promise<void> => {
    await chooseModel(resnet);
    await page.getByRole('button', { name: 'Next' }).click();
    const source = page.getByRole('textbox', { name: 'Calibration samples' });
    await source.fill(`${join(EXAMPLES, 'cifar10', 'calibration')}@0:8`);
    await source.press('Enter');
    await expect(step('What the network will see').getByRole('img').first()).toBeVisible();
  };
  await crawlAll(crawler, 'start', [
    {
      name: 'start',
      enter: async () => {
        await endJobs(window);
        await load(page, host);
        const recent = page.getByRole('button', { name: /^ResNet-20/ });
        // At first, and if a click took it out of the list.
        if (!(await recent.isVisible())) {
          await load(page, host, example);
          await load(page, host);
        }
        await expect(recent).toBeVisible();
      },
      isHere: () => page.getByRole('button', { name: /^ResNet-20/ }).isVisible(),
    },
    {
      name: 'file dialog',
      enter: async () => {
        await load(page, host);
        await page.getByRole('button', { name: /^New from ONNX file/ }).click();
        await dialog(page).getByRole('textbox', { name: 'Folder' }).fill(EXAMPLES);
        await page.keyboard.press('Enter');
        await expect(dialog(page).getByRole('option').first()).toBeVisible();
      },
      isHere: () => dialog(page, 'Choose an ONNX model').getByRole('option').first().isVisible(),
    },
    {
      name: 'new project: inputs',
      enter: async () => {
        await chooseModel(folders.at('two.onnx'));
        await expect(page.getByRole('group', { name: 'This model has several inputs' })).toBeVisible();
      },
      isHere: () => page.getByRole('group', { name: 'This model has several inputs' }).isVisible(),
    },
    {
      name: 'new project: model',
      enter: async () => {
        await chooseModel(resnet);
        await expect(page.getByRole('listbox', { name: 'Nodes' })).toBeVisible();
      },
      isHere: () => step('Model').getByRole('region', { name: 'Nodes' }).isVisible(),
    },
    {
      name: 'new project: samples',
      enter: toImages,
      isHere: () => step('What the network will see').getByRole('img').first().isVisible(),
      dark: true,
    },
    {
      name: 'new project: project',
      enter: async () => {
        await toImages();
        await page.getByRole('button', { name: 'Next' }).click();
        const place = page.getByRole('textbox', { name: 'Project file' });
        await place.fill(folders.at('made.spikeloom'));
        await place.press('Enter');
      },
      isHere: () => page.getByRole('button', { name: 'Create project' }).isVisible(),
    },
  ]);
  window.close();
});

test('the workbench', async ({ page, host, example }) => {
  const crawler = await crawlerOf(page);
  const window = await host.connect();
  await runOnce(window, example);

  let saves = 0;
  /** The project with nothing going on in it, on a tab. */
  const open = async (name: string): Promise<void> => {
    await endJobs(window);
    if (
      !(await isOpen(page)) ||
      (await dialog(page).count()) > 0 ||
      (await page.getByText('This part of the window stopped').count()) > 0
    )
      await load(page, host, example);
    await expect(runButton(page)).toBeVisible();
    if (!(await inspector(page).isVisible())) await page.keyboard.press('Control+b');
    if (!(await tab(page, name).isVisible())) await page.keyboard.press('Control+j');
    await tab(page, name).click();
    await expect(page.locator('.graph-canvas')).toHaveAttribute('aria-busy', 'false');
  };
  const select = async (layer: string): Promise<void> => {
    await open('Results');
    await goToLayer(page, layer);
  };
  const isOn = (name: string) => async (): Promise<boolean> =>
    (await isOpen(page)) && (await runButton(page).isVisible()) && panel(page, name).isVisible();
  const onTab = (name: string, prepare: () => Promise<unknown> = () => Promise.resolve()): Screen => ({
    name: name.toLowerCase(),
    enter: async () => {
      await open(name);
      await prepare();
    },
    isHere: isOn(name),
  });
  const withHeading = (name: string, heading: string | RegExp, enter: () => Promise<unknown>): Screen => ({
    name,
    enter: async () => void (await enter()),
    isHere: async () => (await isOpen(page)) && inspector(page).getByRole('heading', { name: heading, level: 2 }).isVisible(),
  });
  await crawlAll(crawler, 'workbench', [
    {
      name: 'results of a run that goes on',
      enter: async () => {
        await open('Results');
        // All samples in small batches: it goes on for longer than it is looked at.
        const dataset = join(EXAMPLES, 'cifar10', 'test');
        await window.call('run.start', { path: example, dataset, samples: null, batch: 5, engine: 'cpu', threads: null });
        await expect(panel(page, 'Results').getByText(/^after \d/)).toBeVisible(PATIENCE);
      },
      isHere: () => Promise.resolve(true),
      hoverOnly: true,
    },
    {
      ...onTab('Results', async () => {
        await panel(page, 'Results').getByRole('radio', { name: 'Over steps' }).click();
        await expect(panel(page, 'Results').getByRole('row', { name: /^8 / })).toBeVisible();
      }),
      dark: true,
    },
    { ...withHeading('inspector: a layer', 'relu', () => select('relu')), dark: true },
    withHeading('inspector: an operator', 'conv1', async () => {
      await select('relu');
      await page.keyboard.press('ArrowUp');
    }),
    withHeading('inspector: many layers', /layers selected$/, async () => {
      await open('Results');
      await graphOf(page).focus();
      await page.keyboard.press('Control+a');
    }),
    {
      ...withHeading('graph coloured by error', /layers selected$/, async () => {
        await open('Results');
        await graphOf(page).focus();
        await page.keyboard.press('Control+a');
        await page.keyboard.press('Alt+4');
      }),
      redrawn: true,
    },
    onTab('Plan', async () => {
      await page.getByRole('radio', { name: 'Edit' }).click();
      await expect(page.getByRole('textbox', { name: 'Plan as text' })).toBeAttached(PATIENCE);
    }),
    {
      name: 'saving a version',
      enter: async () => {
        await open('Plan');
        // There has to be something to save.
        await page
          .getByRole('textbox', { name: 'Time steps T' })
          .first()
          .fill(String((saves = (saves % 7) + 1)));
        await page.keyboard.press('Enter');
        await page.keyboard.press('Control+s');
        await expect(dialog(page, 'Save version')).toBeVisible();
      },
      isHere: () => dialog(page, 'Save version').isVisible(),
    },
    onTab('History'),
    onTab('Jobs'),
    onTab('Exports'),
    onTab('Target'),
    onTab('Samples', () => expect(panel(page, 'Samples').getByText('10 of 10 samples')).toBeVisible()),
    onTab('Layers', () => expect(panel(page, 'Layers').getByText('Worst layers')).toBeVisible()),
    onTab('Spikes'),
    onTab('Tuning'),
    onTab('Sensitivity'),
    onTab('Methods'),
    onTab('Runs', () => expect(panel(page, 'Runs').getByText(/^\d+ runs?$/)).toBeVisible()),
    onTab('Problems', async () => {
      await typePlan(page, '{\n  "version": 1,\n  "layers": { "relu": { "coding": "rat" } }\n}');
      await tab(page, 'Problems').click();
      await expect(panel(page, 'Problems').getByRole('option').first()).toBeVisible();
    }),
  ]);
  window.close();
});

test('dialogs and commands', async ({ page, host, example }) => {
  const crawler = await crawlerOf(page);
  const window = await host.connect();
  await runOnce(window, example);
  const open = async (): Promise<void> => {
    await endJobs(window);
    if (!(await isOpen(page)) || (await dialog(page).count()) > 0) await load(page, host, example);
  };
  const behind = (key: string, name: string | RegExp): Screen => ({
    name: `dialog ${String(name)}`,
    enter: async () => {
      await open();
      await page.keyboard.press(key);
      await expect(dialog(page, name)).toBeVisible();
    },
    isHere: () => dialog(page, name).isVisible(),
  });
  await crawlAll(crawler, 'dialogs', [
    behind('Control+,', 'Settings'),
    behind('Control+/', 'Keyboard shortcuts'),
    behind('Control+Shift+s', 'Export'),
    behind('Control+Shift+f', 'Select by name'),
    behind('Control+k', 'Search commands and layers'),
  ]);
  window.close();
});
