/**
 * The files of tests/bad-input, given to the window as a person would, from the start screen of a user without projects. Each resolves to
 * the place where the window says what is wrong. Names are of files in the bench.
 */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { at } from '../../bad-input/bench.ts';
import { expect, type Locator, type Page } from './test.ts';
import { graphOf, panel, runButton, status, tab, typePlan, untilOpen } from './workbench.ts';

export interface Hands {
  /** Begins a project with a model: an error, a question, the list of its nodes if it goes no further, or the step it leads to. */
  takeModel(model: string): Promise<Locator>;
  /** Names samples for the bench's model; `''`: none. */
  takeSamples(source: string): Promise<Locator>;
  /** Names the file of a project of the bench's model and samples, and makes the project if it can be made. */
  takePlace(out: string): Promise<Locator>;
  openProject(name: string): Promise<Locator>;
  /** Names samples for a run of a good project. */
  takeRunSamples(source: string): Promise<Locator>;
  /** Runs a good project. */
  runOn(source: string): Promise<Locator>;
  giveSteps(steps: string): Promise<Locator>;
  /** Writes the plan of a good project as text. */
  givePlan(file: string): Promise<Locator>;
}

/** A good model, good samples for it, and a project of both that the window may change. */
const MODEL = 'model.onnx';
const SAMPLES = 'samples.npy';
const PROJECT = 'window.spikeloom';

/** The hands of a person in `page`. */
export function hands(page: Page): Hands {
  const step = (name: 'Model' | 'Samples' | 'Project'): Locator => page.getByRole('region', { name, exact: true });
  const goTo = (name: 'Samples' | 'Project'): Promise<void> =>
    page.getByRole('navigation', { name: 'Steps' }).getByRole('button', { name }).click();
  const fill = async (field: Locator, text: string): Promise<void> => {
    await field.fill(text);
    await field.press('Enter');
  };

  /** Chooses a file in the window's dialog; one that is not there was there a moment ago. */
  const choose = async (keys: string, title: string, name: string): Promise<void> => {
    const path = at(name);
    const isThere = existsSync(path);
    if (!isThere) writeFileSync(path, '');
    await page.keyboard.press(keys);
    const picker = page.getByRole('dialog', { name: title });
    await fill(picker.getByRole('textbox', { name: 'Folder' }), dirname(path));
    await picker.getByRole('listbox').focus();
    await expect(picker.getByRole('option').first()).toBeVisible();
    await page.keyboard.type(basename(path));
    await expect(picker.locator('[aria-selected="true"]')).toContainText(basename(path));
    if (!isThere) rmSync(path);
    await page.keyboard.press('Enter');
    await expect(picker).toBeHidden();
  };

  const takeModel = async (model: string): Promise<Locator> => {
    await choose('Control+Alt+n', 'Choose an ONNX model', model);
    await expect(page.getByRole('heading', { name: `New project from ${basename(model)}` })).toBeVisible();
    const nodes = page.getByRole('region', { name: 'Nodes' });
    const shown = step('Model').getByRole('alert').or(step('Model').locator('form')).or(nodes).first();
    await expect(shown).toBeVisible();
    return shown;
  };

  const takeSamples = async (source: string): Promise<Locator> => {
    await takeModel(MODEL);
    await goTo('Samples');
    if (source !== '') await fill(page.getByRole('textbox', { name: 'Calibration samples' }), at(source));
    const preview = page.getByRole('region', { name: 'What the network will see' });
    await expect(preview).toHaveAttribute('aria-busy', 'false');
    if (source !== '') return preview.getByRole('alert').or(preview.getByRole('img')).first();
    await expect(page.getByRole('button', { name: 'Next' })).toBeDisabled();
    return preview;
  };

  const openProject = async (name: string): Promise<Locator> => {
    await choose('Control+o', 'Open a project', name);
    const alert = page.getByRole('region', { name: 'Recent projects' }).getByRole('alert');
    await expect(alert.or(graphOf(page)).first()).toBeVisible();
    return (await alert.isVisible()) ? alert : page.locator('.app-banner');
  };
  const openGood = async (): Promise<void> => {
    await openProject(PROJECT);
    await untilOpen(page);
  };

  const bar = page.getByRole('region', { name: 'Run' });
  /** Names samples in the bar of the open project. */
  const nameSamples = async (source: string): Promise<Locator> => {
    await bar.getByRole('button', { name: /^Samples:/ }).click();
    const dialog = page.getByRole('dialog', { name: 'Choose samples…' });
    await fill(dialog.getByRole('textbox', { name: 'Folder or file with samples' }), at(source));
    return dialog;
  };

  return {
    takeModel,
    takeSamples,
    openProject,
    async takePlace(out) {
      await expect(await takeSamples(SAMPLES)).toBeVisible();
      await goTo('Project');
      await fill(page.getByRole('textbox', { name: 'Project file' }), at(out));
      await expect(step('Project').locator('[aria-busy]')).toHaveAttribute('aria-busy', 'false');
      const create = page.getByRole('button', { name: 'Create project' });
      if (await create.isDisabled()) return step('Project').locator('.ui-field-wrong');
      await create.click();
      await untilOpen(page);
      return graphOf(page);
    },
    async takeRunSamples(source) {
      await openGood();
      return (await nameSamples(source)).getByRole('alert');
    },
    async runOn(source) {
      await openGood();
      const dialog = await nameSamples(source);
      await expect(dialog.getByRole('status').filter({ hasText: /^\d+ samples?$/ })).toBeVisible();
      await page.keyboard.press('Escape');
      await expect(dialog).toBeHidden();
      await runButton(page).click();
      await bar.getByRole('button', { name: 'Failed' }).click();
      return page.getByRole('dialog').getByRole('alert');
    },
    async giveSteps(steps) {
      await openGood();
      await bar.getByRole('textbox', { name: 'Time steps T' }).fill(steps);
      return page.getByRole('tooltip');
    },
    async givePlan(file) {
      await openGood();
      await typePlan(page, readFileSync(at(file), 'utf8'));
      await expect(status(page).getByRole('button', { name: /^\d+ problems?/ })).toBeVisible();
      await tab(page, 'Problems').click();
      return panel(page, 'Problems').getByRole('option').first();
    },
  };
}
