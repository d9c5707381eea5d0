// @vitest-environment happy-dom
/** The list of exports: newest first, what is gone is said, and an entry is removed without its files. */
import { act, fireEvent, screen, within } from '@testing-library/react';
import { beforeEach, expect, it } from 'vitest';
import type { ExportSummary } from '../../src-shared/contract/index.ts';
import { followHost, setWorkbench, workbench } from '../state/index.ts';
import { PATH } from '../testing/constructed-project.ts';
import { openWindow, type ScriptedServices, settled } from '../testing/scripted-services.ts';
import { show } from '../testing/show.tsx';
import './commands.ts';
import { ExportsPanel } from './exports-panel.tsx';
import { OptionField } from './option-field.tsx';

const exported = (id: number, change: Partial<ExportSummary> = {}): ExportSummary => ({
  ...{ id, version: id, format: 'onnx', path: `/data/package-${id}`, created: '2026-11-26T18:00:00.000Z', place: 'there' },
  facts: {
    ...{ name: 'net', steps: 8, grade: 'exact', bytes: 1_500_000, differences: [] },
    input: { name: 'input', shape: ['batch', 4] },
  },
  ...change,
});

let services: ScriptedServices;
let exports: ExportSummary[];
const turn = (): Promise<void> => act(settled);
const rows = (): HTMLElement[] => screen.getAllByRole('row').slice(1);

beforeEach(async () => {
  exports = [
    exported(1, { place: 'missing' }),
    exported(2, { format: 'of-a-later-version', facts: null }),
    exported(3, { place: 'unknown' }),
  ];
  services = await openWindow({ 'export.list': () => exports, 'export.forget': () => ({}) });
  followHost();
});

it('shows the newest first, with what is known of each', async () => {
  show(<ExportsPanel />);
  await turn();
  expect(rows().map((row) => within(row).getByText(/^\/data/).textContent)).toEqual([
    '/data/package-3',
    '/data/package-2',
    '/data/package-1',
  ]);
  const [third, second, first] = rows();
  expect(first!.textContent).toContain('Is gone');
  expect(first!.textContent).toContain('1.50\u202fMB');
  expect(second!.textContent).toContain('of-a-later-version');
  expect(second!.textContent).toContain('not readable');
  expect(third!.textContent).toContain('On another computer');
});

it('removes an entry, unless the project can only be read', async () => {
  show(<ExportsPanel />);
  await turn();
  const remove = (): HTMLElement => screen.getByRole('button', { name: 'Remove package-2 from the list; its files stay' });
  fireEvent.click(remove());
  await turn();
  expect(services.requests('export.forget')).toEqual([{ path: PATH, id: 2 }]);
  act(() => services.tell('exports.changed', { path: PATH, exports: [exports[0]!] }));
  expect(rows()).toHaveLength(1);
  act(() => setWorkbench({ exports, project: { ...workbench().project!, readOnly: 'Locked.' } }));
  expect(remove().getAttribute('aria-disabled')).toBe('true');
});

it('invites to export while there is nothing, and ignores the exports of another project', async () => {
  exports = [];
  show(<ExportsPanel />);
  await turn();
  expect(screen.getByText('No exports yet')).toBeDefined();
  expect(screen.getByRole('button', { name: 'Export the plan' })).toHaveProperty('disabled', false);
  act(() => services.tell('exports.changed', { path: '/other', exports: [exported(1)] }));
  expect(screen.getByText('No exports yet')).toBeDefined();
});

it('an option with a list of choices offers them, and none of them', async () => {
  const chosen: unknown[] = [];
  const choices = [{ value: 'int8', label: 'Integers of 8 bits' }];
  const entry = { kind: 'choice', label: 'Weights', absent: 'Float32', hint: '', choices } as const;
  show(<OptionField entry={entry} value={undefined} message={null} disabled={false} onChange={(value) => chosen.push(value)} />);
  for (const letter of ['i', 'f']) fireEvent.keyDown(screen.getByRole('combobox', { name: 'Weights' }), { key: letter });
  expect(chosen).toEqual(['int8']);
  expect(screen.getByRole('combobox', { name: 'Weights' }).textContent).toBe('Float32');
  await turn();
});
