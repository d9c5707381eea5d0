// @vitest-environment happy-dom
/** The export dialog: its choices come from the table of formats, errors stand at their fields, and a job is followed to its result. */
import { act, cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ExportContents, ExportPreview, ExportSummary, JobState } from '../../src-shared/contract/index.ts';
import { SpikeloomError } from '../../src-shared/errors/index.ts';
import { EXPORT_OPTIONS, EXPORTER_IDS, FORMATS } from '../../src-shared/export/index.ts';
import { option, say } from '../../src-shared/message/index.ts';
import { commandOf, runCommand } from '../commands/index.ts';
import { followHost, setWorkbench, workbench } from '../state/index.ts';
import { PATH } from '../testing/constructed-project.ts';
import { openWindow, type ScriptedServices, settled } from '../testing/scripted-services.ts';
import { show } from '../testing/show.tsx';
import './commands.ts';
import { changeDraft, closeExport, useExport } from './draft.ts';
import { ExportDialog } from './export-dialog.tsx';
import { ExportLayer } from './index.ts';

const CONTENTS: ExportContents = {
  steps: 8,
  version: 2,
  outdated: ['relu'],
  input: { name: 'input', shape: ['batch', 3, 32, 32], layout: 'NCHW', dtype: 'float32' },
  outputs: [{ name: 'logits', shape: ['batch', 10], layout: 'NC', dtype: 'float32' }],
  states: { count: 3, bytes: 4096 },
  files: [{ path: 'step.onnx', bytes: 1_100_000 }],
  bytes: 1_250_000,
  differences: ['All layers: numbers have 32 bits, where the reference engine has 64.'],
  reader: null,
  expected: { grade: 'exact', export: 1 },
};
const PREVIEW: ExportPreview = { name: 'resnet20', obstacles: [], contents: CONTENTS };
const OUT = '/home/someone/resnet20-onnx';
const DONE: ExportSummary = {
  ...{ id: 4, version: 2, format: 'onnx', path: OUT, created: '2026-11-26T18:00:05.000Z', place: 'there' },
  facts: {
    ...{ name: 'resnet20', steps: 8, grade: 'approximate', bytes: 1_240_000 },
    differences: ['relu: a tie.'],
    input: { name: 'input', shape: ['batch', 3, 32, 32] },
  },
};
const job = (change: Partial<JobState>): JobState => ({
  ...{ id: 'e', kind: 'export', title: 'Export', path: PATH, state: 'running', phase: 'checking', done: 2, total: 8 },
  ...{ remainingMs: 17_000, error: null, run: null, started: '2026-11-26T18:00:00.000Z', finished: null, notes: [] },
  ...change,
});

let services: ScriptedServices;
/** Layers that the dialog had shown. */
let shown: string[] = [];
const turn = (): Promise<void> => act(settled);
const dialog = (): HTMLElement => screen.getByRole('dialog');
const startButton = (): HTMLElement => within(dialog()).getByRole('button', { name: 'Export' });
const fieldOf = (name: string): HTMLInputElement => within(dialog()).getByRole('textbox', { name });
async function type(name: string, text: string): Promise<void> {
  fireEvent.change(fieldOf(name), { target: { value: text } });
  fireEvent.keyDown(fieldOf(name), { key: 'Enter' });
  await turn();
}

beforeEach(async () => {
  services = await openWindow({
    'export.preview': () => PREVIEW,
    'export.place': ({ out, zip }) => ({ path: zip ? `${out}.zip` : out, taken: 'no', problem: null }),
    'export.start': () => ({ job: 'e' }),
    'export.list': () => [DONE],
    'export.show': () => ({}),
    'job.cancel': () => ({}),
  });
  shown = [];
  followHost();
  useExport.setState({ isOpen: false, draft: null });
  runCommand(commandOf('file.export'));
  show(<ExportDialog onShow={(layer) => shown.push(layer)} />);
  await turn();
});
afterEach(closeExport);

