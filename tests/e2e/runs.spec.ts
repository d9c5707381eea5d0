/** The view of all runs: two plans compared with a pinned baseline, a run removed and put back, a plan taken back, many runs at once. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { openProject as openFile } from '../../src-main/project/index.ts';
import { numberFormat, ratio } from '../../src-shared/format/index.ts';
import type { RunComparison } from '../../src-shared/results/index.ts';
import { sampleReport } from '../fixtures/sample-report.ts';
import { ROOT } from './support/files.ts';
import { look } from './support/looks.ts';
import { expect, test } from './support/test.ts';
import {
  changes,
  goToLayer,
  inspector,
  nodeOf,
  openProject,
  panel,
  PATIENCE,
  runButton,
  tab,
  typePlan,
} from './support/workbench.ts';

/** What `spikeloom compare --json` says of two runs. */
function compare(project: string, first: number, second: number): RunComparison {
  const [node, main] = [join(ROOT, 'node_modules', '.bin', 'node'), join(ROOT, 'src-main', 'cli', 'main.ts')];
  return JSON.parse(
    execFileSync(node, [main, 'compare', project, String(first), String(second), '--json'], { encoding: 'utf8' }),
  ) as RunComparison;
}

const partOf = (page: Page, name: string) => panel(page, 'Runs').getByRole('radio', { name, exact: true });

/** Runs a plan on ten samples, and waits for the end. */
async function runPlan(page: Page, run: number): Promise<void> {
  await page.getByRole('textbox', { name: 'Number of samples' }).fill('10');
  await page.keyboard.press('Enter');
  await runButton(page).click();
  await tab(page, 'Runs').click();
  const row = panel(page, 'Runs').getByRole('option', { name: new RegExp(`^Run ${run} `) });
  await expect(row).toHaveAttribute('aria-selected', 'true', PATIENCE);
  await expect(runButton(page)).toBeVisible(PATIENCE);
}

