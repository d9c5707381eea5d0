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
  return {
    takeModel: (model) => takeModel(page, model),
    takeSamples: (source) => takeSamples(page, source),
    openProject: (name) => openProject(page, name),
    takePlace: (out) => takePlace(page, out),
    async takeRunSamples(source) {
      await openGood(page);
      return (await nameSamples(page, source)).getByRole('alert');
    },
    async runOn(source) {
      await openGood(page);
      const dialog = await nameSamples(page, source);
      await expect(dialog.getByRole('status').filter({ hasText: /^\d+ samples?$/ })).toBeVisible();
      await page.keyboard.press('Escape');
      await expect(dialog).toBeHidden();
      await runButton(page).click();
      await barOf(page).getByRole('button', { name: 'Failed' }).click();
      return page.getByRole('dialog').getByRole('alert');
    },
    async giveSteps(steps) {
      await openGood(page);
      await barOf(page).getByRole('textbox', { name: 'Time steps T' }).fill(steps);
      return page.getByRole('tooltip');
    },
    async givePlan(file) {
      await openGood(page);
      await typePlan(page, readFileSync(at(file), 'utf8'));
      await expect(status(page).getByRole('button', { name: /^\d+ problems?/ })).toBeVisible();
      await tab(page, 'Problems').click();
      return panel(page, 'Problems').getByRole('option').first();
    },
  };
}

async function takeModel(page: Page, model: string): Promise<Locator> {
  await choose(page, 'Control+Alt+n', 'Choose an ONNX model', model);
  await expect(page.getByRole('heading', { name: `New project from ${basename(model)}` })).toBeVisible();
  const nodes = page.getByRole('region', { name: 'Nodes' });
  const step = stepOf(page, 'Model');
  const shown = step.getByRole('alert').or(step.locator('form')).or(nodes).first();
  await expect(shown).toBeVisible();
  return shown;
}

async function takeSamples(page: Page, source: string): Promise<Locator> {
  await takeModel(page, MODEL);
  await goTo(page, 'Samples');
  if (source !== '') await fill(page.getByRole('textbox', { name: 'Calibration samples' }), at(source));
  const preview = page.getByRole('region', { name: 'What the network will see' });
  await expect(preview).toHaveAttribute('aria-busy', 'false');
  if (source !== '') return preview.getByRole('alert').or(preview.getByRole('img')).first();
  await expect(page.getByRole('button', { name: 'Next' })).toBeDisabled();
  return preview;
}

async function takePlace(page: Page, out: string): Promise<Locator> {
  await expect(await takeSamples(page, SAMPLES)).toBeVisible();
  await goTo(page, 'Project');
  await fill(page.getByRole('textbox', { name: 'Project file' }), at(out));
  const step = stepOf(page, 'Project');
  await expect(step.locator('[aria-busy]')).toHaveAttribute('aria-busy', 'false');
  const create = page.getByRole('button', { name: 'Create project' });
  if (await create.isDisabled()) return step.locator('.ui-field-wrong');
  await create.click();
  await untilOpen(page);
  return graphOf(page);
}

async function openProject(page: Page, name: string): Promise<Locator> {
  await choose(page, 'Control+o', 'Open a project', name);
  const alert = page.getByRole('region', { name: 'Recent projects' }).getByRole('alert');
  await expect(alert.or(graphOf(page)).first()).toBeVisible();
  return (await alert.isVisible()) ? alert : page.locator('.app-banner');
}

async function openGood(page: Page): Promise<void> {
  await openProject(page, PROJECT);
  await untilOpen(page);
}

/** Chooses a file in the window's dialog. A file that is not there is there while it is looked for, and gone when it is chosen. */
async function choose(page: Page, keys: string, title: string, name: string): Promise<void> {
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
}

/** Names samples in the bar of the open project; the dialog that says what they are. */
async function nameSamples(page: Page, source: string): Promise<Locator> {
  await barOf(page)
    .getByRole('button', { name: /^Samples:/ })
    .click();
  const dialog = page.getByRole('dialog', { name: 'Choose samples…' });
  await fill(dialog.getByRole('textbox', { name: 'Folder or file with samples' }), at(source));
  return dialog;
}

/** Types into a field and confirms. */
async function fill(field: Locator, text: string): Promise<void> {
  await field.fill(text);
  await field.press('Enter');
}

const barOf = (page: Page): Locator => page.getByRole('region', { name: 'Run' });

/** A step of the new project. */
const stepOf = (page: Page, name: 'Model' | 'Samples' | 'Project'): Locator => page.getByRole('region', { name, exact: true });

const goTo = (page: Page, name: 'Samples' | 'Project'): Promise<void> =>
  page.getByRole('navigation', { name: 'Steps' }).getByRole('button', { name }).click();
