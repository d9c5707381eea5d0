import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { classifier } from '../../../tests/support/classifier.ts';
import { modelInputs } from './model-inputs.ts';

const folder = mkdtempSync(join(tmpdir(), 'spikeloom-inputs-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('names every input with its sizes, and which of them the file leaves open besides the batch', async () => {
  const file = join(folder, 'two.onnx');
  const inputs = [
    { name: 'image', shape: ['batch', 3, 'height', 'width'] },
    { name: 'mask', shape: [1, 6] },
  ];
  writeFileSync(file, classifier({ inputs }));
  expect(await modelInputs(file)).toEqual([
    { name: 'image', shape: ['batch', 3, 'height', 'width'], open: ['height', 'width'], numbers: true },
    { name: 'mask', shape: [1, 6], open: [], numbers: true },
  ]);
});