test('two plans are compared with a pinned baseline, a run is removed and put back, a plan is taken back', async ({
  page,
  host,
  example,
}) => {
  await openProject(page, host, example);
  await tab(page, 'Runs').click();
  const view = panel(page, 'Runs');
  await expect(view.getByText('No runs yet')).toBeVisible();
  await look(page, 'runs-empty', { moving: true });
  await typePlan(page, '{ "version": 1, "steps": 4 }');
  await runPlan(page, 1);
  await look(page, 'runs-one', { moving: true });
  await test.step('its row has the numbers of the report, which evaluate --json prints', async () => {
    using project = openFile(example, { readOnly: true });
    const { accuracy, agreement, energy } = project.latestRun()!.report!.steps.at(-1)!;
    const { percent, energy: joules } = numberFormat('\u202f');
    const row = view.getByRole('option', { name: /^Run 1 / });
    for (const words of [percent(accuracy), percent(agreement), joules(energy.total_pj), ratio(energy.ratio_float32)])
      await expect(row).toContainText(words);
  });

  await test.step('a second plan, compared with the first', async () => {
    await partOf(page, 'Comparison').click();
    await expect(view.getByText('No baseline is pinned')).toBeVisible();
    await view.getByRole('button', { name: 'Pin Run 1 as baseline' }).click();
    await expect(view.getByText('Run 1 is the baseline')).toBeVisible();
    await partOf(page, 'Table').click();
    await typePlan(page, '{ "version": 1, "steps": 2, "defaults": { "thresholds": 2 } }');
    await runPlan(page, 2);
    await expect(view.getByRole('option', { name: /^Run 1 baseline/ })).toBeVisible();
    await partOf(page, 'Comparison').click();
    const { verdict, steps, settings } = compare(example, 1, 2);
    await expect(view.getByRole('status')).toHaveText(verdict);
    const table = view.getByRole('region', { name: 'Accuracy' });
    for (const { steps: at, accuracy } of steps) {
      const cells = table.getByRole('row', { name: new RegExp(`^${at[0]} `) }).getByRole('cell');
      await expect(cells.nth(0)).toContainText((100 * accuracy!.first.value).toFixed(1));
      await expect(cells.nth(1)).toContainText((100 * accuracy!.second.value).toFixed(1));
    }
    await expect(view.getByRole('region', { name: 'Settings that differ' }).getByRole('row')).toHaveCount(1 + settings.length);
    await look(page, 'runs-comparison');
    await view.getByRole('region', { name: 'Layers' }).getByRole('button', { name: 'layer1.0.relu1' }).click();
    await expect(page.getByRole('heading', { name: 'layer1.0.relu1', exact: true })).toBeVisible();
  });

  await test.step('the difference of both runs on the graph, and the way back', async () => {
    await goToLayer(page, 'layer1.0.relu1');
    await view.getByRole('button', { name: 'Show on the graph' }).click();
    const legend = page.getByRole('region', { name: 'Legend' });
    await expect(legend.getByRole('group', { name: 'Difference on the graph' })).toContainText('Run 1');
    await expect(legend).toContainText('19 of 19 layers with other settings');
    await expect(legend).toContainText('Time steps T: 4 → 2');
    await nodeOf(page, 'layer1.0.relu1').hover();
    const card = page.getByRole('tooltip').filter({ hasText: 'Change of conversion error' });
    const layer = compare(example, 1, 2).layers.find(({ name, kind }) => name === 'layer1.0.relu1' && kind === 'neuron')!;
    const [a, b] = layer.conversionError as [number, number];
    await expect(card).toContainText(`${(100 * (b - a)).toFixed(1)} pp`);
    await expect(card).toContainText('Thresholds: 8 → 2');
    await look(page, 'runs-difference');
    await page.getByRole('combobox', { name: 'Colour by' }).click();
    await page.getByRole('option', { name: 'Change of energy' }).click();
    await expect(legend).toContainText('Change of energy');
    await look(page, 'runs-difference-energy', { moving: true });
    await legend.getByRole('button', { name: 'Stop showing the difference on the graph' }).click();
    await expect(legend.getByRole('group', { name: 'Difference on the graph' })).toHaveCount(0);
    await expect(page.getByRole('combobox', { name: 'Colour by' })).toContainText('None');
  });

  await test.step('the plan of the first run against the working plan, followed by keys', async () => {
    await partOf(page, 'Table').click();
    await view.getByRole('option', { name: /^Run 1 / }).click();
    await view.getByRole('button', { name: 'Show its plan on the graph' }).click();
    const difference = page.getByRole('group', { name: 'Difference on the graph' });
    await expect(difference).toContainText('Working plan');
    const node = nodeOf(page, 'layer1.0.relu1');
    await expect(node).toHaveAttribute('aria-label', /differs: Thresholds: 2 → 8/);
    await node.click({ position: { x: 60, y: 12 } });
    await page.keyboard.press('D');
    await expect(inspector(page).getByRole('heading', { name: 'layer1.0.relu2', exact: true })).toBeVisible();
    await expect(inspector(page).getByText('Thresholds: 2 → 8')).toBeVisible();
    await look(page, 'plan-difference');
    await difference.getByRole('button', { name: 'Use the plan of Run 1' }).click();
    await expect(difference).toContainText('The plans have the same effect.');
    await page.getByRole('button', { name: 'Undo' }).first().click();
    await expect(difference).toContainText('19 of 19 layers');
    await page.keyboard.press('Shift+D');
    await expect(difference).toHaveCount(0);
  });

  await test.step('a run is removed and put back, then removed for good', async () => {
    await partOf(page, 'Table').click();
    const rows = view.getByRole('option');
    await view.getByRole('option', { name: /^Run 2 / }).click();
    await view.getByRole('button', { name: 'Remove' }).click();
    await expect(rows).toHaveCount(1);
    const notices = page.getByRole('region', { name: 'Notices' });
    await notices.getByRole('button', { name: 'Undo' }).click();
    await expect(rows).toHaveCount(2);
    await view.getByRole('option', { name: /^Run 2 / }).click();
    await view.getByRole('listbox', { name: 'Runs' }).focus();
    await page.keyboard.press('Delete');
    await expect(rows).toHaveCount(1);
    const stored = (): number => {
      using project = openFile(example, { readOnly: true });
      return project.runBriefs().length;
    };
    expect(stored()).toBe(2);
    await notices.getByRole('button', { name: 'Dismiss' }).click();
    await expect.poll(stored).toBe(1);
  });

  await test.step('the plan of the first run is the working plan again, as one change', async () => {
    await view.getByRole('option', { name: /^Run 1 / }).click();
    await tab(page, 'History').click();
    const before = await changes(page).count();
    await tab(page, 'Runs').click();
    await view.getByRole('button', { name: 'Use its plan' }).click();
    await tab(page, 'History').click();
    // It stands in the place of the one that was undone above.
    await expect(changes(page)).toHaveCount(before);
    await expect(changes(page).last()).toContainText('Plan of Run 1');
    await expect(page.getByRole('textbox', { name: 'Time steps T' })).toHaveValue('4');
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(page.getByRole('textbox', { name: 'Time steps T' })).toHaveValue('2');
  });
});

