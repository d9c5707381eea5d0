/** The overview of a run: its verdict, bands, early stopping and delayed readout, with the numbers of the run's report. */
import { openProject as openFile } from '../../src-main/project/index.ts';
import { overviewOf } from '../../src-shared/results/index.ts';
import { expect, test } from './support/test.ts';
import { look } from './support/looks.ts';
import { openProject, panel, runButton, tab } from './support/workbench.ts';

/** Digits of a cell as numbers: `77.9–82.9 %` gives 77.9 and 82.9. */
const numbersIn = (text: string): number[] => [...text.matchAll(/[\d.]+/g)].map(([number]) => Number(number));
const inPercent = (share: number): number => Number((100 * share).toFixed(1));

test('a run says what it comes to, and shows early stopping and delayed readout from what it keeps', async ({
  page,
  host,
  example,
}) => {
  await openProject(page, host, example);
  await page.getByRole('textbox', { name: 'Number of samples' }).fill('40');
  await page.keyboard.press('Enter');
  await runButton(page).click();
  await tab(page, 'Results').click();
  const results = panel(page, 'Results');
  const parts = results.getByRole('radiogroup', { name: 'What is shown of the run' });
  await expect(parts.getByRole('radio', { name: 'Delayed readout' })).toBeEnabled({ timeout: 90_000 });
  /** To the part to the right of the one in focus, which must be `name`. */
  const moveTo = async (name: string): Promise<void> => {
    await page.keyboard.press('ArrowRight');
    await expect(parts.getByRole('radio', { name })).toBeFocused();
    await page.keyboard.press('Space');
  };
  using project = openFile(example, { readOnly: true });
  const report = project.latestRun()!.report!;
  const overview = overviewOf(report);
  expect(report.kept).toEqual({ samples: 40, missing: null });

  await test.step('over steps: verdict and intervals', async () => {
    await expect(results.getByRole('status')).toContainText(overview.verdict);
    for (const { step, accuracy, agreement } of overview.steps) {
      const cells = await results
        .getByRole('row', { name: new RegExp(`^${step} `) })
        .getByRole('cell')
        .allTextContents();
      expect(numbersIn(cells[0]!)).toEqual([inPercent(accuracy!.value)]);
      expect(numbersIn(cells[1]!)).toEqual([inPercent(accuracy!.low), inPercent(accuracy!.high)]);
      expect(numbersIn(cells[3]!)).toEqual([inPercent(agreement!.value)]);
    }
    await look(page, 'run-overview-steps');
  });

  await test.step('stopping early, with the keyboard', async () => {
    await parts.getByRole('radio', { name: 'Over steps' }).focus();
    await moveTo('Stopping early');
    const table = results.getByRole('group', { name: 'Early stopping per margin' });
    await expect(table.getByRole('row')).toHaveCount(1 + report.early_stopping.length);
    for (const [index, stop] of report.early_stopping.entries()) {
      const cells = await table
        .getByRole('row')
        .nth(index + 1)
        .getByRole('cell')
        .allTextContents();
      expect(numbersIn(cells[1]!)).toEqual([inPercent(stop.accuracy!)]);
      expect(numbersIn(cells[3]!)).toEqual([inPercent(stop.agreement!)]);
    }
    await expect(results.getByRole('img', { name: /^Accuracy over the mean number of steps, %: / })).toBeVisible();
    await look(page, 'run-overview-stopping');
  });

  await test.step('delayed readout, up to the last and to an earlier step', async () => {
    await parts.getByRole('radio', { name: 'Stopping early' }).focus();
    await moveTo('Delayed readout');
    const table = results.getByRole('group', { name: 'Delayed readout per first step' });
    const shown = async (to: number): Promise<void> => {
      await expect(table.getByRole('row')).toHaveCount(1 + to);
      for (const [index, { from, accuracy }] of report.delayed_readout!.filter((row) => row.from <= to).entries()) {
        const row = table.getByRole('row').nth(index + 1);
        await expect(row.getByRole('rowheader')).toHaveText(String(from));
        expect(numbersIn((await row.getByRole('cell').allTextContents())[0]!)).toEqual([inPercent(accuracy![to - from]!)]);
      }
    };
    await shown(report.steps.length);
    await look(page, 'run-overview-readout');
    await results.getByRole('combobox', { name: 'Last step of the mean' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('option', { name: 'up to step 3' }).click();
    await shown(3);
  });

  await test.step('the plan’s first step is marked; the best one becomes the plan’s, and undo takes it back', async () => {
    const best = overview.bestReadout!.from;
    const other = best === 3 ? 2 : 3;
    const current = results.locator('tr[aria-current] th');
    await results.getByRole('combobox', { name: 'Last step of the mean' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('option', { name: `up to step ${report.steps.length}` }).click();
    await expect(current).toHaveText('1');
    const field = page.getByRole('textbox', { name: 'Readout k' });
    await field.fill(String(other));
    await page.keyboard.press('Enter');
    await expect(current).toHaveText(String(other));
    await expect(results.getByRole('img', { name: new RegExp(`plan \\(k = ${other}\\)`) })).toBeVisible();
    await look(page, 'run-overview-readout-plan');
    const use = results.getByRole('button', { name: `Use k = ${best}` });
    await use.focus();
    await page.keyboard.press('Enter');
    await expect(current).toHaveText(String(best));
    await expect(use).toBeFocused();
    await expect(use).toHaveAttribute('aria-disabled', 'true');
    await page.keyboard.press('Control+z');
    await expect(current).toHaveText(String(other));
  });
});
