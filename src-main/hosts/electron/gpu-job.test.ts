/**
 * `--engine gpu` of a job in Electron: the whole way from the job's process over the main process to the page in Chromium. Electron's own
 * parts are stand-ins.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { classifier, samples } from '../../../tests/support/classifier.ts';
import { startJobsWithPage } from '../../../tests/support/gpu-electron.ts';
import { gpuPage } from '../../../tests/support/gpu-hosts.ts';
import { openGpuPage } from '../../../tests/support/gpu-page.ts';
import { plainNote } from '../../../src-shared/message/index.ts';
import { runJob } from '../../services/jobs/run-job.ts';
import type { StandInWindow } from '../../../tests/support/electron-stand-in.ts';

const folder = mkdtempSync(join(tmpdir(), 'spikeloom-gpu-job-'));
const at = (name: string): string => join(folder, name);
const SAMPLES = 12;
beforeAll(() => {
  writeFileSync(at('model.onnx'), classifier());
  writeFileSync(at('samples.npy'), samples(SAMPLES));
});
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));

let runs = 0;
function simulate(context: { readonly signal?: AbortSignal; readonly onProgress?: () => void } = {}) {
  const request = {
    ...{ model: at('model.onnx'), inputs: at('samples.npy'), out: at(`out-${++runs}`), batch: 3 },
    ...({ engine: 'gpu', gpuAdapter: 'software', plan: { options: { steps: 8 } } } as const),
    calibration: { source: at('samples.npy'), batch: 4 },
  };
  return runJob('simulate', request, { signal: new AbortController().signal, ...context });
}

describe.skipIf(gpuPage.why !== null)('a job in Electron with the gpu engine', () => {
  const page = gpuPage.page!;
  let windows: readonly StandInWindow[];
  afterEach(async () => {
    // Whatever happened, the window goes with the job's process.
    await vi.waitFor(() => expect(windows.map(({ calls }) => calls)).toEqual(windows.map(() => ['destroy'])), 10_000);
  });

  it('computes in one hidden window', async () => {
    windows = startJobsWithPage(page);
    const { report } = await simulate();
    expect(report.notes.map(plainNote).join(' ')).toContain('Computed on SwiftShader');
    expect(windows).toHaveLength(1);
  });

  it('fails with the reason when the window crashes in the middle, and the next one runs', async () => {
    windows = startJobsWithPage(page);
    const crash = vi.fn(() => windows[0]!.webContents.emit('render-process-gone', {}, { reason: 'crashed' }));
    const failed = simulate({ onProgress: () => windows.length > 0 && crash.mock.calls.length === 0 && crash() });
    await expect(failed).rejects.toMatchObject({
      code: 'engine.failed',
      message: 'The gpu engine’s window stopped working (crashed). Run again, or use the cpu engine.',
    });
    await simulate();
    expect(windows).toHaveLength(2);
  });

  it('is cancelled', async () => {
    windows = startJobsWithPage(page);
    const controller = new AbortController();
    const cancelled = simulate({ signal: controller.signal, onProgress: () => windows.length > 0 && controller.abort() });
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
  });
});

it.skipIf(gpuPage.why !== null)('a job in Electron says in one sentence that there is no adapter, or no WebGPU', async () => {
  await using page = await openGpuPage({ adapter: false });
  startJobsWithPage(page);
  const refused = (sentence: RegExp) => ({ code: 'engine.unavailable', message: expect.stringMatching(sentence) as string });
  await expect(simulate()).rejects.toMatchObject(refused(/^There is no software adapter on this machine\. .+\.$/));
  await page.page.evaluate('delete Navigator.prototype.gpu');
  await expect(simulate()).rejects.toMatchObject(refused(/^The gpu engine needs WebGPU, .+ Use the cpu engine\.$/));
});
