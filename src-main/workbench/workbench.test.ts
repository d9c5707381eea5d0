/** How long the workbench of a host keeps a project open whose windows are gone. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { classifier, samples } from '../../tests/support/classifier.ts';
import type { ToWindow } from '../../src-shared/contract/index.ts';
import { openProject } from '../project/index.ts';
import { convertModel } from '../services/model/convert-model.ts';
import { createWorkbench, type Workbench } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'spikeloom-workbench-'));
const path = join(folder, 'p.spikeloom');
let workbench: Workbench;

beforeAll(async () => {
  writeFileSync(join(folder, 'model.onnx'), classifier());
  writeFileSync(join(folder, 'samples.npy'), samples(10));
  const calibration = { source: join(folder, 'samples.npy'), batch: 10 };
  const request = { model: join(folder, 'model.onnx'), out: path, engine: 'reference', calibration } as const;
  await convertModel({ ...request, plan: { options: {} } }, { signal: new AbortController().signal });
});
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  workbench = createWorkbench({ userFolder: join(folder, 'user'), host: 'browser', version: '1.2.3', runtime: 'test' });
});
afterEach(async () => {
  vi.useRealTimers();
  await workbench.close();
});

/** A window that opens the project; resolves once it has. */
async function window() {
  let answer: (message: ToWindow) => void = () => {};
  const answered = new Promise<ToWindow>((resolve) => (answer = resolve));
  const connection = workbench.connect((message) => message.kind !== 'event' && answer(message));
  connection.receive({ kind: 'call', id: 1, name: 'project.open', request: { path } });
  expect(await answered).toMatchObject({ kind: 'done' });
  return connection;
}

/** Whether another program could write the project now. */
function isFree(): boolean {
  using project = openProject(path);
  return project.readOnly === undefined;
}

it('keeps it for a while, since a window that is lost may come back', async () => {
  (await window()).close();
  vi.advanceTimersByTime(29_000);
  expect(isFree()).toBe(false);
  vi.advanceTimersByTime(2_000);
  expect(isFree()).toBe(true);
});

it('keeps it where the window does come back, or another one has it open', async () => {
  const [lost, other] = [await window(), await window()];
  lost.close();
  vi.advanceTimersByTime(60_000);
  expect(isFree()).toBe(false);
  other.close();
  vi.advanceTimersByTime(20_000);
  const back = await window();
  vi.advanceTimersByTime(60_000);
  expect(isFree()).toBe(false);
  back.close();
  vi.advanceTimersByTime(31_000);
  expect(isFree()).toBe(true);
});
