// @vitest-environment happy-dom
/** The preprocessing of a new project, field by field, and the laws of what its fields read. */
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Preprocess } from '../../../src-shared/contract/index.ts';
import { scriptedServices, settled } from '../../testing/scripted-services.ts';
import { draft, EMPTY_DRAFT, setDraft, useDraft } from './draft.ts';
import {
  changed,
  NO_PREPROCESS,
  NORMALISATIONS,
  normalisationOf,
  perChannelText,
  readPerChannel,
  readScale,
  readSize,
  scaleText,
  sizeText,
} from './preprocess-fields.ts';
import { PreprocessForm } from './preprocess-form.tsx';

beforeEach(() => {
  scriptedServices('empty');
  useDraft.setState({ draft: { ...EMPTY_DRAFT, file: '/m/net.onnx' } });
});
afterEach(cleanup);

const show = (preprocess: Preprocess | null = null): void => {
  setDraft({ preprocess });
  render(<PreprocessForm />);
};
const field = (name: string): HTMLInputElement => screen.getByRole('textbox', { name });
const enter = (name: string, text: string): void => {
  fireEvent.change(field(name), { target: { value: text } });
  fireEvent.keyDown(field(name), { key: 'Enter' });
};
const now = (): Preprocess | null => draft()!.preprocess;

describe('the form', () => {
  it('shows nothing as chosen while nobody has said anything', () => {
    show();
    expect(screen.getByRole('combobox', { name: 'Normalisation' }).textContent).toBe('Choose…');
    expect(screen.queryAllByRole('radio', { checked: true })).toEqual([]);
    expect(['Scale', 'Mean', 'Standard deviation', 'Size', 'Shorter side to'].map((name) => field(name).value)).toEqual([
      '',
      '',
      '',
      '',
      '',
    ]);
    expect(screen.queryByRole('button', { name: 'Reset' })).toBeNull();
    expect(now()).toBeNull();
  });

  it.each<[string, string, Partial<Preprocess>]>([
    ['Scale', '1/255', { scale: 1 / 255 }],
    ['Mean', '0.485, 0.456 0.406', { mean: [0.485, 0.456, 0.406] }],
    ['Standard deviation', '0.5', { std: 0.5 }],
    ['Size', '224x160', { size: [224, 160] }],
    ['Shorter side to', '256', { resize: 256 }],
  ])('%s takes %j', (name, text, change) => {
    show();
    enter(name, text);
    expect(now()).toEqual({ ...NO_PREPROCESS, ...change });
    expect(field(name).getAttribute('aria-invalid')).toBeNull();
  });

  it.each([
    ['Scale', '1/0', 'A number, such as 1/255.'],
    ['Mean', 'a', 'A number, or one per channel with commas.'],
    ['Standard deviation', '1,b', 'A number, or one per channel with commas.'],
    ['Size', '0', 'Height × width in pixels, such as 224 × 224.'],
    ['Shorter side to', '-1', 'Height × width in pixels, such as 224 × 224.'],
  ])('%s says what is wrong with %j, and keeps it', (name, text, wrong) => {
    show();
    enter(name, text);
    expect([field(name).value, field(name).getAttribute('aria-invalid'), now()]).toEqual([text, 'true', null]);
    expect(screen.getByText(wrong)).toBeTruthy();
    enter(name, '2');
    expect(screen.queryByText(wrong)).toBeNull();
    expect(now()).not.toBeNull();
  });

  it('takes the sizes away that are emptied', () => {
    show({ ...NO_PREPROCESS, size: [8, 8], resize: 9 });
    expect([field('Size').value, field('Shorter side to').value]).toEqual(['8 × 8', '9']);
    enter('Size', '');
    enter('Shorter side to', ' ');
    expect(now()).toEqual(NO_PREPROCESS);
  });

  it('switches the crop, the colours, the layout and the interpolation', () => {
    show(NO_PREPROCESS);
    fireEvent.click(screen.getByRole('switch', { name: 'Crop to the middle' }));
    for (const name of ['BGR', 'NHWC', 'bicubic']) fireEvent.click(screen.getByRole('radio', { name }));
    expect(now()).toEqual({ ...NO_PREPROCESS, crop: 'centre', colour: 'BGR', layout: 'NHWC', interpolation: 'bicubic' });
    fireEvent.click(screen.getByRole('switch', { name: 'Crop to the middle' }));
    expect(now()).not.toHaveProperty('crop');
  });

  it('goes back to what lies beside the model, and says where that is from', () => {
    const preprocess = { ...NO_PREPROCESS, scale: 2 };
    setDraft({ found: { value: { preprocess, from: '/m/net.json', notes: ['A note.'] }, error: null, busy: false } });
    show();
    expect(screen.getByText('From net.json')).toBeTruthy();
    expect(screen.getByText('A note.')).toBeTruthy();
    enter('Scale', '3');
    expect(screen.getByText('Set here')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Reset' }));
    expect([now(), field('Scale').value]).toEqual([null, '2']);
  });

  it('chooses a common normalisation with its numbers, and not that of its own', async () => {
    show();
    fireEvent.keyDown(screen.getByRole('combobox', { name: 'Normalisation' }), { key: 'i' });
    await act(settled);
    expect(now()).toEqual({ ...NO_PREPROCESS, ...NORMALISATIONS.imagenet });
    expect(field('Mean').value).toBe('0.485, 0.456, 0.406');
    enter('Mean', '0.1');
    expect(screen.getByRole('combobox', { name: 'Normalisation' }).textContent).toBe('As below');
  });
});

describe('what the fields read', () => {
  const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);

  it('is what they write', () => {
    const positive = number.filter((value) => value !== 0);
    const side = fc.integer({ min: 1, max: 65_536 });
    fc.assert(
      fc.property(positive, fc.array(number, { minLength: 2, maxLength: 4 }), side, side, (value, values, height, width) => {
        expect(readScale(scaleText(value))).toBeCloseTo(value, 12);
        expect(readPerChannel(perChannelText(value))).toBe(value);
        expect(readPerChannel(perChannelText(values))).toEqual(values);
        expect(readSize(sizeText([height, width]))).toEqual([height, width]);
      }),
    );
  });

  it('never is infinite or no number', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9eE+\-./x ×,;naN]{0,12}$/), (text) => {
        for (const value of [readScale(text), readPerChannel(text), readSize(text)].flat()) {
          if (value !== undefined) expect(Number.isFinite(value)).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('a change and its taking away leave what was', () => {
    for (const change of [{ resize: 3 }, { crop: 'centre' as const }, { name: 'x' }]) {
      const back = Object.fromEntries(Object.keys(change).map((key) => [key, undefined]));
      expect(changed(changed(NO_PREPROCESS, change), back)).toEqual(NO_PREPROCESS);
    }
  });

  it.each(Object.entries(NORMALISATIONS))('the normalisation %s is told from all others', (name, values) => {
    expect(normalisationOf({ ...NO_PREPROCESS, ...values } as Preprocess)).toBe(name);
    expect(normalisationOf({ ...NO_PREPROCESS, ...values, scale: values.scale * 1.001 } as Preprocess)).toBe('own');
  });
});
