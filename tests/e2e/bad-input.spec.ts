/**
 * The table that holds the command line to its messages (tests/bad-input), given to the window: each is said where it arises, in the
 * same sentence with the window's names for settings, with the details to copy and without a stack; and the window goes on. What the
 * window has no place for is printed with the reason.
 */
import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Page } from '@playwright/test';
import { at, convert, performedBy, removeBench } from '../bad-input/bench.ts';
import { MODEL_CASES, writeModels } from '../bad-input/model-cases.ts';
import { PLACE_CASES, writePlaces } from '../bad-input/place-cases.ts';
import { PLAN_CASES, writePlans } from '../bad-input/plan-cases.ts';
import { SAMPLE_CASES, writeSamples } from '../bad-input/sample-cases.ts';
import type { BadCase } from '../bad-input/table.ts';
import { DEFAULT_SETTINGS } from '../../src-shared/contract/index.ts';
import { SpikeloomError } from '../../src-shared/errors/index.ts';
import { withTexts } from '../../src-shared/message/index.ts';
import { inWindow } from '../../src-renderer/texts/messages.ts';
import { NoPlace, type Place, Shown, windowPerformer } from './support/bad-input.ts';
import { expect, test } from './support/test.ts';
import { openStart, panel, runButton, tab } from './support/workbench.ts';

/** Of the sixteen lengths that a model is cut off at, some: what differs is a number in the sentence. */
const SAME_AGAIN = /after ([2-9]|1[0-4])\/16/;

/** The table's parts, and where the window says what is wrong. */
const PARTS: readonly (readonly [name: string, cases: readonly BadCase[], places: readonly Place[]])[] = [
  ['models', MODEL_CASES.filter(({ what }) => !SAME_AGAIN.test(what)), ['model', 'nodes', 'question']],
  ['samples to calibrate', SAMPLE_CASES.filter(({ what }) => !isRun(what)), ['samples', 'no samples']],
  ['samples to run', SAMPLE_CASES.filter(({ what }) => isRun(what)), ['run samples', 'run']],
  ['plans', PLAN_CASES, ['problems', 'run steps']],
  ['projects', PLACE_CASES.filter(({ what }) => !/^convert/.test(what)), ['start', 'banner', 'run samples']],
  ['places', PLACE_CASES.filter(({ what }) => /^convert/.test(what)), ['project file']],
];

function isRun(what: string): boolean {
  return /to run$|inputs$|range|cut off$|label/.test(what);
}

/** Cases that the window has no place for: all of them, so that none is left out unseen. Those of permissions only as root. */
const WITHOUT_PLACE = [
  ...['two inputs, and another named', 'too few labels', 'a label ≥ K', 'a plan that is not there'],
  ...['convert onto a file that is something else', 'convert onto the model itself', 'convert onto a folder'],
  ...['an unknown neuron', 'an unknown coding', 'options that a project does not take'],
  ...PLACE_CASES.map(({ what }) => what).filter((what) => /^(report|merge|simulate (below|onto))/.test(what)),
];
const PERMISSIONS = /without permission/;

/** Places with an error panel of their own; elsewhere a person reads a field, a list or a line of the window. */
const WITH_DETAILS: readonly Place[] = ['start', 'model', 'samples', 'run samples', 'run', 'banner'];

test.beforeAll(async () => {
  writeModels();
  writePlans();
  await writeSamples();
  await writePlaces();
});
test.afterAll(removeBench);