describe('choices', () => {
  it('are the formats of the table, each with its own options', async () => {
    for (const format of EXPORTER_IDS) {
      act(() => changeDraft({ format }));
      await turn();
      expect(screen.getByRole('combobox', { name: 'Format' }).textContent).toContain(FORMATS[format].label);
      const own: readonly string[] = FORMATS[format].options;
      for (const [id, { label }] of Object.entries(EXPORT_OPTIONS))
        expect(screen.queryAllByLabelText(label).length > 0, `${format}: ${label}`).toBe(own.includes(id));
      expect(fieldOf('Folder of the package').value).toBe(`/home/someone/resnet20-${format}`);
    }
  });

  it('reach the services as they are, and an empty field leaves the choice to them', async () => {
    fireEvent.click(startButton());
    await turn();
    const first = { path: PATH, format: 'onnx', options: {}, name: null, steps: null, out: OUT, zip: false, force: false };
    expect(services.requests('export.start')).toEqual([first]);
    await type('Time steps', '4');
    await type('Samples per batch', '2');
    await type('Name', ' net ');
    await type('Folder of the package', 'beside');
    fireEvent.click(screen.getByRole('switch'));
    await turn();
    const chosen = { ...first, options: { batch: 2 }, name: 'net', steps: 4, out: '/home/someone/beside', zip: true };
    const { out: _, zip: __, force: ___, ...contents } = chosen;
    expect(services.requests('export.preview').at(-1)).toEqual(contents);
    expect(services.requests('export.place').at(-1)).toEqual({ out: chosen.out, zip: true });
    fireEvent.click(startButton());
    await turn();
    expect(services.requests('export.start').at(-1)).toEqual(chosen);
  });

  it('are not exported while a field shows something wrong, which gets the focus', async () => {
    await type('Time steps', '0');
    fireEvent.click(startButton());
    await turn();
    expect(document.activeElement).toBe(fieldOf('Time steps'));
    expect(services.requests('export.start')).toEqual([]);
  });
});

describe('the preview', () => {
  it('says what will be written and what differs', () => {
    const preview = screen.getByRole('region', { name: 'What will be written' });
    for (const text of [
      'version 2',
      'of 1 layer are brought up to date first',
      'input [batch, 3, 32, 32]',
      'logits [batch, 10]',
      '3 arrays',
      'step.onnx',
      'exact, as at the last export of this version',
      'All layers: numbers have 32 bits',
    ])
      expect(preview.textContent).toContain(text);
  });

  it('that is refused stands at its field, or else in its place, and nothing can be exported', async () => {
    const name = say`${option('name')}: "a-b" is not a C identifier`;
    services.on('export.preview', () => Promise.reject(new SpikeloomError('option.invalid', name, { at: { option: 'name' } })));
    await type('Name', 'a-b');
    expect(screen.getByText('“Name”: "a-b" is not a C identifier').id).toBe(fieldOf('Name').getAttribute('aria-describedby'));
    expect(startButton()).toHaveProperty('disabled', true);
    const layer = new SpikeloomError('export.unsupported', 'relu has a coding that the format cannot hold.', {
      at: { layer: 'relu' },
    });
    services.on('export.preview', () => Promise.reject(layer));
    await type('Name', 'ab');
    expect(screen.getByRole('alert').textContent).toContain('relu has a coding that the format cannot hold.');
    expect(startButton()).toHaveProperty('disabled', true);
  });
});

