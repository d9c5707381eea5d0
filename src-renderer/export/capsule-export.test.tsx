// @vitest-environment happy-dom
/** A reproduction capsule in the export dialog: it is of a run, has a place and no other choices, and leads to its reproduction. */
import { act, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JobState } from '../../src-shared/contract/index.ts';
import { commandOf, runCommand } from '../commands/index.ts';
import { followHost, setWorkbench, workbench } from '../state/index.ts';
import { PATH } from '../testing/constructed-project.ts';
import { openWindow, type ScriptedServices, settled } from '../testing/scripted-services.ts';
import { show } from '../testing/show.tsx';
import './commands.ts';
import { changeDraft, closeExport, useExport } from './draft.ts';
import { ExportDialog } from './export-dialog.tsx';
import { closeReproduction, useReproduction } from './reproduction.ts';

/** The job of the capsule once it is written. */
const DONE: JobState = {
  ...{ id: 'c', kind: 'export', title: 'Export', path: PATH, state: 'done', phase: 'checking', done: 8, total: 8 },
  ...{ remainingMs: null, error: null, run: null, started: '2026-11-26T18:00:00.000Z', notes: [] },
  finished: '2026-11-26T18:00:09.000Z',
};

let services: ScriptedServices;
const turn = (): Promise<void> => act(settled);
const dialog = (): HTMLElement => screen.getByRole('dialog');
const startButton = (): HTMLElement => within(dialog()).getByRole('button', { name: 'Export' });

beforeEach(async () => {
  services = await openWindow({
    'export.preview': () => ({ name: 'resnet20', obstacles: [], contents: null }),
    'export.place': ({ out, zip }) => ({ path: zip ? `${out}.zip` : out, taken: 'no', problem: null }),
    'export.capsule': () => ({ job: 'c' }),
    'export.list': () => [],
  });
  followHost();
  useExport.setState({ isOpen: false, draft: null });
  runCommand(commandOf('file.export'));
  show(<ExportDialog onShow={() => {}} />);
  await turn();
});
afterEach(closeExport);

describe('choices', () => {
  it('of a capsule are its place alone, and the run that it is of is shown', async () => {
    act(() => changeDraft({ format: 'capsule' }));
    await turn();
    expect(screen.queryByRole('textbox', { name: 'Name' })).toBeNull();
    expect(screen.queryByLabelText('Time steps')).toBeNull();
    const asked = services.requests('export.preview').length;
    const preview = screen.getByRole('region', { name: 'What will be written' });
    const done = workbench().runs.findLast(({ state }) => state === 'done')!;
    expect(preview.textContent).toContain(`run ${done.id}`);
    fireEvent.click(startButton());
    await turn();
    const place = { out: '/home/someone/resnet20-capsule', zip: false, force: false };
    expect(services.requests('export.capsule')).toEqual([{ path: PATH, ...place }]);
    expect(services.requests('export.preview')).toHaveLength(asked);
    act(() => setWorkbench({ jobs: [DONE] }));
    await turn();
    expect(dialog().textContent).toContain(place.out);
    fireEvent.click(within(dialog()).getByRole('button', { name: 'Reproduce a capsule' }));
    expect(useReproduction.getState()).toMatchObject({ isOpen: true, capsule: place.out });
    expect(useExport.getState().isOpen).toBe(false);
    act(closeReproduction);
  });

  it('have no capsule before a run is finished', async () => {
    act(() => {
      setWorkbench({ runs: [] });
      changeDraft({ format: 'capsule' });
    });
    await turn();
    expect(startButton()).toHaveProperty('disabled', true);
    expect(dialog().textContent).toContain('Evaluate the plan on samples first');
  });
});
