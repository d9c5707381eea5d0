/** The samples of a run: which ones conversion flips, how sure they are, how their answers came about, and which classes are confused. */
import type { Locator, Page } from '@playwright/test';
import { openProject as openFile } from '../../src-main/project/index.ts';
import { decodeRecords, joinRecords, type SampleRecords } from '../../src-shared/metrics/index.ts';
import { confusionOf, countKinds, courseOf, type SampleFilter, selectSamples } from '../../src-shared/results/index.ts';
import { look } from './support/looks.ts';
import { expect, test } from './support/test.ts';
import { openProject, panel, PATIENCE, runButton, tab } from './support/workbench.ts';

const [COUNT, CLASSES] = [40, 10];
const ALL: SampleFilter = { kind: 'all', step: 2, after: 4, label: null, answer: null, of: 'spiking' };

/** What the newest run keeps, and its report: the same as `evaluate --json` prints. */
function keptBy(path: string) {
  using project = openFile(path, { readOnly: true });
  const { id, report } = project.latestRun()!;
  const steps = report!.steps.length;
  const parts = project
    .runRecords(id, 0, 1000)
    .map(({ data, samples }) => decodeRecords(data, { samples, steps, classes: CLASSES })!);
  return { report: report!, records: joinRecords(parts) };
}

/** Chooses in a select with the keyboard. */
async function choose(page: Page, view: Locator, select: string, option: string | RegExp): Promise<void> {
  const box = view.getByRole('combobox', { name: select });
  await box.focus();
  await page.keyboard.press('Enter');
  const item = page.getByRole('option', { name: option }).first();
  await expect(item).toBeVisible();
  await item.focus();
  await page.keyboard.press('Enter');
  await expect(box).toBeFocused();
}

test('flipped samples are found, sorted, followed over the steps, and told by class', async ({ page, host, example }) => {
  await openProject(page, host, example);
  await tab(page, 'Samples').click();
  const view = panel(page, 'Samples');
  await expect(view.getByText('Run the plan to see what becomes of each sample')).toBeVisible();
  await look(page, 'samples-empty', { moving: true });
  await page.getByRole('textbox', { name: 'Number of samples' }).fill(String(COUNT));
  await page.keyboard.press('Enter');
  await runButton(page).click();
  // A run brings its results to the front.
  await expect(panel(page, 'Results').getByRole('row', { name: /^8 / })).toBeVisible(PATIENCE);
  await expect(runButton(page)).toBeVisible(PATIENCE);
  await tab(page, 'Samples').click();
  const found = view.getByRole('status').first();
  await expect(found).toHaveText(`${COUNT} of ${COUNT} samples`);
  const { report, records } = keptBy(example);
  const list = view.getByRole('listbox', { name: 'Samples' });
  const rowsShown = async (): Promise<number[]> =>
    (
      await list
        .getByRole('option')
        .locator('.samples-number:first-of-type, .samples-picture + .samples-number')
        .allTextContents()
    ).map(Number);

  await test.step('pictures come', async () => {
    await expect(list.getByRole('img').first()).toBeVisible(PATIENCE);
    await look(page, 'samples-all', { moving: true });
  });

  await test.step('as many are flipped as the report says', async () => {
    await choose(page, view, 'Spiking answer after', '2 steps');
    const counts = countKinds(records, ALL);
    expect(counts.flipped).toBe(Math.round(COUNT * (1 - report.steps[1]!.agreement)));
    expect(counts.flipped).toBeGreaterThan(1);
    await choose(page, view, 'Samples shown', `Flipped (${counts.flipped})`);
    await expect(found).toHaveText(`${counts.flipped} of ${COUNT} samples`);
    expect(await rowsShown()).toEqual([...selectSamples(records, { ...ALL, kind: 'flipped' }, 'dataset')]);
  });

  const least = [...selectSamples(records, { ...ALL, kind: 'flipped' }, 'least-margin')];
  await test.step('the least sure first, and the course of the next one, with the keyboard', async () => {
    await choose(page, view, 'Order', 'Least margin first');
    expect(await rowsShown()).toEqual(least);
    await list.focus();
    await page.keyboard.press('ArrowDown');
    const course = view.getByRole('region', { name: 'Course' });
    await expect(course.getByRole('heading', { name: `Sample ${least[1]}`, exact: true })).toBeVisible();
    await expect(course.getByLabel(new RegExp(`^Margin of sample ${least[1]} over time steps`))).toBeVisible();
    await look(page, 'samples-flipped');
    await course.getByRole('button', { name: /^Margin over time steps/ }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitemcheckbox', { name: 'Show as table' }).click();
    const { steps } = courseOf(records, least[1]!);
    const cells = course.getByRole('table').getByRole('row');
    await expect(cells).toHaveCount(1 + steps.length);
    for (const { step, margin } of steps) await expect(cells.nth(step).getByRole('cell').last()).toHaveText(margin!.toFixed(3));
    await look(page, 'samples-course-table', { moving: true });
  });

  await test.step('a cell of the confusion matrix shows its samples', async () => {
    const confusion = view.getByRole('region', { name: 'Confusion' });
    const [label, answer] = mostConfused(records);
    const cell = confusion.getByRole('grid').locator('tbody tr').nth(label).getByRole('gridcell').nth(answer);
    const wanted = confusionOf(records, CLASSES, 2)!.spiking[label * CLASSES + answer]!;
    await expect(cell).toHaveText(String(wanted));
    await cell.click();
    await expect(found).toHaveText(`${wanted} of ${COUNT} samples`);
    expect((await rowsShown()).toSorted((a, b) => a - b)).toEqual([
      ...selectSamples(records, { ...ALL, label, answer }, 'dataset'),
    ]);
    await look(page, 'samples-confused', { moving: true });
    await view.getByRole('button', { name: 'Show all' }).click();
    await expect(found).toHaveText(`${COUNT} of ${COUNT} samples`);
    // The same with the keyboard, in the difference: label 0, answer 1.
    await confusion.getByRole('radio', { name: 'Difference' }).click();
    await confusion.getByRole('grid').focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('PageUp');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    const alone = selectSamples(records, { ...ALL, label: 0, answer: 1, of: 'one' }, 'dataset').length;
    await expect(found).toHaveText(`${alone} of ${COUNT} samples`);
    await look(page, 'samples-difference', { moving: true });
  });
});

/** The wrong answer that the spiking network gives most often after two steps. */
function mostConfused(records: SampleRecords): [label: number, answer: number] {
  const { spiking } = confusionOf(records, CLASSES, 2)!;
  const wrong = [...spiking].map((value, at) => (Math.floor(at / CLASSES) === at % CLASSES ? -1 : value));
  const at = wrong.indexOf(Math.max(...wrong));
  return [Math.floor(at / CLASSES), at % CLASSES];
}
