/**
 * The instructions of a model card as its reader follows them: the lines of Python run in the package's folder, without Spikeloom, and
 * give the expected answers.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildKernels } from '../../scripts/build-kernels.mjs';
import { exportProject } from '../../src-main/services/export/export-project.ts';
import { convertResidual } from '../fixtures/converted-residual.ts';

const folder = mkdtempSync(join(tmpdir(), 'spikeloom-card-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeAll(async () => {
  await buildKernels();
  await convertResidual(folder);
});

const probe = spawnSync('python3', ['-c', 'import numpy, onnxruntime'], { encoding: 'utf8' });
const lacking = probe.status === 0 ? '' : ' (skipped: python3 has no packages numpy and onnxruntime)';

/** Added to the card's lines: the largest difference from the expected answers, relative to the largest of them. */
const COMPARE = `
expected = np.load('verification/steps.npy').mean(axis=0)[:len(results[0])]
print('difference', float(abs(results[0] - expected).max() / abs(expected).max()))`;

it.skipIf(probe.status !== 0).each([
  ['onnx', undefined],
  ['onnx', 3],
  ['onnx-unrolled', undefined],
  ['onnx-unrolled', 3],
] as const)(`%s with a batch of %s runs as its card says${lacking}`, async (format, batch) => {
  const [made, moved] = [join(folder, `${format}-${batch}`), join(folder, `moved-${format}-${batch}`)];
  await exportProject(
    { project: join(folder, 'p.spikeloom'), format, out: made, ...(batch !== undefined && { batch }) },
    { signal: new AbortController().signal },
  );
  cpSync(made, moved, { recursive: true });
  rmSync(made, { recursive: true });
  const [, lines] = /```python\n([\s\S]*?)```/.exec(readFileSync(join(moved, 'README.md'), 'utf8'))!;
  const { status, stdout, stderr } = spawnSync('python3', ['-c', lines! + COMPARE], { cwd: moved, encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
  expect(Number(/^difference (.+)$/m.exec(stdout)?.[1])).toBeLessThan(1e-4);
});