/** Stores finished runs of several settings, and one of each other state. */
function addRuns(path: string): void {
  using project = openFile(path);
  const plan = project.plans()[0]!.id;
  const at = (minute: number): string => new Date(Date.UTC(2026, 10, 20, 9, minute)).toISOString();
  const start = (minute: number): number =>
    project.startRun({ plan, engine: 'cpu', dataset: 'cifar10/test', settings: { samples: 1000, n: minute }, at: at(minute) });
  const settings = [
    'mt8-differential-p99.9',
    'mt4-differential-p99.9',
    'mt8-rate-p99.9',
    'if-rate-max',
    'mt4-differential-iteration',
  ];
  for (let run = 0; run < 60; run++)
    project.finishRun(start(run), sampleReport(settings[run % settings.length], 1 + (run % 8)), at(run + 1));
  project.cancelRun(start(100), at(101));
  project.failRun(start(102), 'the disk is full', at(103));
  project.labelRun(8, { name: 'as on the poster', note: 'eight thresholds', tags: ['poster', 'final'] });
}

test('many runs: columns, order, accuracy against energy, and ranges of parallel axes', async ({ page, host, example }) => {
  addRuns(example);
  await openProject(page, host, example);
  await tab(page, 'Runs').click();
  const view = panel(page, 'Runs');
  const list = view.getByRole('listbox', { name: 'Runs' });
  await expect(view.getByText('62 runs')).toBeVisible();
  // All runs are of the same samples and engine.
  await expect(view.getByRole('button', { name: /^Samples: sort/ })).toHaveCount(0);

  await test.step('sorted by accuracy, with a column shown', async () => {
    await view.getByRole('button', { name: 'Accuracy: sort, now unsorted' }).click();
    await expect(view.getByRole('button', { name: 'Accuracy: sort, now descending' })).toBeVisible();
    await expect(list.getByRole('option').first()).toContainText('80.');
    await view.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Engine' }).click();
    await expect(view.getByRole('button', { name: /^Engine: sort/ })).toBeVisible();
    await look(page, 'runs-many');
  });

  await test.step('a point of the chart chooses its run', async () => {
    await partOf(page, 'Pareto front').click();
    const chart = view.getByRole('group', { name: /^Accuracy over energy/ });
    await chart.focus();
    await expect(chart).toBeFocused();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Enter');
    const words = await view.getByRole('status').textContent();
    await look(page, 'runs-pareto');
    const ticks = (): Promise<string[]> => chart.locator('.runs-tick').allTextContents();
    const all = await ticks();
    await chart.focus();
    await expect(chart).toBeFocused();
    await page.keyboard.press('+');
    await expect.poll(ticks).not.toEqual(all);
    await page.keyboard.press('0');
    await expect.poll(ticks).toEqual(all);
    await partOf(page, 'Table').click();
    const name = words!.split(':')[0]!;
    await expect(list.getByRole('option', { name: new RegExp(`^${name}`) }).first()).toHaveAttribute('aria-selected', 'true');
  });

  await test.step('a range of an axis keeps some runs', async () => {
    await partOf(page, 'Parallel axes').click();
    await expect(view.getByText('60 of 60 runs')).toBeVisible();
    const least = view.getByRole('slider', { name: 'T: least', exact: true });
    await least.focus();
    await page.keyboard.press('End');
    await expect(view.getByText('7 of 60 runs')).toBeVisible();
    await look(page, 'runs-parallel');
    await view.getByRole('button', { name: 'Clear all ranges' }).click();
    await expect(view.getByText('60 of 60 runs')).toBeVisible();
  });

  await test.step('runs without records or without a report are compared as far as possible', async () => {
    await partOf(page, 'Table').click();
    await list.focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await view.getByRole('button', { name: 'Pin as baseline' }).click();
    await page.keyboard.press('Control+Alt+1');
    await tab(page, 'Runs').click();
    await list.focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await partOf(page, 'Comparison').click();
    await expect(view.getByText(/keeps nothing of its samples\. It was made by an older version/).first()).toBeVisible();
    await look(page, 'runs-comparison-older', { moving: true });
  });
});
