/** Makes what several tests begin with, once: the example project, and a project of a network of 3,000 operators. */
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from '@playwright/test';
import { startBrowserProgram } from '../contract/support/browser.ts';
import { testWindow } from '../contract/support/window.ts';
import { inWindow } from '../../src-renderer/texts/messages.ts';
import { prepared, SCREENSHOTS } from './support/files.ts';
import { largeModel, writeLargeSamples } from './support/models.ts';

test('projects that tests begin with', async () => {
  rmSync(prepared.folder, { recursive: true, force: true });
  rmSync(SCREENSHOTS, { recursive: true, force: true });
  mkdirSync(prepared.folder, { recursive: true });
  const host = await startBrowserProgram(join(prepared.folder, 'user'), ['--port', '0']);
  const window = testWindow(await host.connect());
  const done = async (job: string): Promise<void> => {
    const { state, error } = await window.jobEnd(job);
    if (state !== 'done') throw new Error(inWindow(error?.message ?? state));
  };
  const example = await window.call('project.example', {});
  if (example.job !== null) await done(example.job);
  copyFileSync(example.path, prepared.example);
  writeFileSync(prepared.largeModel, largeModel());
  const source = prepared.largeSamples;
  writeLargeSamples(source, 4);
  const calibration = { source, batch: 4, skipBad: false };
  await done(
    (await window.call('project.create', { model: prepared.largeModel, out: prepared.large, calibration, dataset: source })).job,
  );
  window.close();
  await host.end();
});