test('what the command line says to bad input is said in the window, where it arises', async ({ page, host, folders }) => {
  test.setTimeout(600_000);
  // The engine that starts fastest: nothing is computed.
  writeFileSync(join(folders.user, 'settings.json'), JSON.stringify({ ...DEFAULT_SETTINGS, engine: 'reference' }));
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await openStart(page, host);
  const performer = windowPerformer(page);
  const without = new Map<string, string>();
  const copied = new Set<Place>();
  for (const [name, cases, places] of PARTS) {
    await test.step(name, async () => {
      for (const one of cases) {
        const error = await thrownBy(one);
        if (!(error instanceof SpikeloomError)) throw error;
        const end = await performedBy(performer, () => thrownBy(one));
        if (end instanceof NoPlace) without.set(one.what, end.message);
        else if (end instanceof Shown) {
          expect(places, one.what).toContain(end.place);
          await expectSaid(page, one, error, end);
          if (WITH_DETAILS.includes(end.place) && !copied.has(end.place)) await expectCopied(page, error, end);
          copied.add(end.place);
        } else throw end;
        await performer.leave();
      }
    });
  }

  await test.step('every case has had its place, or has none', () => {
    for (const [what, why] of without) console.log(`    no place in the window: ${what}: ${why}`);
    expect([...without.keys()].filter((what) => !PERMISSIONS.test(what)).toSorted()).toEqual(WITHOUT_PLACE.toSorted());
    const walked = new Set(PARTS.flatMap(([, cases]) => cases));
    const left = [...MODEL_CASES, ...SAMPLE_CASES, ...PLAN_CASES, ...PLACE_CASES].filter((one) => !walked.has(one));
    expect(left.filter(({ what }) => !SAME_AGAIN.test(what))).toEqual([]);
    expect(new Set(copied)).toEqual(new Set(PARTS.flatMap(([, , places]) => places)));
  });

  await test.step('after all of it the window makes a project, and runs it', async () => {
    await expect(performedBy(performer, () => convert('model.onnx', { out: 'after-all.spikeloom' }))).rejects.toThrow(
      'a project was made',
    );
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
});

/** What a case ends with. */
const thrownBy = (one: BadCase): Promise<unknown> =>
  one.run().then(
    () => undefined,
    (error: unknown) => error,
  );

/** The sentence of the command line, in the window's words, with what it is about; no stack, no option; details where there is a panel. */
async function expectSaid(
  page: Page,
  { what }: BadCase,
  error: SpikeloomError,
  { place, element, instead }: Shown,
): Promise<void> {
  await expect(element, what).toBeVisible();
  const sentence = inWindow(withTexts(error.sentence, (text) => (instead ? text.replace(...instead) : text)));
  for (const words of wordsOf(place, sentence)) await expect(element, what).toContainText(words);
  if (place === 'no samples') await expect(page.getByRole('button', { name: 'Next' }), what).toBeDisabled();
  if (WITH_DETAILS.includes(place)) {
    const { file = '', node = '', layer = '' } = error.at;
    const names = [instead?.[1] ?? file, node, layer].filter((name) => name !== '').map((name) => basename(name));
    const text = await element.innerText();
    expect(
      names.some((name) => text.includes(name)),
      `${what}: ${text} names one of ${names}`,
    ).toBe(true);
    await expect(element.getByRole('button', { name: 'Copy details' }), what).toBeVisible();
  }
  const all = await page.locator('body').innerText();
  expect(all, what).not.toMatch(/\bat \S.*:\d+:\d+|\bError: /);
  expect(all, what).not.toMatch(/(^|\s)--[a-z]/);
}

/** What a place says of a sentence: all of it where it has a line of its own; where fields and lists say the rest, what is not theirs. */
function wordsOf(place: Place, sentence: string): readonly string[] {
  switch (place) {
    case 'nodes': {
      // A row has the node, its operator and the reason; that the model cannot be converted stands below.
      const [, node, type, why] = /: node (\S+) \((\w+)\):? (.*)$/.exec(sentence) ?? [];
      return [node!, type!, why!];
    }
    case 'question':
      // The form is the answer to "say which one", and "give them".
      return / has \d+ inputs \((.*?)\)/.exec(sentence)?.[1]!.split(', ') ?? ['Sizes of input', 'The file leaves them open'];
    case 'no samples':
      return ['Choose samples'];
    case 'problems':
      // The plan in the window has no file; its line stands behind the sentence.
      return [sentence.replace(/^.*?\.plan\.json(:\d+:\d+)?: /, '')];
    case 'run steps':
      return [sentence.split('; ').at(-1)!];
    case 'banner':
    case 'project file':
      // Nothing was asked for yet that could not be done.
      return [sentence.replace(/, so that [^;]+/, '')];
    default:
      return [sentence];
  }
}

/** "Copy details" copies the code, the sentence and the place. */
async function expectCopied(page: Page, { code, at: where }: SpikeloomError, { element, place }: Shown): Promise<void> {
  await element.getByRole('button', { name: 'Copy details' }).click();
  await expect(element.getByRole('status').filter({ hasText: 'Copied' })).toBeVisible();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  expect(text).toContain(`${code}: `);
  expect(text).toContain((await element.innerText()).split('\n').find((line) => line.includes('spikeloom-bad-input'))!);
  if (place !== 'banner') expect(text).toContain(`file: ${where.file}`);
}
