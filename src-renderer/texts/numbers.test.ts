/** Sentences with numbers in them: one of something, several, none; and nothing that is left empty. */
import { describe, expect, it } from 'vitest';
import { appTexts } from './app.ts';
import { commandTitles } from './commands.ts';
import { filesTexts } from './files.ts';
import { graphTexts } from './graph.ts';
import { inspectorTexts } from './inspector.ts';
import { layerSettingsTexts } from './layer-settings.ts';
import { planTexts } from './plan-editor.ts';
import { runTexts } from './run.ts';
import { newTexts, samplesText, startTexts } from './start.ts';
import { stateTexts } from './state.ts';
import { uiTexts } from './ui.ts';

describe('one is one, and anything else is several', () => {
  const sentences: readonly [name: string, sentence: (count: number) => string, one: RegExp, several: RegExp][] = [
    ['samples', (count) => samplesText(String(count)), /^1 sample$/, /\d samples$/],
    ['threads', runTexts.threads, /^1 thread$/, /\d threads$/],
    ['steps to accuracy', runTexts.accuracyReached.after, /after 1 step\.$/, /after \d+ steps\.$/],
    ['steps to agreement', runTexts.agreementReached.after, /after 1 step\.$/, /after \d+ steps\.$/],
    ['fields of an older plan', (count) => runTexts.olderPlanLong(2, count), /in 1 field:/, /in \d+ fields:/],
    ['problems of the text', planTexts.unreadable, /^1 problem:/, /^\d+ problems:/],
    ['layers of a key', planTexts.matches, /^matches 1 layer$/, /^matches \d+ layers$/],
    ['fields that differ', planTexts.changes, /^1 field differs$/, /^\d+ fields differ$/],
    ['problems', appTexts.status.problems, /^1 problem$/, /^\d+ problems$/],
    ['selected layers', (count) => appTexts.status.selected(count, '9'), /^1 layer selected/, /^\d+ layers selected/],
    ['unsolved thresholds', (count) => appTexts.problems.unsolved('relu', count), /for 1 threshold;/, /for \d+ thresholds;/],
    ['silent thresholds', (count) => appTexts.problems.silent('relu', count), /1 threshold is 0/, /\d thresholds are 0/],
    ['outdated layers', appTexts.problems.outdated, /of 1 layer /, /of \d+ layers /],
    [
      'changes set aside',
      (count) => appTexts.setAside.text(String(count)),
      /^1 change of .* and is kept/,
      /^\d+ changes of .* and are kept/,
    ],
    ['classes', newTexts.classes, /^1 class$/, /^\d+ classes$/],
    ['neuron layers', (count) => newTexts.ready('9', String(count)), /with 1 neuron layer\.$/, /with \d+ neuron layers\.$/],
    ['files left', (count) => startTexts.droppedMany('a', count), /one other was left/, /\d others were left/],
    ['jobs before', (count) => stateTexts.waitingFor('Run', 'net', count), /and one more job$/, /and \d+ more jobs$/],
    ['calibration samples', (count) => newTexts.calibration(String(count), '7'), /^1 sample in/, /^\d+ samples in/],
    ['changes set aside, by place', (count) => planTexts.setAside(1, count), /^Set aside$/, /^Set aside, 1 of \d+$/],
  ];

  it.each(sentences)('%s', (_, sentence, one, several) => {
    expect(sentence(1)).toMatch(one);
    expect(sentence(1)).not.toMatch(several);
    for (const count of [2, 11, 21, 1000]) {
      expect(sentence(count)).toMatch(several);
      expect(sentence(count)).not.toMatch(one);
    }
  });
});

describe('sentences', () => {
  /** Every text of an object, however deep, without those that are made from something. */
  function textsOf(value: unknown, path: string): readonly (readonly [path: string, text: string])[] {
    if (typeof value === 'string') return [[path, value]];
    if (typeof value === 'object' && value !== null) {
      return Object.entries(value).flatMap(([name, inner]) => textsOf(inner, `${path}.${name}`));
    }
    return [];
  }
  const all = Object.entries({
    ...{ appTexts, commandTitles, filesTexts, graphTexts, inspectorTexts, layerSettingsTexts, planTexts },
    ...{ runTexts, newTexts, startTexts, stateTexts, uiTexts },
  }).flatMap(([name, texts]) => textsOf(texts, name));

  it('are there, and begin and end with what is read', () => {
    expect(all.length).toBeGreaterThan(350);
    // Headings of columns that hold an index and a mark.
    const kept = new Set(['inspectorTexts.columns.index', 'inspectorTexts.columns.flag']);
    expect(all.filter(([path, text]) => !kept.has(path) && (text === '' || text !== text.trim()))).toEqual([]);
  });

  it('have typographic signs: apostrophes, dashes, dots and a minus of their own', () => {
    expect(all.filter(([, text]) => /\w'\w|"|\.\.\.|--| {2}/.test(text))).toEqual([]);
  });
});

describe('a text that is made from something', () => {
  it.each([
    ['a version without words', planTexts.version(3, ''), 'Version 3'],
    ['a version with words', planTexts.version(3, 'قبل'), '3 · قبل'],
    ['a restored version', planTexts.labelRestore(3, ''), 'Restore version 3'],
    ['a restored version with words', planTexts.labelRestore(3, 'x'), 'Restore version 3 (x)'],
    ['a field that is reset', planTexts.labelField('tau', null), 'tau reset, as text'],
    ['a field of a layer', planTexts.labelLayerField('relu', 'coding', 'rate'), 'coding of relu to rate, as text'],
    ['a sample without a label', newTexts.sample('a.png', null), 'a.png'],
    ['a sample with one', newTexts.sample('a.png', 'cat'), 'cat: a.png'],
    ['what becomes of a constant', newTexts.into([]), 'computed on import'],
    ['what becomes of a node', newTexts.into(['Conv', 'Add']), 'Conv + Add'],
    ['an open size with a name', newTexts.sizeOf('height', 0), 'height'],
    ['an open size without one', newTexts.sizeOf('?', 1), 'Size 2'],
    ['an open size with a number for a name', newTexts.sizeOf('-1', 0), 'Size 1'],
    ['columns, few', filesTexts.columnsHint(['a', 'b']), 'a, b. Empty: the one called label, or the last.'],
    ['columns, many', filesTexts.columnsHint([...'abcdef']), 'a, b, c, d … f. Empty: the one called label, or the last.'],
    ['an engine of one core', appTexts.status.engine('reference', 4), 'Reference engine'],
    ['no bound below', uiTexts.outOfRange(undefined, 3), 'At most 3.'],
    ['layers in one pattern', stateTexts.reached({ kind: 'pattern', key: 'a.*' }, '3 layers'), 'a.* (3 layers)'],
    ['all layers', stateTexts.reached({ kind: 'defaults' }, '3 layers'), 'all 3 layers, as the default,'],
    ['layers one by one', stateTexts.reached({ kind: 'layers' }, '3 layers'), '3 layers'],
  ])('%s', (_, text, expected) => expect(text).toBe(expected));
});
