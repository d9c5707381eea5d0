// @vitest-environment happy-dom
/** Sharing a run: the page of the run that is shown is written, and the way to it is offered as the host can. */
import { beforeEach, expect, it, vi } from 'vitest';
import type { RunReport } from '../../src-shared/results/index.ts';
import { SpikeloomError } from '../../src-shared/errors/index.ts';
import { openProject, setWorkbench, workbench } from '../state/index.ts';
import { PATH } from '../testing/constructed-project.ts';
import { scriptedServices, type ScriptedServices, settled } from '../testing/scripted-services.ts';
import { canShare, shareReport } from './share.ts';

const FILE = '/data/project-report.html';
let services: ScriptedServices;
beforeEach(async () => {
  services = scriptedServices();
  services.on('report.write', () => ({ file: FILE, bytes: 7 }));
  services.on('report.show', () => ({}));
  await openProject(PATH);
  setWorkbench({ shownRun: { id: 3, report: {} as RunReport }, notices: [] });
});
const notice = () => workbench().notices.at(-1)!;
const onHost = (host: 'electron' | 'browser'): void => setWorkbench({ info: { ...workbench().info!, host } });

it('writes the page of the run that is shown, and a desktop program shows it in its folder', async () => {
  onHost('electron');
  shareReport();
  await settled();
  expect(services.requests('report.write')).toEqual([{ path: PATH, run: 3 }]);
  expect(notice()).toMatchObject({ kind: 'info', action: { label: 'Show in folder' } });
  notice().action!.run();
  await settled();
  expect(services.requests('report.show')).toEqual([{ path: PATH }]);
});

it('a browser copies the path', async () => {
  onHost('browser');
  const copied = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
  shareReport();
  await settled();
  notice().action!.run();
  expect(copied).toHaveBeenCalledWith(FILE);
});

it('says why nothing was written', async () => {
  services.on('report.write', () => {
    throw new SpikeloomError('output.unwritable', 'The folder is full.');
  });
  shareReport();
  await settled();
  expect(notice()).toMatchObject({ kind: 'error', message: 'The folder is full.' });
});

it('needs a finished run', () => {
  expect(canShare(workbench())).toBe(true);
  setWorkbench({ shownRun: null });
  expect(canShare(workbench())).toBe(false);
  shareReport();
  expect(services.requests('report.write')).toEqual([]);
});
