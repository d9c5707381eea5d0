/** The names that uploaded files are kept under. */
import { expect, it } from 'vitest';
import { cleanName } from './upload.ts';

it.each([
  ['net.onnx', 'net.onnx'],
  ['ÄÖ 1.onnx', 'ÄÖ 1.onnx'],
  ['../../net.onnx', 'net.onnx'],
  ['C:\\models\\net.onnx', 'net.onnx'],
  ['.hidden', 'hidden'],
  ['..', 'file'],
  ['', 'file'],
  ['a<b>:"|?*\u0001\u202E.npy', 'a_b________.npy'],
  [`${'x'.repeat(300)}.onnx`, `${'x'.repeat(200)}.onnx`],
  // Three bytes each; and one that is four, of two halves.
  [`${'字'.repeat(100)}.onnx`, `${'字'.repeat(66)}.onnx`],
  [`${'😀'.repeat(100)}.onnx`, `${'😀'.repeat(50)}.onnx`],
])('%j is kept as %j', (given, kept) => {
  expect(cleanName(given)).toBe(kept);
});
