/** The commands of tests/bad-input, carried out in the window as a person would: the same files, given where the window takes them. */
import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { at, type Performer } from '../../bad-input/bench.ts';
import { expect } from './test.ts';
import { graphOf, panel, runButton, status, tab, typePlan, untilOpen } from './workbench.ts';

type ModelRequest = Parameters<Performer['convert']>[0] | Parameters<Performer['simulate']>[0];

/** Where the window says what is wrong. */
export type Place =
  /** An error panel in a step of a new project, or beside the recent projects. */
  | 'start'
  | 'model'
  | 'samples'
  | 'project file'
  /** The list of nodes, the question which input is the image, the preview that waits for samples. */
  | 'nodes'
  | 'question'
  | 'no samples'
  /** Below the run bar: its samples, its time steps, why a run failed. */
  | 'run samples'
  | 'run steps'
  | 'run'
  /** Below the title bar. */
  | 'banner'
  | 'problems';

/** What the window says of bad input, and where. */
export class Shown extends Error {
  readonly place: Place;
  readonly element: Locator;
  /** A file that the window is given under another name. */
  readonly instead: readonly [given: string, there: string] | undefined;
  constructor(place: Place, element: Locator, instead?: readonly [string, string]) {
    super(place);
    this.instead = instead;
    this.place = place;
    this.element = element;
  }
}

/** Input that the window has no place for, and why. */
export class NoPlace extends Error {}

/** A project of the bench's model that the window may change. */
const OWN = 'window.spikeloom';
const DEFAULTS = { source: at('samples.npy'), out: at('out/p.spikeloom'), results: at('out/results') } as const;

/**
 * The commands, done in `page`: each ends with `Shown` or `NoPlace`; one that says nothing to bad input with another error. `leave` closes
 * what was opened to see the message.
 */
export function windowPerformer(page: Page): Performer & { leave(): Promise<void> } {
  copyFileSync(at('good.spikeloom'), at(OWN));
  const { createFrom, openProject, runOn, givePlan, giveSteps, leave } = hands(page);

  const optionsOf = async ({ plan: { options = {}, file } }: ModelRequest): Promise<void> => {
    if (options.neuron !== undefined || options.coding !== undefined)
      throw new NoPlace('codings and neurons are chosen from a list, or written in the plan, which is checked as a file is');
    if (file !== undefined) await givePlan(file);
    if (options.steps !== undefined && String(options.steps) !== '2') await giveSteps(String(options.steps));
  };
  return {
    leave,
    async convert(request) {
      requireRights();
      await optionsOf(request);
      return createFrom(request);
    },
    async simulate(request) {
      requireRights();
      const { model, inputs, labels, out, skipBad } = request;
      await optionsOf(request);
      if (labels !== undefined) throw new NoPlace('labels come with the samples: the window has no field for a file of them');
      if (out !== DEFAULTS.results) throw new NoPlace('runs of the window are kept in the project: no folder is written');
      if (model.endsWith('.spikeloom')) {
        await openProject(model);
        // What the banner says is said again to who goes on.
        return runOn(inputs, true);
      }
      // Images are left out where the thresholds are set, which is the only place that asks.
      if (skipBad)
        return createFrom({ ...request, calibration: { ...request.calibration, source: inputs, skipBad }, out: DEFAULTS.out });
      await openProject(at(OWN));
      return runOn(inputs);
    },
    async evaluate({ project, dataset }) {
      requireRights();
      await openProject(project);
      return runOn(dataset);
    },
    report: () => Promise.reject(new NoPlace('reports are pages that the command line writes')),
    merge: () => Promise.reject(new NoPlace('parts of an evaluation are computed and joined by the command line')),
  };
}

/** The table plays a user whom permissions bind where it is run by root, whom they do not bind: nor do they bind the host then. */
function requireRights(): void {
  if (process.geteuid?.() !== process.getuid?.()) throw new NoPlace('root runs this test, and may write everywhere');
}

