/**
 * Runs that lack something, in every view: without labels, of one step, cancelled half-way, of another model, of a network with several
 * outputs. Each view says what is missing or shows what there is, and no page throws.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { formatNpy } from '../../src-main/dataset/index.ts';
import { openProject as openFile } from '../../src-main/project/index.ts';
import { calibrateProject } from '../../src-main/services/calibrate/calibrate-project.ts';
import { convertModel } from '../../src-main/services/model/convert-model.ts';
import type { ServiceContext } from '../../src-main/services/progress.ts';
import { evaluateProject } from '../../src-main/services/run/evaluate-project.ts';
import { sampleReport } from '../fixtures/sample-report.ts';
import { classifier, samples } from '../support/classifier.ts';
import { expect, test } from './support/test.ts';
import { openProject, panel, PATIENCE, tab } from './support/workbench.ts';

const COUNT = 40;
const BATCH = 10;

/** A project of the small classifier, and runs of it. */
async function projectAt(at: (name: string) => string, name: string, outputs: readonly string[]) {
  const [model, out, data] = [at(`${name}.onnx`), at(`${name}.spikeloom`), at('images.npy')];
  mkdirSync(at('answers'), { recursive: true });
  writeFileSync(model, classifier({ outputs: [...outputs] }));
  writeFileSync(data, samples(COUNT));
  writeFileSync(
    at('answers/labels.npy'),
    formatNpy(
      Float64Array.from({ length: COUNT }, (_, i) => i % 4),
      [COUNT],
    ),
  );
  const context = { signal: new AbortController().signal };
  const calibration = { source: data, batch: BATCH };
  await convertModel({ model, out, engine: 'cpu', plan: { options: { steps: 4 } }, calibration }, context);
  return {
    out,
    async run(steps: number, labels: boolean, more: Partial<ServiceContext> = {}): Promise<void> {
      await calibrateProject({ project: out, version: savePlan(out, steps), engine: 'cpu' }, context);
      const work = { project: out, dataset: data, batch: BATCH, engine: 'cpu', selfCheck: false } as const;
      await evaluateProject({ ...work, ...(labels ? { labels: at('answers/labels.npy') } : {}) }, { ...context, ...more });
    },
  };
}

function savePlan(path: string, steps: number): number {
  using project = openFile(path);
  const { id, model } = project.latestPlan()!;
  const json = JSON.stringify({ version: 1, steps });
  return project.savePlan({ model, parent: id, message: '', json, at: new Date().toISOString() });
}

/** Adds the run of a network that the project does not have. */
function addForeignRun(path: string): void {
  using project = openFile(path);
  const at = new Date().toISOString();
  const plan = project.plans()[0]!.id;
  const id = project.startRun({
    plan,
    engine: 'cpu',
    dataset: 'cifar10/test',
    settings: { steps: 8, batch: 100, samples: 1000 },
    at,
  });
  project.finishRun(id, sampleReport(), at);
}

/** The text of every view of a run, once nothing is waited for. */
async function views(page: Page, run: number): Promise<Record<string, string>> {
  await tab(page, 'Results').click();
  await panel(page, 'Results').getByRole('combobox', { name: 'Run shown' }).click();
  await page.getByRole('option', { name: new RegExp(`^Run ${run} `) }).click();
  const texts: Record<string, string> = {};
  for (const name of ['Results', 'Layers', 'Samples', 'Spikes', 'Energy', 'Runs']) {
    await tab(page, name).click();
    const view = panel(page, name);
    await expect(view.locator('[aria-busy=true]').or(view.getByText(/^Reading /))).toHaveCount(0, PATIENCE);
    texts[name] = await view.innerText();
    const parts = {
      Results: ['Stopping early', 'Delayed readout', 'Over steps'],
      Runs: ['Comparison', 'Pareto front', 'Parallel axes', 'Table'],
    }[name];
    for (const part of parts ?? []) {
      const radio = view.getByRole('radio', { name: part });
      if (await radio.isDisabled()) continue;
      await radio.click();
      await expect(view.getByText('Comparing')).toHaveCount(0, PATIENCE);
      texts[part] = await view.innerText();
    }
  }
  for (const [name, text] of Object.entries(texts))
    expect(text, `${name} of run ${run}`).not.toMatch(/NaN|undefined|Infinity|\[object/);
  return texts;
}

test('runs that lack something say so in every view', async ({ page, host, folders }) => {
  const project = await projectAt(folders.at, 'small', ['logits']);
  await project.run(4, true);
  await project.run(4, false);
  await project.run(1, true);
  addForeignRun(project.out);
  const half = new AbortController();
  let told = 0;
  await project
    .run(6, true, { signal: half.signal, onProgress: () => (++told > 3 ? half.abort() : undefined) })
    .catch((error: unknown) => error);
  await openProject(page, host, project.out);
  await test.step('with labels: the baseline of the others', async () => {
    await views(page, 1);
    await tab(page, 'Runs').click();
    await panel(page, 'Runs')
      .getByRole('option', { name: /^Run 1 / })
      .click();
    await panel(page, 'Runs').getByRole('button', { name: 'Pin as baseline' }).click();
  });
  await test.step('without labels', async () => {
    const texts = await views(page, 2);
    expect(texts.Results).toContain('No labels: the answers agree with the float network’s on 100.0');
    expect(texts.Samples).toContain('The samples of this run have no labels, so that nothing can be confused.');
    expect(texts.Comparison).toContain('Run 2 has no labels, and so no accuracy.');
    expect(texts.Comparison).toContain('only one of the runs has labels');
  });
  await test.step('of one step', async () => {
    const texts = await views(page, 3);
    expect(texts.Layers).toContain('This run has one step, so that the map has one column.');
    expect(texts['Delayed readout']).not.toContain('Best over');
    expect(texts.Comparison).toMatch(/on 40\.0.% after 4 steps: a difference within noise/);
  });
  await test.step('of another network', async () => {
    const texts = await views(page, 4);
    expect(texts.Layers).toContain('The network of this project has no layer of this name: the run is of another one.');
    expect(texts.Samples).toContain('This run keeps nothing of its samples');
    expect(texts.Energy).toContain('The energy of this run cannot be computed');
    expect(texts.Comparison).toContain('The runs are of different models');
  });
  await test.step('cancelled half-way', async () => {
    await tab(page, 'Samples').click();
    const view = panel(page, 'Samples');
    await view.getByRole('combobox', { name: 'Run' }).click();
    await page.getByRole('option', { name: /^Run 5 / }).click();
    await expect(view.getByText(/^The run ended after \d+ of 40 samples; these are shown\.$/)).toBeVisible();
  });

  const outputs = await projectAt(folders.at, 'outputs', ['logits', 'active']);
  await outputs.run(3, true);
  await openProject(page, host, outputs.out);
  await test.step('of a network with several outputs', async () => {
    await panel(page, 'Results')
      .getByRole('button', { name: /^Notes/ })
      .click();
    const texts = await views(page, 1);
    expect(texts.Results).toContain('Accuracy and agreement are those of the first output, logits.');
    expect(texts.Results).toContain('Output active: relative error of its mean against the float network');
  });
});
