/** The samples of a draft: when they are asked for, and answers that come too late. */
import { beforeEach, describe, expect, it } from 'vitest';
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import { pass, preview, PREVIEW_MS, services, testsOfDrafts } from '../../testing/draft-services.ts';
import { canEnter, draft, NOT_ASKED, setDraft } from './draft.ts';
import { chooseInput, chooseReading, endDraft, startFromPath } from './model-actions.ts';
import { NO_PREPROCESS } from './preprocess-fields.ts';
import { setPreprocess, setSource, showSamples } from './sample-actions.ts';

testsOfDrafts();

describe('samples', () => {
  beforeEach(async () => {
    startFromPath('/m/net.onnx');
    await pass();
  });

  it('are shown once for what is typed in a moment', async () => {
    for (const source of ['/s', '/sa', '/sam']) setSource(source);
    expect(draft()?.preview).toEqual({ ...NOT_ASKED, busy: true });
    await pass(PREVIEW_MS - 1);
    expect(services.requests('samples.preview')).toEqual([]);
    await pass(1);
    expect(services.requests('samples.preview')).toEqual([{ model: '/m/net.onnx', source: '/sam', skipBad: false, count: 24 }]);
    expect(draft()?.preview).toEqual({ value: preview(24), error: null, busy: false });
    expect(canEnter('project', draft()!)).toBe(true);
  });

  it('are those of the last source, also when the one before answers last', async () => {
    const held = services.hold('samples.preview');
    setSource('/a');
    await pass(PREVIEW_MS);
    setSource('/b');
    await pass(PREVIEW_MS);
    held[1]!.answer(preview(2));
    held[0]!.answer(preview(1));
    await pass();
    expect(draft()?.preview.value?.count).toBe(2);
  });

  it('that cannot be used say why, and keep the step closed', async () => {
    services.on('samples.preview', () => {
      throw new SpikeloomError('dataset.empty', 'No samples.');
    });
    setSource('/a');
    await pass(PREVIEW_MS);
    expect(draft()?.preview).toMatchObject({ value: null, error: { code: 'dataset.empty' }, busy: false });
    expect(canEnter('project', draft()!)).toBe(false);
  });

  it('that were taken away are asked for no more', async () => {
    setSource('/a');
    setSource('');
    await pass(PREVIEW_MS);
    expect(services.requests('samples.preview')).toEqual([]);
    expect(draft()?.preview).toEqual(NOT_ASKED);
  });

  it('pass the preprocessing of the person, else that beside the model', async () => {
    const found = { ...NO_PREPROCESS, scale: 2 };
    setDraft({ found: { value: { preprocess: found, from: '/m/net.json', notes: [] }, error: null, busy: false } });
    setSource('/a');
    await pass(PREVIEW_MS);
    setPreprocess({ ...NO_PREPROCESS, scale: 3 });
    await pass(PREVIEW_MS);
    setPreprocess(null);
    await pass(PREVIEW_MS);
    expect(services.requests('samples.preview').map(({ preprocess }) => preprocess?.scale)).toEqual([2, 3, 2]);
  });

  it.each([
    ['another input', () => chooseInput('b', undefined)],
    ['other outputs', () => chooseReading({ outputs: ['y'] })],
  ])('are shown anew for %s, once that is known to be one', async (_, choose) => {
    setSource('/a');
    await pass(PREVIEW_MS);
    const held = services.hold('samples.preview');
    choose();
    expect(canEnter('project', draft()!)).toBe(false);
    await pass(PREVIEW_MS);
    expect(held).toHaveLength(1);
    held[0]!.answer(preview(7));
    await pass();
    expect(draft()?.preview).toEqual({ value: preview(7), error: null, busy: false });
    expect(canEnter('project', draft()!)).toBe(true);
  });

  it('seen for the input before do not count for another', async () => {
    const held = services.hold('samples.preview');
    setSource('/a');
    await pass(PREVIEW_MS);
    services.hold('model.inspect');
    chooseInput('b', undefined);
    held[0]!.answer(preview(1));
    await pass();
    expect(draft()?.preview.value).toBeNull();
  });

  it('of a draft that is given up are asked for no more', async () => {
    setSource('/a');
    endDraft();
    await pass(PREVIEW_MS);
    showSamples();
    await pass(PREVIEW_MS);
    expect(services.requests('samples.preview')).toEqual([]);
  });
});
