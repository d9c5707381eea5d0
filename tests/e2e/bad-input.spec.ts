/**
 * Bad input in the window, one case for each place that says what is wrong: the sentence of the services with the window's names for
 * settings, the details to copy where there is a panel, no stack; and the window goes on. That hosts say the right sentence for every
 * case is tested without a browser (tests/contract/bad-input.test.ts).
 */
import { copyFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { at, removeBench } from '../bad-input/bench.ts';
import { MODEL_CASES, writeModels } from '../bad-input/model-cases.ts';
import { PLACE_CASES, writePlaces } from '../bad-input/place-cases.ts';
import { PLAN_CASES, writePlans } from '../bad-input/plan-cases.ts';
import { SAMPLE_CASES, writeSamples } from '../bad-input/sample-cases.ts';
import { DEFAULT_SETTINGS } from '../../src-shared/contract/index.ts';
import { SpikeloomError } from '../../src-shared/errors/index.ts';
import { inWindow } from '../../src-renderer/texts/messages.ts';
import { hands, type Hands } from './support/bad-input.ts';
import { expect, type Locator, type Page, test } from './support/test.ts';
import { openStart, panel, runButton, tab } from './support/workbench.ts';

const CASES = [...MODEL_CASES, ...SAMPLE_CASES, ...PLAN_CASES, ...PLACE_CASES];

interface PlaceCase {
  /** Where the window says it. */
  readonly place: string;
  /** Which case of the table. */
  readonly what: string;
  /** Gives the window the same; resolves to what says what is wrong. */
  readonly give: (hands: Hands) => Promise<Locator>;
  /** What the place says of the sentence; all of it if absent. */
  readonly words?: (sentence: string) => readonly string[];
  /** The place is an error panel, with details to copy. */
  readonly details?: true;
}

/** Without what was asked for: nothing was yet that could not be done. */
const asked = (sentence: string): readonly string[] => [sentence.replace(/, so that [^;]+/, '')];

const PLACES: readonly PlaceCase[] = [
  { place: 'the step of the model', what: 'not an ONNX file', give: ({ takeModel }) => takeModel('text.onnx'), details: true },
  {
    place: 'the list of nodes',
    what: 'an unknown operator',
    give: ({ takeModel }) => takeModel('unknown.onnx'),
    // A row has the node, its operator and the reason.
    words: (sentence) => / node (\S+) \((\w+)\):? (.*)$/.exec(sentence)!.slice(1),
  },
  {
    place: 'the question which input it is',
    what: 'two inputs',
    give: ({ takeModel }) => takeModel('two.onnx'),
    // The form is the answer to "say which one".
    words: (sentence) => / has \d+ inputs \((.*?)\)/.exec(sentence)![1]!.split(', '),
  },
  {
    place: 'the step of the samples',
    what: 'a calibration set that is not there',
    give: ({ takeSamples }) => takeSamples('absent.npy'),
    details: true,
  },
  {
    place: 'the preview that waits for samples',
    what: 'no calibration set',
    give: ({ takeSamples }) => takeSamples(''),
    words: () => ['Choose samples'],
  },
  {
    place: 'the field of the project file',
    what: 'convert into a folder that is not there',
    give: ({ takePlace }) => takePlace('absent/p.spikeloom'),
    words: asked,
  },
  {
    place: 'the start screen',
    what: 'evaluate text.spikeloom',
    give: ({ openProject }) => openProject('text.spikeloom'),
    details: true,
  },
  {
    place: 'the line below the title bar',
    what: 'evaluate no-model.spikeloom',
    give: ({ openProject }) => openProject('no-model.spikeloom'),
    words: asked,
    details: true,
  },
  {
    place: 'the samples of a run',
    what: 'an array cut off',
    give: ({ takeRunSamples }) => takeRunSamples('cut.npy'),
    details: true,
  },
  { place: 'a run that failed', what: 'NaN in the inputs', give: ({ runOn }) => runOn('nan.npy'), details: true },
  {
    place: 'the time steps',
    what: 'T = 0',
    give: ({ giveSteps }) => giveSteps('0'),
    words: (sentence) => [sentence.split('; ').at(-1)!],
  },
  {
    place: 'the list of problems',
    what: 'an unknown key',
    give: ({ givePlan }) => givePlan('unknown-key.plan.json'),
    // The plan in the window has no file; its line stands behind the sentence.
    words: (sentence) => [sentence.replace(/^.*?\.plan\.json(:\d+:\d+)?: /, '')],
  },
];

test.beforeAll(async () => {
  writeModels();
  writePlans();
  await writeSamples();
  await writePlaces();
  copyFileSync(at('good.spikeloom'), at('window.spikeloom'));
});
test.afterAll(removeBench);

/** What services say to a case. */
async function errorOf(what: string): Promise<SpikeloomError> {
  const error = await CASES.find((one) => one.what === what)!
    .run()
    .catch((thrown: unknown) => thrown);
  if (error instanceof SpikeloomError) return error;
  throw error;
}

for (const { place, what, give, words, details } of PLACES) {
  test(`${place}: ${what}`, async ({ page, host, folders }) => {
    // The engine that starts fastest: nothing is computed.
    writeFileSync(join(folders.user, 'settings.json'), JSON.stringify({ ...DEFAULT_SETTINGS, engine: 'reference' }));
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const error = await errorOf(what);
    await openStart(page, host);
    const element = await give(hands(page));
    await expect(element).toBeVisible();
    const sentence = inWindow(error.sentence);
    for (const said of words?.(sentence) ?? [sentence]) await expect(element).toContainText(said);
    const all = await page.locator('body').innerText();
    expect(all).not.toMatch(/\bat \S.*:\d+:\d+|\bError: /);
    expect(all).not.toMatch(/(^|\s)--[a-z]/);
    if (details) await expectCopied(page, error, element);
  });
}

/** "Copy details" copies the code, the sentence and, where the error names one, the file. */
async function expectCopied(page: Page, { code, at: where }: SpikeloomError, element: Locator): Promise<void> {
  await element.getByRole('button', { name: 'Copy details' }).click();
  await expect(element.getByRole('status').filter({ hasText: 'Copied' })).toBeVisible();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  expect(text).toContain(`${code}: `);
  expect(text).toContain((await element.innerText()).split('\n').find((line) => line.includes('spikeloom-bad-input'))!);
  if (where.file !== undefined) expect(text).toContain(basename(where.file));
}

test('after bad input the window makes a project of good input, and runs it', async ({ page, host }) => {
  await openStart(page, host);
  const { takeModel, takeSamples, takePlace } = hands(page);
  await expect(await takeModel('text.onnx')).toContainText('not an ONNX model');
  await expect(await takeSamples('absent.npy')).toContainText('does not exist');
  await takePlace('after-all.spikeloom');
  const bar = page.getByRole('region', { name: 'Run' });
  await bar.getByRole('button', { name: /^Samples:/ }).click();
  const samples = page.getByRole('dialog', { name: 'Choose samples…' });
  await samples.getByRole('textbox', { name: 'Folder or file with samples' }).fill(at('samples.npy'));
  await page.keyboard.press('Enter');
  await expect(samples.getByText('5 samples')).toBeVisible();
  await page.keyboard.press('Escape');
  await runButton(page).click();
  await tab(page, 'Results').click();
  await expect(panel(page, 'Results').getByRole('row', { name: /^8 / })).toBeVisible();
});
