/** Charts: every one of Results and Energy is saved as PNG, SVG and CSV, read and zoomed by keyboard and mouse, and shown as a table. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openProject as openFile } from '../../src-main/project/index.ts';
import { overviewOf } from '../../src-shared/results/index.ts';
import { colours } from '../../src-shared/theme/tokens.ts';
import { SCREENSHOTS } from './support/files.ts';
import { expect, type Locator, type Page, test } from './support/test.ts';
import { look } from './support/looks.ts';
import { openProject, panel, PATIENCE, runButton, tab } from './support/workbench.ts';

const PNG = '89504e470d0a1a0a';

const charts = (view: Locator): Locator => view.getByRole('figure');
const nameOf = async (chart: Locator): Promise<string> => (await chart.getByRole('heading').textContent())!;

async function choose(page: Page, chart: Locator, item: string): Promise<void> {
  await chart.getByRole('button', { name: /: copy, save, table$/ }).click();
  await page.getByRole(item === 'Show as table' ? 'menuitemcheckbox' : 'menuitem', { name: item }).click();
}

/** Number of cells in a line of CSV; quoted ones may hold commas. */
const cells = (row: string): number => row.replaceAll(/"[^"]*"/g, '').split(',').length;

/** The file that a chart is saved as. */
async function saved(page: Page, chart: Locator, kind: 'PNG' | 'SVG' | 'CSV'): Promise<Buffer> {
  const download = page.waitForEvent('download');
  await choose(page, chart, `Save as ${kind}`);
  const file = await download;
  expect(file.suggestedFilename()).toMatch(new RegExp(`^resnet-20-.+\\.${kind.toLowerCase()}$`));
  return readFileSync(await file.path());
}