/** What is done in the page. */
function hands(page: Page) {
  let open: string | null = null;
  let drawn: string | null = null;

  const stepsField = page.getByRole('region', { name: 'Run' }).getByRole('textbox', { name: 'Time steps T' });
  const home = page.getByRole('region', { name: 'Recent projects' });
  const step = (name: 'Model' | 'Samples' | 'Project'): Locator => page.getByRole('region', { name, exact: true });
  const goTo = (name: 'Samples' | 'Project'): Promise<void> =>
    page.getByRole('navigation', { name: 'Steps' }).getByRole('button', { name }).click();

  /** Chooses a file in the window's dialog; one that is not there was there a moment ago. */
  const choose = async (keys: string, title: string, path: string): Promise<void> => {
    const isThere = existsSync(path);
    if (!isThere) writeFileSync(path, '');
    await page.keyboard.press(keys);
    const picker = page.getByRole('dialog', { name: title });
    const folder = picker.getByRole('textbox', { name: 'Folder' });
    await folder.fill(dirname(path));
    await folder.press('Enter');
    await picker.getByRole('listbox').focus();
    await expect(picker.getByRole('option').first()).toBeVisible();
    await page.keyboard.type(basename(path));
    await expect(picker.locator('[aria-selected="true"]')).toContainText(basename(path));
    if (!isThere) rmSync(path);
    await page.keyboard.press('Enter');
    await expect(picker).toBeHidden();
  };

  /** Fills a field in and leaves it. */
  const fill = async (field: Locator, text: string): Promise<void> => {
    await field.fill(text);
    await field.press('Enter');
  };

  /** The first step: `Shown` for a model that goes no further. */
  const takeModel = async (model: string, input: string | undefined): Promise<void> => {
    const key = `${model} ${input ?? ''}`;
    if (drawn === key) return;
    drawn = null;
    await choose('Control+Alt+n', 'Choose an ONNX model', model);
    open = null;
    await expect(page.getByRole('heading', { name: `New project from ${basename(model)}` })).toBeVisible();
    const alert = step('Model').getByRole('alert');
    const form = step('Model').locator('form');
    const nodes = page.getByRole('listbox', { name: 'Nodes' });
    await expect(alert.or(form).or(nodes).first()).toBeVisible();
    if (input !== undefined && (await form.isVisible())) {
      const choice = form.getByRole('radio', { name: new RegExp(`^${input}`) });
      if ((await choice.count()) === 0) throw new NoPlace('the inputs there are can be chosen, and no others');
      await choice.click();
      await form.getByRole('button', { name: 'Look at it with this input' }).click();
      await expect(form).toBeHidden();
      await expect(alert.or(nodes).first()).toBeVisible();
    }
    if (await alert.isVisible()) throw new Shown('model', alert);
    if (await form.isVisible()) throw new Shown('question', form);
    if (await page.getByRole('button', { name: 'Next' }).isDisabled())
      throw new Shown('nodes', page.getByRole('region', { name: 'Nodes' }));
    drawn = key;
  };

  const createFrom = async ({
    model,
    input,
    preprocess,
    calibration,
    out,
  }: Parameters<Performer['convert']>[0]): Promise<never> => {
    const { source: given = '', skipBad = false } = calibration;
    let [file, source] = [model, given];
    let instead: readonly [string, string] | undefined;
    if (typeof preprocess === 'string') {
      // The window reads what lies beside the model, and only for samples.
      [file, source] = [at('beside.onnx'), at('wrong-size')];
      copyFileSync(model, file);
      copyFileSync(preprocess, at('beside.json'));
      instead = [preprocess, at('beside.json')];
    }
    await takeModel(file, input);
    await goTo('Samples');
    const skip = page.getByRole('switch', { name: 'Leave out samples that cannot be used' });
    if ((await skip.isChecked()) !== skipBad) await skip.click();
    const field = page.getByRole('textbox', { name: 'Calibration samples' });
    const preview = page.getByRole('region', { name: 'What the network will see' });
    if ((await field.inputValue()) !== source) await fill(field, source);
    await expect(preview).toHaveAttribute('aria-busy', 'false');
    const alert = preview.getByRole('alert');
    if (source === '' && (await page.getByRole('button', { name: 'Next' }).isDisabled())) throw new Shown('no samples', preview);
    await expect(alert.or(preview.getByRole('img')).first()).toBeVisible();
    if (await alert.isVisible()) throw new Shown('samples', alert, instead);
    if (!out.endsWith('.spikeloom')) throw new NoPlace('the window gives every project the ending .spikeloom');
    await goTo('Project');
    await fill(page.getByRole('textbox', { name: 'Project file' }), out);
    await expect(step('Project').locator('[aria-busy]')).toHaveAttribute('aria-busy', 'false');
    const create = page.getByRole('button', { name: 'Create project' });
    if (await create.isDisabled()) throw new Shown('project file', step('Project').locator('.ui-field-wrong'));
    await create.click();
    await expect(graphOf(page).first()).toBeVisible();
    throw new Error(`a project was made of ${model}`);
  };

  const closeProject = async (): Promise<void> => {
    if (open === null) return;
    await page.keyboard.press('Control+Alt+w');
    await expect(page.getByRole('main')).toBeVisible();
    open = null;
  };

  const openProject = async (path: string): Promise<void> => {
    if (open === path) return;
    await closeProject();
    if (drawn !== null) await page.getByRole('button', { name: 'Give up this project' }).click();
    drawn = null;
    await choose('Control+o', 'Open a project', path);
    const alert = home.getByRole('alert');
    await expect(alert.or(graphOf(page)).first()).toBeVisible();
    if (await alert.isVisible()) throw new Shown('start', alert);
    await untilOpen(page);
    open = path;
  };

  /** Runs the open project on samples. */
  const runOn = async (samples: string, evenSo = false): Promise<never> => {
    const banner = page.locator('.app-banner');
    const bar = page.getByRole('region', { name: 'Run' });
    if (!evenSo && (await banner.count()) > 0) throw new Shown('banner', banner);
    await bar.getByRole('button', { name: /^Samples:/ }).click();
    const dialog = page.getByRole('dialog', { name: 'Choose samples…' });
    await fill(dialog.getByRole('textbox', { name: 'Folder or file with samples' }), samples);
    const alert = dialog.getByRole('alert');
    const found = dialog.getByRole('status').filter({ hasText: /^\d+ samples?$/ });
    await expect(alert.or(found).first()).toBeVisible();
    if (await alert.isVisible()) throw new Shown('run samples', alert);
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    // A plan that cannot run says why in place of running.
    const why = bar.getByRole('note');
    if (await why.isVisible()) throw new Shown('banner', banner);
    await runButton(page).click();
    await expect(bar.getByRole('progressbar')).toBeVisible();
    await bar.getByRole('button', { name: 'Failed' }).click();
    throw new Shown('run', page.getByRole('dialog').getByRole('alert'));
  };

  /** Writes the plan as text. */
  const givePlan = async (file: string): Promise<never> => {
    if (!existsSync(file)) throw new NoPlace('a plan is written in the window: no file of it is named');
    await openProject(at(OWN));
    await typePlan(page, readFileSync(file, 'utf8'));
    await expect(status(page).getByRole('button', { name: /^\d+ problems?/ })).toBeVisible();
    await tab(page, 'Problems').click();
    throw new Shown('problems', panel(page, 'Problems').getByRole('option').first());
  };

  const giveSteps = async (steps: string): Promise<never> => {
    await openProject(at(OWN));
    await stepsField.fill(steps);
    throw new Shown('run steps', page.getByRole('tooltip'));
  };

  /** Closes what hangs over the window. */
  const leave = async (): Promise<void> => {
    const over = page.getByRole('dialog');
    if (await over.isVisible()) await page.keyboard.press('Escape');
    await expect(over).toBeHidden();
    const wrong = stepsField.and(page.locator('[aria-invalid]'));
    if (await wrong.isVisible()) await wrong.press('Escape');
  };

  return { createFrom, openProject, runOn, givePlan, giveSteps, leave };
}
