/** The energy view: one run under many models, with the figures of the command. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import type { EnergySummary } from '../../src-shared/energy/index.ts';
import { numberFormat, ratio, significant } from '../../src-shared/format/index.ts';
import { ROOT } from './support/files.ts';
import { look } from './support/looks.ts';
import { expect, test } from './support/test.ts';
import { inspector, openProject, panel, runButton } from './support/workbench.ts';

const { energy, percent } = numberFormat('\u202f');

/** What `spikeloom energy --json` says of the newest run of a project. */
function command(project: string, ...options: string[]): EnergySummary {
  const [node, main] = [join(ROOT, 'node_modules', '.bin', 'node'), join(ROOT, 'src-main', 'cli', 'main.ts')];
  const text = execFileSync(node, [main, 'energy', project, '--json', ...options], { encoding: 'utf8' });
  return (JSON.parse(text) as { models: EnergySummary[] }).models[0]!;
}

async function chooseModel(page: Page, view: Locator, name: string): Promise<void> {
  await view.getByRole('combobox', { name: 'Energy model' }).click();
  await page.getByRole('option', { name }).click();
}

/** The figures of the view are those of a summary. */
async function expectFigures(view: Locator, { total, baselines, terms, activity }: EnergySummary): Promise<void> {
  const networks = view.getByRole('region', { name: 'The same network' });
  const spiking = networks.getByRole('row', { name: /^Spiking,/ });
  await expect(spiking).toContainText(total ? energy(total.nom) : '–');
  await expect(spiking).toContainText(percent(activity.firing_rate));
  for (const { id, bits, pj, ratio: over, break_even: even } of baselines) {
    const cells = networks.getByRole('row', { name: new RegExp(`^${id === 'bits' ? `${bits} bits` : id}`) }).getByRole('cell');
    await expect(cells.nth(0)).toContainText(pj ? energy(pj.nom) : '–');
    await expect(cells.nth(1)).toHaveText(over === null ? '–' : ratio(over));
    await expect(cells.nth(2)).toHaveText(even.kind === 'at' ? percent(even.firing_rate) : even.kind === 'never' ? 'never' : '–');
  }
  const rows = view.getByRole('group', { name: 'Energy by layer, pJ per sample: table' }).getByRole('row');
  if (total) await expect(rows.last()).toContainText(energy(total.nom));
  for (const { owner, pj } of terms.slice(0, 4).filter((one) => one.owner))
    await expect(rows.filter({ hasText: owner!.name }).first()).toContainText(energy(pj.nom));
}

test('a run is priced by any model, with the figures of the command, by mouse and by keyboard', async ({
  page,
  host,
  example,
  folders,
}) => {
  test.setTimeout(300_000);
  await openProject(page, host, example);
  await page.keyboard.press('Control+Alt+6');
  const view = panel(page, 'Energy');
  await expect(view.getByText('No finished run is shown')).toBeVisible();
  await look(page, 'energy-empty', { moving: true });
  await page.getByRole('textbox', { name: 'Number of samples' }).fill('10');
  await page.keyboard.press('Enter');
  await runButton(page).click();
  // A run brings its results to the front.
  await expect(panel(page, 'Results').getByRole('row', { name: /^8 / })).toBeVisible({ timeout: 120_000 });
  await expect(runButton(page)).toBeVisible({ timeout: 60_000 });
  await page.keyboard.press('Control+Alt+6');
  const bars = view.getByRole('application', { name: /^Energy by layer/ });
  await expect(bars).toBeVisible({ timeout: 60_000 });
  await look(page, 'energy-bars');

  await test.step('why, with a layer that can be chosen', async () => {
    await expect(view.getByRole('status').first()).toContainText('goes into weight memory');
    await view.getByRole('region', { name: 'Unpriced' }).getByRole('button').first().click();
    await expect(inspector(page).getByRole('heading').first()).toBeVisible();
  });

  await test.step('as a table, every figure as the command prints it', async () => {
    await view.getByRole('button', { name: /^Energy by layer.*: copy, save, table$/ }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Show as table' }).click();
    await expectFigures(view, command(example, '--model', 'full-ledger'));
    await look(page, 'energy-table');
    await chooseModel(page, view, 'Loihi 1');
    await expectFigures(view, command(example, '--model', 'loihi1-simulated'));
    await expect(view.getByRole('region', { name: 'Unpriced' })).toContainText('Routing of spikes between cores');
    await chooseModel(page, view, 'STM32U575');
    await expectFigures(view, command(example, '--model', 'stm32u575-int8'));
    await expect(view.getByRole('status').first()).toContainText('prices the float network alone');
    await look(page, 'energy-float-only', { moving: true });
  });

  await test.step('weight reuse follows its slider', async () => {
    await chooseModel(page, view, 'Memory-aware');
    const slider = view.getByRole('slider', { name: 'Uses of a fetched weight by spikes' });
    await slider.focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await expect(slider).toHaveAttribute('aria-valuetext', '4 uses');
    const summary = command(example, '--model', 'memory-aware', '--reuse', '4');
    await expectFigures(view, summary);
    await expect(view.getByRole('row', { name: /^spikes per synapse 1\.72/ })).toContainText(
      significant(summary.activity.spikes_per_synapse),
    );
    await look(page, 'energy-reuse');
  });

  await test.step('fewer steps', async () => {
    await view.getByRole('combobox', { name: 'After step' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('option', { name: 'T = 2' }).click();
    await expectFigures(view, command(example, '--model', 'memory-aware', '--reuse', '4', '--steps', '2'));
  });

  await test.step('a table of one’s own: every figure follows, and mistakes are named', async () => {
    await chooseModel(page, view, 'ODIN');
    await view.getByRole('button', { name: 'Own table…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Own energy table' });
    const text = dialog.getByRole('textbox', { name: 'Table as JSON' });
    const odin = await text.inputValue();
    await text.fill(odin.replace('"syn_op": 8.43', '"syn_op": -1'));
    await expect(dialog.getByText('energy_pj.syn_op must not be negative')).toBeVisible();
    await expect(dialog.getByRole('button', { name: 'Use' })).toBeDisabled();
    await look(page, 'energy-own', { moving: true });
    const mine = odin.replace('"syn_op": 8.43', '"syn_op": 3').replace('"ODIN, measured"', '"My chip"');
    await text.fill(mine);
    await dialog.getByRole('button', { name: 'Use' }).click();
    await expect(view.getByRole('combobox', { name: 'Energy model' })).toContainText('Own: My chip');
    writeFileSync(folders.at('mine.json'), mine);
    await expectFigures(view, command(example, '--table', folders.at('mine.json'), '--steps', '2'));
  });

  await test.step('the model and the table are remembered', async () => {
    await page.reload();
    await expect(view.getByRole('combobox', { name: 'Energy model' })).toContainText('Own: My chip', { timeout: 60_000 });
    await expect(view.getByRole('group', { name: 'Energy by layer, pJ per sample: table' })).toBeVisible();
  });
});
