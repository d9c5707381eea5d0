/**
 * Bad input of every kind, given to the services as the command line gives it: refused with status 2 and one line that says what
 * is wrong, where and what to do, and nothing is left behind. tests/cli/bad-input.test.ts sees the same through a process.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plainNote } from '../../src-shared/message/index.ts';
import { BENCH, convert, removeBench, simulate } from './bench.ts';
import { expectRefusal } from './expect-refusal.ts';
import { MODEL_CASES, writeModels } from './model-cases.ts';
import { PLACE_CASES, writePlaces } from './place-cases.ts';
import { PLAN_CASES, writePlans } from './plan-cases.ts';
import { BAD_IMAGE_FOLDERS, SAMPLE_CASES, writeSamples } from './sample-cases.ts';

afterAll(removeBench);
beforeAll(async () => {
  writeModels();
  writePlans();
  await writeSamples();
  await writePlaces();
});

describe.each([
  ['models', MODEL_CASES],
  ['samples', SAMPLE_CASES],
  ['plans and options', PLAN_CASES],
  ['projects and places', PLACE_CASES],
])('bad %s', (_, cases) => {
  it.each(cases)('$what', (one) => expectRefusal(one, BENCH));
});

describe('what is almost bad', () => {
  it.each(BAD_IMAGE_FOLDERS)('goes on without $bad in $folder with --skip-bad, and says so', async ({ folder, bad }) => {
    const { report } = await simulate(folder, { skipBad: true, calibration: folder, out: 'out' });
    expect(report.settings.dataset.samples).toBe(3);
    expect(report.settings.calibration?.samples).toBe(3);
    expect(report.notes.map(plainNote).filter((note) => note.includes('left out') && note.includes(bad))).toHaveLength(1);
  });

  it('two inputs, one of which is a constant in the file', async () => {
    await expect(convert('two-one-constant.onnx', { out: 'out/two.spikeloom' })).resolves.toMatchObject({ version: 1 });
  });
});