describe('a plan that the format cannot hold', () => {
  const held = (layer: string, reason: string, byPlan: boolean) => ({ layer, reason, byPlan });
  const obstacles = [
    held('relu', 'differential coding', true),
    held('relu', 'multi-threshold neurons', true),
    held('layer1.0.relu1', 'differential coding', true),
    held('layer1.0.relu1', 'max pooling', false),
  ];
  const list = (): HTMLElement => screen.getByRole('listbox', { name: 'What the format cannot hold' });
  const rows = (): (string | null)[] =>
    within(list())
      .getAllByRole('option')
      .map(({ textContent }) => textContent);
  const adapted = { ...PREVIEW, contents: { ...CONTENTS, reader: 'snnTorch' } };

  beforeEach(async () => {
    services.on('export.preview', ({ options }) => (options['adapt-plan'] ? adapted : { ...PREVIEW, obstacles, contents: null }));
    act(() => changeDraft({ format: 'nir' }));
    await turn();
  });

  it('lists its layers, each once, and says which another plan helps; nothing can be exported', () => {
    expect(rows()).toEqual([
      'relu – an adapted plan removes thisdifferential coding, multi-threshold neurons',
      'layer1.0.relu1 – no plan removes thisdifferential coding, max pooling',
    ]);
    expect(startButton()).toHaveProperty('disabled', true);
    expect(dialog().textContent).toContain('removes the obstacles of 1 of 2 layers');
    expect(screen.getAllByText('NIR cannot hold 2 layers of this plan.').length).toBe(1);
  });

  it.each<[string, () => void]>([
    ['a click', () => fireEvent.click(within(list()).getAllByRole('option')[1]!)],
    ['Enter', () => ['ArrowDown', 'Enter'].forEach((key) => act(() => void fireEvent.keyDown(list(), { key })))],
  ])('shows a layer in the graph after %s', (_, choose) => {
    choose();
    expect(shown).toEqual(['layer1.0.relu1']);
    expect(useExport.getState().isOpen).toBe(false);
  });

  it('is adapted by a press of a button, unless no plan helps', async () => {
    fireEvent.click(screen.getByRole('button', { name: 'Adapt the plan' }));
    await turn();
    expect(services.requests('export.preview').at(-1)).toMatchObject({ options: { 'adapt-plan': true } });
    expect(screen.queryByRole('listbox', { name: 'What the format cannot hold' })).toBeNull();
    expect(startButton()).toHaveProperty('disabled', false);
    services.on('export.preview', () => ({ ...PREVIEW, obstacles: obstacles.slice(3), contents: null }));
    act(() => changeDraft({ steps: 3 }));
    await turn();
    expect(screen.queryByRole('button', { name: 'Adapt the plan' })).toBeNull();
    expect(dialog().textContent).toContain('No plan removes these');
  });

  describe('with an adapted plan', () => {
    const share = (value: number) => ({ value, interval: [value - 0.1, value + 0.1] as [number, number] });
    const answers = { accuracy: null, agreement: share(0.5) };
    const comparison = { engine: 'reference', absolute: [], relative_l2: [], answer_relative_l2: 0, differing: 0 };
    const reader: NonNullable<JobState['reader']> = {
      ...{ profile: 'snntorch', label: 'snnTorch', rules: {}, exact: true, comparison, source: '/data', samples: 24 },
      labelled: false,
      answers: [8, 32].map((steps) => ({ steps, reader: answers, engine: { ...answers, agreement: share(0.8) } })),
    };
    const measuring = (change: Partial<JobState>): JobState =>
      job({ id: 'm', kind: 'measure', phase: 'measuring', title: 'Measurement for NIR', ...change });
    const measure = async (): Promise<void> => {
      fireEvent.click(screen.getByRole('button', { name: 'Measure this version' }));
      await turn();
      act(() => services.tell('job.changed', measuring({})));
      await turn();
    };

    beforeEach(async () => {
      services.on('export.measure', () => ({ job: 'm' }));
      fireEvent.click(screen.getByRole('button', { name: 'Adapt the plan' }));
      await turn();
      await measure();
    });

    it('is measured with progress, and its answers are a table that belongs to these choices alone', async () => {
      const request = { path: PATH, format: 'nir', options: { 'adapt-plan': true }, steps: null };
      expect(services.requests('export.measure')).toEqual([request]);
      expect(dialog().textContent).toContain('Measuring what the reader computes');
      expect(dialog().textContent).toContain('17\u202fs left');
      act(() => services.tell('job.changed', measuring({ state: 'done', reader })));
      await turn();
      const table = screen.getByRole('table', {
        name: 'Agreement with the float network with its 95 % interval, on 24 samples of /data',
      });
      const cells = within(table)
        .getAllByRole('row')
        .map((row) => [...row.children].map(({ textContent }) => textContent));
      expect(cells).toEqual([
        ['Time steps', 'snnTorch', 'Simulated'],
        ...['8', '32'].map((steps) => [steps, '50.0\u202f% 40.0\u202f% – 60.0\u202f%', '80.0\u202f% 70.0\u202f% – 90.0\u202f%']),
      ]);
      act(() => changeDraft({ steps: 3 }));
      await turn();
      expect(screen.queryByRole('table')).toBeNull();
      expect(screen.getByRole('button', { name: 'Measure this version' })).toHaveProperty('disabled', false);
    });

    it('is measured again after the measurement was cancelled or has failed', async () => {
      fireEvent.click(screen.getByRole('button', { name: 'Cancel measurement' }));
      await turn();
      expect(services.requests('job.cancel')).toEqual([{ job: 'm' }]);
      act(() => services.tell('job.changed', measuring({ state: 'cancelled' })));
      await turn();
      await measure();
      const error = { code: 'project.missing', message: 'The samples are gone.' };
      act(() => services.tell('job.changed', measuring({ state: 'failed', error })));
      await turn();
      expect(screen.getByRole('alert').textContent).toContain('The samples are gone.');
      fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
      await turn();
      expect(services.requests('export.measure')).toHaveLength(3);
    });
  });
});

