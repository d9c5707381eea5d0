import { describe, expect, it } from 'vitest';
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

describe('fields of the preprocessing', () => {
  it('read what they write', () => {
    for (const value of [0, 0.5, [0.485, 0.456, 0.406]]) expect(readPerChannel(perChannelText(value))).toEqual(value);
    for (const scale of [1, 0.25, 1 / 255]) expect(readScale(scaleText(scale))).toBe(scale);
    expect(readSize(sizeText([224, 160]))).toEqual([224, 160]);
  });

  it('take blanks, commas and one number for both sides', () => {
    expect(readPerChannel(' 1 2,3 ')).toEqual([1, 2, 3]);
    expect(readSize('224')).toEqual([224, 224]);
    expect(readSize('224x160')).toEqual([224, 160]);
  });

  it('refuse what is no number', () => {
    for (const text of ['', 'a', '1, b', '1e999']) expect(readPerChannel(text)).toBeUndefined();
    for (const text of ['', '1/', '/255', '1/0', '1/2/3', 'x']) expect(readScale(text)).toBeUndefined();
    for (const text of ['', '0', '1.5', '-3', '1 2 3', '99999999']) expect(readSize(text)).toBeUndefined();
  });
});

describe('normalisations', () => {
  it('are recognised, however one number for all channels is written', () => {
    for (const [name, values] of Object.entries(NORMALISATIONS))
      expect(normalisationOf({ ...NO_PREPROCESS, ...values })).toBe(name);
    expect(normalisationOf({ ...NO_PREPROCESS, scale: 0.00392156862745098, mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] })).toBe(
      'symmetric',
    );
    expect(normalisationOf({ ...NO_PREPROCESS, scale: 2 })).toBe('own');
    expect(normalisationOf({ ...NO_PREPROCESS, ...NORMALISATIONS.imagenet, mean: [0.485, 0.456] })).toBe('own');
  });
});

it('takes a field away that is set to undefined', () => {
  const resized = changed(NO_PREPROCESS, { resize: 256, crop: 'centre' });
  expect(resized).toMatchObject({ resize: 256, crop: 'centre', layout: 'NCHW' });
  expect('resize' in changed(resized, { resize: undefined })).toBe(false);
});
