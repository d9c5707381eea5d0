// @vitest-environment happy-dom
/** Reproducing a capsule in the window: what is asked, the same bits, what differs, and errors at their fields. */
import { act, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { JobState } from '../../src-shared/contract/index.ts';
import type { Reproduction } from '../../src-shared/export/index.ts';
import { commandOf, runCommand } from '../commands/index.ts';
import { followHost, setWorkbench } from '../state/index.ts';
import { openWindow, type ScriptedServices, settled } from '../testing/scripted-services.ts';
import { show } from '../testing/show.tsx';
import './commands.ts';
import { ExportLayer } from './index.ts';
import { useReproduction } from './reproduction.ts';

const CAPSULE = '/home/someone/capsule';
const job = (change: Partial<JobState>): JobState => ({
  ...{
    id: 'r',
    kind: 'reproduce',
    title: 'Reproduction',
    path: CAPSULE,
    state: 'running',
    phase: 'simulating',
    done: 2,
    total: 8,
  },
  ...{ remainingMs: null, error: null, run: null, started: '2026-11-26T18:00:00.000Z', finished: null, notes: [] },
  ...change,
});
const SAME: Reproduction = { same: true, compared: 312, changed: [], differences: [] };

let services: ScriptedServices;
const turn = (): Promise<void> => act(settled);
const dialog = (): HTMLElement => screen.getByRole('dialog', { name: 'Reproduce a capsule' });
const startButton = (): HTMLElement => within(dialog()).getByRole('button', { name: 'Reproduce' });
async function type(name: string, text: string): Promise<void> {
  const field = within(dialog()).getByRole('textbox', { name });
  fireEvent.change(field, { target: { value: text } });
  fireEvent.keyDown(field, { key: 'Enter' });
  await turn();
}

beforeEach(async () => {
  services = await openWindow({ 'export.reproduce': () => ({ job: 'r' }), 'job.cancel': () => ({}) });
  followHost();
  useReproduction.setState({ isOpen: false, capsule: '', dataset: '', model: '', job: null, failure: null });
  show(<ExportLayer onShow={() => {}} />);
  act(() => runCommand(commandOf('file.reproduce')));
  await screen.findByRole('dialog', { name: 'Reproduce a capsule' });
});
afterEach(() => useReproduction.setState({ isOpen: false }));

it('asks for the capsule, and leaves samples and model to it', async () => {
  expect(startButton()).toHaveProperty('disabled', true);
  await type('Capsule', CAPSULE);
  fireEvent.click(startButton());
  await turn();
  await type('Samples', '/data/test');
  fireEvent.click(startButton());
  await turn();
  expect(services.requests('export.reproduce')).toEqual([
    { capsule: CAPSULE, dataset: null, model: null },
    { capsule: CAPSULE, dataset: '/data/test', model: null },
  ]);
});

async function started(change: Partial<JobState>): Promise<void> {
  await type('Capsule', CAPSULE);
  fireEvent.click(startButton());
  await turn();
  act(() => setWorkbench({ jobs: [job(change)] }));
  await turn();
}

it('says that all figures are the same bits', async () => {
  await started({ state: 'done', reproduced: SAME });
  expect(within(dialog()).getByRole('region', { name: 'Result' }).textContent).toContain(
    'All 312 figures are the same to the last bit.',
  );
  expect(within(dialog()).queryByRole('table')).toBeNull();
});

it('lists the figures that differ, and what is not the same', async () => {
  const differences = Array.from({ length: 60 }, (_, i) => ({
    figure: `steps.${i}.accuracy`,
    recorded: 0.5,
    now: i === 0 ? null : 0.25,
  }));
  const changed = [{ what: 'onnxruntime', recorded: '1.30.0', now: '1.31.0' }] as const;
  await started({ state: 'done', reproduced: { ...SAME, same: false, changed: [...changed], differences } });
  const text = dialog().textContent;
  for (const part of ['60 of 312 figures differ', 'ONNX Runtime', '1.30.0', '1.31.0', 'steps.0.accuracy', '… and 10 more'])
    expect(text).toContain(part);
});

it('shows progress that can be cancelled', async () => {
  await started({});
  fireEvent.click(within(dialog()).getByRole('button', { name: 'Cancel reproduction' }));
  await turn();
  expect(services.requests('job.cancel')).toEqual([{ job: 'r' }]);
});

it('shows an error at the field that mends it, and another one beside', async () => {
  const message = 'The samples are not there.';
  await started({ state: 'failed', error: { code: 'dataset.not-found', message, at: { option: 'dataset' } } });
  expect(within(dialog()).getByRole('textbox', { name: 'Samples' }).getAttribute('aria-invalid')).toBe('true');
  act(() => setWorkbench({ jobs: [job({ state: 'failed', error: { code: 'capsule.damaged', message: 'It is not whole.' } })] }));
  await turn();
  expect(dialog().textContent).toContain('Nothing was compared');
});