describe('the place', () => {
  it('of a package that is there can be replaced, which another place takes back', async () => {
    services.on('export.place', ({ out }) => ({ path: out, taken: 'package', problem: null }));
    await type('Folder of the package', '/data/old');
    expect(dialog().textContent).toContain('old is there already.');
    expect(startButton()).toHaveProperty('disabled', true);
    fireEvent.click(screen.getByRole('button', { name: 'Replace it' }));
    expect(dialog().textContent).toContain('The package old will be replaced.');
    fireEvent.click(startButton());
    await turn();
    expect(services.requests('export.start').at(-1)).toMatchObject({ out: '/data/old', force: true });
    await type('Folder of the package', '/data/older');
    expect(startButton()).toHaveProperty('disabled', true);
  });

  it('that cannot be written says so at its field, when it is looked at and when the job finds out', async () => {
    services.on('export.place', ({ out }) => ({ path: out, taken: 'no', problem: 'Permission denied.' }));
    await type('Folder of the package', '/root/x');
    expect(screen.getByText('Permission denied.').id).toBe(fieldOf('Folder of the package').getAttribute('aria-describedby'));
    expect(startButton()).toHaveProperty('disabled', true);
    services.on('export.place', ({ out }) => ({ path: out, taken: 'no', problem: null }));
    await type('Folder of the package', '/proc/x');
    fireEvent.click(startButton());
    await turn();
    const error = { code: 'output.unwritable', message: '/proc/x cannot be written.', at: { option: 'out' as const } };
    act(() => services.tell('job.changed', job({ state: 'failed', error, remainingMs: null })));
    await turn();
    expect(screen.getByText('/proc/x cannot be written.').id).toBe(
      fieldOf('Folder of the package').getAttribute('aria-describedby'),
    );
  });
});

describe('an export', () => {
  beforeEach(async () => {
    fireEvent.click(startButton());
    await turn();
    act(() => services.tell('job.changed', job({})));
    await turn();
  });

  it('shows how far it is and how long it still takes, and its choices stay as they are', () => {
    expect(dialog().textContent).toContain('Checking the written files');
    expect(dialog().textContent).toContain('17\u202fs left');
    expect(screen.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('2');
    expect(fieldOf('Name').disabled).toBe(true);
  });

  it('is cancelled, and can be started again', async () => {
    fireEvent.click(screen.getByRole('button', { name: 'Cancel export' }));
    await turn();
    expect(services.requests('job.cancel')).toEqual([{ job: 'e' }]);
    expect(dialog().textContent).toContain('Cancelling…');
    act(() => services.tell('job.changed', job({ state: 'cancelled' })));
    await turn();
    expect(screen.queryByRole('alert')).toBeNull();
    expect(startButton()).toHaveProperty('disabled', false);
  });

  it('goes on while the dialog is closed, and is there when it opens again', async () => {
    act(closeExport);
    act(() => runCommand(commandOf('file.export')));
    await turn();
    expect(screen.getByRole('progressbar')).toBeDefined();
  });

  it('that fails says why, and is tried again', async () => {
    const error = { code: 'export.disagrees', message: 'The written files compute something else.', at: { layer: 'relu' } };
    act(() => services.tell('job.changed', job({ state: 'failed', error })));
    await turn();
    expect(screen.getByRole('alert').textContent).toContain('The written files compute something else.');
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await turn();
    expect(services.requests('export.start')).toHaveLength(2);
  });

  it('ends with its package, its grade and the differences, and the way to the folder', async () => {
    setWorkbench({ exports: [] });
    act(() => services.tell('exports.changed', { path: PATH, exports: [DONE] }));
    const finished = '2026-11-26T18:00:06.000Z';
    act(() => services.tell('job.changed', job({ state: 'done', finished, notes: ['The export is not listed: x.'] })));
    await turn();
    for (const text of [OUT, 'Version 2', 'Approximate.', 'relu: a tie.', 'The export is not listed: x.'])
      expect(dialog().textContent).toContain(text);
    expect(screen.queryByRole('button', { name: 'Show in folder' })).toBeNull();
    act(() => setWorkbench({ info: { ...workbench().info!, host: 'electron' } }));
    fireEvent.click(screen.getByRole('button', { name: 'Show in folder' }));
    await turn();
    expect(services.requests('export.show')).toEqual([{ path: PATH, id: 4 }]);
    fireEvent.click(screen.getByRole('button', { name: 'Export again' }));
    await turn();
    expect(startButton()).toBeDefined();
  });
});

it.each<[string, () => void, string]>([
  ['no connection', () => setWorkbench({ connection: 'lost' }), 'Not connected'],
  [
    'a project that can only be read',
    () => setWorkbench({ project: { ...workbench().project!, readOnly: 'Locked.' } }),
    'This project can only be read: Locked.',
  ],
])('with %s nothing is exported, and the dialog says why', async (_, change, why) => {
  act(change);
  await turn();
  expect(dialog().textContent).toContain(why);
  expect(startButton()).toHaveProperty('disabled', true);
});

it('is in the window once it is opened', async () => {
  cleanup();
  closeExport();
  show(<ExportLayer onShow={() => {}} />);
  expect(screen.queryByRole('dialog')).toBeNull();
  act(() => runCommand(commandOf('file.export')));
  expect(await screen.findByRole('dialog', { name: 'Export' })).toBeDefined();
});