/** Saves all charts of a view, and checks what is saved. */
async function saveAll(page: Page, view: Locator): Promise<string[]> {
  const names: string[] = [];
  for (const chart of await charts(view).all()) {
    const name = await nameOf(chart);
    names.push(name);
    const png = await saved(page, chart, 'PNG');
    expect(png.subarray(0, 8).toString('hex'), name).toBe(PNG);
    // Twice as fine as the drawing.
    expect(png.readUInt32BE(16), name).toBeGreaterThanOrEqual(1000);
    const svg = (await saved(page, chart, 'SVG')).toString();
    expect(svg, name).toContain(`<title>${name}</title>`);
    expect(svg, name).not.toMatch(/var\(|NaN|undefined|class=/);
    const [head, ...rows] = (await saved(page, chart, 'CSV')).toString().trim().split('\n');
    expect(rows.length, name).toBeGreaterThan(1);
    expect(cells(rows[0]!), name).toBe(cells(head!));
  }
  return names;
}

/** On paper no chart and no row is cut, headings stay with what follows, and nothing is wider than the sheet. */
async function checkPrint(page: Page, file: string): Promise<void> {
  await page.goto(pathToFileURL(file).href);
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  // A4 across without its margins, at 96 px per inch.
  await page.setViewportSize({ width: Math.floor((273 / 25.4) * 96), height: 703 });
  const found = await page.evaluate(() => {
    const all = (selector: string): Element[] => [...document.querySelectorAll(selector)];
    const wrong = (selector: string, name: 'breakInside' | 'breakAfter' | 'display', value: string): string[] =>
      all(selector).flatMap((one) =>
        getComputedStyle(one)[name] === value ? [] : [`${one.tagName} ${one.textContent?.slice(0, 30)}`],
      );
    return {
      cut: wrong('tr, figure.chart, .figures', 'breakInside', 'avoid'),
      alone: wrong('h2, h3', 'breakAfter', 'avoid'),
      heads: wrong('thead', 'display', 'table-header-group'),
      high: all('figure.chart > svg').filter((one) => one.getBoundingClientRect().height > 640).length,
      width: document.documentElement.scrollWidth - innerWidth,
      background: getComputedStyle(document.documentElement).getPropertyValue('--surface').trim(),
    };
  });
  expect(found).toEqual({ cut: [], alone: [], heads: [], high: 0, width: 0, background: colours.surface.light });
  mkdirSync(SCREENSHOTS, { recursive: true });
  await page.pdf({ path: join(SCREENSHOTS, 'report.pdf'), preferCSSPageSize: true, printBackground: true });
  await page.close();
}

test('every chart is exported, read, zoomed and shown as a table', async ({ page, host, example, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openProject(page, host, example);
  await page.getByRole('textbox', { name: 'Number of samples' }).fill('40');
  await page.keyboard.press('Enter');
  await runButton(page).click();
  await tab(page, 'Results').click();
  const results = panel(page, 'Results');
  const part = (name: string): Locator => results.getByRole('radio', { name });
  await expect(part('Stopping early')).toBeEnabled(PATIENCE);
  using project = openFile(example, { readOnly: true });
  const { steps } = project.latestRun()!.report!;

  await test.step('over steps: the files have the numbers of the report', async () => {
    expect(await saveAll(page, results)).toHaveLength(2);
    const csv = (await saved(page, charts(results).first(), 'CSV')).toString().trim().split('\n');
    expect(csv.slice(1).map((row) => Number(row.split(',')[1]))).toEqual(steps.map(({ accuracy }) => accuracy));
    await choose(page, charts(results).last(), 'Copy as CSV');
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain('synaptic (×)');
  });

  await test.step('share: one page beside the project', async () => {
    await results.getByRole('button', { name: 'Share' }).click();
    await expect(page.getByText('ResNet-20-report.html is written beside the project')).toBeVisible(PATIENCE);
    const report = readFileSync(example.replace('.spikeloom', '-report.html'), 'utf8');
    expect(report).toContain(overviewOf(project.latestRun()!.report!).verdict);
    expect(report).toContain('<h2>Samples</h2>');
    await checkPrint(await context.newPage(), example.replace('.spikeloom', '-report.html'));
    // Notices cover what is looked at below.
    await page.getByRole('button', { name: 'Dismiss all' }).click();
  });

  const surface = results.getByRole('application', { name: /^Accuracy over steps, %\./ });
  await test.step('arrow keys read, plus and minus zoom, 0 shows all', async () => {
    await surface.focus();
    await expect(surface).toBeFocused();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await expect(surface.locator('.chart-spot')).toHaveText(/^spiking, time steps 2: /);
    await expect(results.getByRole('row', { name: /^2 / })).toHaveAttribute('data-hovered');
    const ticks = (): Promise<string[]> => surface.locator('text').allTextContents();
    const all = await ticks();
    await page.keyboard.press('+');
    await expect.poll(ticks).not.toEqual(all);
    await look(page, 'charts-zoomed', { moving: true });
    await page.keyboard.press('0');
    await expect.poll(ticks).toEqual(all);
    const box = (await surface.boundingBox())!;
    await page.mouse.move(box.x + box.width * 0.4, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.8, box.y + box.height / 2, { steps: 3 });
    await page.mouse.up();
    await expect.poll(ticks).not.toEqual(all);
    await choose(page, charts(results).first(), 'Reset zoom');
    await expect.poll(ticks).toEqual(all);
  });

  await test.step('as a table', async () => {
    await choose(page, charts(results).first(), 'Show as table');
    const table = results.getByRole('group', { name: 'Accuracy over steps, %: table' });
    await expect(table.getByRole('row')).toHaveCount(1 + steps.length);
    await look(page, 'charts-table');
    expect((await saved(page, charts(results).first(), 'SVG')).toString()).toContain('<path');
    await choose(page, charts(results).first(), 'Show as table');
    await expect(surface).toBeVisible();
  });

  await test.step('early stopping and delayed readout', async () => {
    for (const name of ['Stopping early', 'Delayed readout']) {
      await part(name).click();
      await expect(charts(results)).toHaveCount(1);
      await saveAll(page, results);
    }
  });

  await test.step('energy', async () => {
    await page.keyboard.press('Control+Alt+6');
    const view = panel(page, 'Energy');
    await expect(charts(view)).toHaveCount(1, PATIENCE);
    await saveAll(page, view);
    const bars = view.getByRole('application', { name: /^Energy by layer/ });
    await bars.focus();
    await expect(bars).toBeFocused();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await expect(bars.locator('.chart-spot')).toHaveText(/: [\d.]+.[nµ]J$/);
    await look(page, 'charts-energy');
  });

  await test.step('in the colours of the person', async () => {
    await page.emulateMedia({ forcedColors: 'active' });
    const bars = charts(panel(page, 'Energy')).first();
    // Bars, their names and the background are in the colours that the person chose.
    const colourOf = (property: string) =>
      bars.evaluate((figure, name) => getComputedStyle(figure).getPropertyValue(name), property);
    expect([await colourOf('--accent'), await colourOf('--ink'), await colourOf('--surface')].map((name) => name.trim())).toEqual(
      ['LinkText', 'CanvasText', 'Canvas'],
    );
    await bars.screenshot({ path: test.info().outputPath('forced.png') });
    await page.emulateMedia({ forcedColors: 'none' });
  });
});
