// @vitest-environment happy-dom
/** The view of samples with runs of every kind: what is missing is said, and the rest is shown. */
import { act, fireEvent, screen, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { RecordsPiece, RunSummary } from '../../src-shared/contract/index.ts';
import { SpikeloomError } from '../../src-shared/errors/index.ts';
import { encodeRecords, marginCode, type SampleRecords } from '../../src-shared/metrics/index.ts';
import { setWorkbench, workbench } from '../state/index.ts';
import { openWindow, type ScriptedServices, settled } from '../testing/scripted-services.ts';
import { show } from '../testing/show.tsx';
import { SamplesView } from './samples-view.tsx';

let services: ScriptedServices;
const turns = async (): Promise<void> => {
  for (let i = 0; i < 8; i++) await act(settled);
};

/** Records of N samples over T steps: sample i is labelled i mod K, and answers its label + 1 until step 2. */
function recordsOf(samples: number, steps: number, classes: number, isLabelled = true): SampleRecords {
  const labelOf = (i: number): number => i % classes;
  const each = Array.from({ length: samples }, (_, i) => labelOf(i));
  const answers = Array.from({ length: steps }, (_, t) => each.map((label) => (t < 1 ? (label + 1) % classes : label)));
  return {
    samples,
    steps,
    labels: isLabelled ? Int32Array.from(each) : null,
    float: Int32Array.from(each),
    answers: Int32Array.from(answers.flat()),
    margins: Uint16Array.from({ length: samples * steps }, (_, i) => marginCode((i % samples) / samples)),
  };
}

function pieceOf(records: SampleRecords, classes: number, change: Partial<RecordsPiece> = {}): RecordsPiece {
  const data = Buffer.from(encodeRecords(records, classes)).toString('base64');
  const { samples, steps } = records;
  const batches = [{ first: 0, samples, data }];
  return { samples, kept: samples, steps, classes, names: null, missing: null, batches, next: null, ...change };
}

/** Opens the view on a run whose records are these. */
async function openOn(answer: (from: number) => RecordsPiece, change: Partial<RunSummary> = {}): Promise<void> {
  services.on('run.records', ({ from }) => answer(from));
  setWorkbench({ runs: workbench().runs.map((run) => ({ ...run, ...change })) });
  show(<SamplesView />);
  await turns();
}
const rows = (): string[] => screen.queryAllByRole('option').map(({ textContent }) => textContent);
const found = (): string =>
  screen
    .getAllByRole('status')
    .map(({ textContent }) => textContent)
    .join(' | ');

beforeEach(async () => {
  services = await openWindow();
  services.on('run.pictures', ({ samples }) => ({
    pictures: samples.map((sample) => ({ sample, name: `x[${sample}]`, picture: 'data:image/png;base64,', problem: null })),
    notes: [],
  }));
});

describe('a run', () => {
  it('in several pieces is shown whole, in the order of the dataset, each sample with its number', async () => {
    const piece = (from: number): RecordsPiece =>
      pieceOf(recordsOf(3, 2, 4), 4, {
        ...{ samples: 6, kept: 6, names: ['a', 'b', 'c', 'd'], next: from === 0 ? 1 : null },
        batches: [{ ...pieceOf(recordsOf(3, 2, 4), 4).batches[0]!, first: 3 * from }],
      });
    await openOn(piece);
    expect(found()).toContain('6 of 6 samples');
    expect(rows().map((text) => text.slice(0, 2))).toEqual(['0a', '1b', '2c', '3a', '4b', '5c']);
    expect(services.requests('run.records').map(({ from }) => from)).toEqual([0, 1]);
  });

  it('without labels has no label, no matrix, and no filter that needs one', async () => {
    await openOn(() => pieceOf(recordsOf(4, 3, 2, false), 2));
    expect(found()).toContain('4 of 4 samples');
    expect(screen.queryByRole('combobox', { name: 'Label' })).toBeNull();
    expect(screen.queryByRole('grid')).toBeNull();
    expect(screen.getByText(/no labels, so that nothing can be confused/)).toBeTruthy();
    fireEvent.click(screen.getByRole('combobox', { name: 'Samples shown' }));
    const option = await screen.findByRole('option', { name: /^Wrong in both/ });
    expect(option.getAttribute('aria-disabled') ?? option.getAttribute('data-disabled')).not.toBeNull();
  });

  it('of one step has a course of one step', async () => {
    await openOn(() => pieceOf(recordsOf(2, 1, 2), 2));
    expect(found()).toContain('2 of 2 samples');
    expect(screen.getByText('Never changes')).toBeTruthy();
  });

  it('that was cancelled half way shows what it has, and says so', async () => {
    await openOn(() => pieceOf(recordsOf(4, 2, 2), 2, { samples: 10 }), { state: 'cancelled', kept: 4, samples: 10 });
    expect(found()).toContain('The run ended after 4 of 10 samples; these are shown.');
    expect(found()).toContain('4 of 4 samples');
  });

  it('without records says why', async () => {
    await openOn(() => pieceOf(recordsOf(1, 1, 2), 2, { kept: 0, batches: [], missing: 'An older version stored it.' }));
    expect(screen.getByText('This run keeps nothing of its samples')).toBeTruthy();
    expect(screen.getByText('An older version stored it.')).toBeTruthy();
  });

  it('whose records are damaged says so, and can be read again', async () => {
    await openOn(() => {
      throw new SpikeloomError('project.damaged', 'The project is damaged.');
    });
    expect(screen.getByRole('alert').textContent).toContain('The project is damaged.');
    services.on('run.records', () => pieceOf(recordsOf(2, 1, 2), 2));
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await turns();
    expect(found()).toContain('2 of 2 samples');
  });

  it('of many samples draws few rows', async () => {
    await openOn(() => pieceOf(recordsOf(10_000, 32, 10), 10));
    expect(found()).toContain('of 10\u202f000 samples');
    expect(rows().length).toBeLessThan(40);
  });

  it('whose pictures cannot be read shows the rest, and tries again', async () => {
    services.on('run.pictures', () => {
      throw new SpikeloomError('dataset.not-found', 'The folder is gone.');
    });
    await openOn(() => pieceOf(recordsOf(2, 1, 2), 2));
    expect(await screen.findByText(/No pictures: The folder is gone\./)).toBeTruthy();
    expect(rows()).toHaveLength(2);
    const asked = services.requests('run.pictures').length;
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await screen.findByText(/No pictures/);
    await act(() => new Promise((resolve) => setTimeout(resolve, 120)));
    expect(services.requests('run.pictures')).toHaveLength(asked + 1);
  });
});

describe('confusion', () => {
  it('of many classes is a list of pairs, the most frequent first, that shows their samples', async () => {
    await openOn(() => pieceOf(recordsOf(150, 1, 60), 60));
    expect(screen.queryByRole('grid')).toBeNull();
    const pairs = screen.getByRole('listbox', { name: 'Most confused pairs, Spiking' });
    expect(within(pairs).getAllByRole('option')[0]!.textContent).toBe('0 → 103+3');
    fireEvent.click(within(pairs).getAllByRole('option')[0]!);
    await turns();
    expect(found()).toContain('3 of 150 samples');
    fireEvent.click(within(pairs).getAllByRole('option')[0]!);
    await turns();
    expect(found()).toContain('150 of 150 samples');
  });

  it('is a grid that arrows walk through; a cell tells its counts, and Enter shows its samples', async () => {
    await openOn(() => pieceOf(recordsOf(9, 1, 3), 3, { names: ['cat', 'dog', 'owl'] }));
    const grid = screen.getByRole('grid', { name: 'Confusion matrix, Spiking' });
    for (const key of ['ArrowRight', 'ArrowDown', 'ArrowRight', 'ArrowRight']) fireEvent.keyDown(grid, { key });
    expect(found()).toContain('dog → owl: float 0, spiking 3, difference +3');
    fireEvent.keyDown(grid, { key: 'Enter' });
    await turns();
    expect(found()).toContain('3 of 9 samples');
    expect(rows().every((text) => text.includes('dog') && text.includes('owl'))).toBe(true);
    expect(grid.querySelector('[aria-selected="true"]')!.textContent).toBe('3');
  });

  it('of more classes than numbers fit for has them once it is zoomed, by keys and by a double click', async () => {
    await openOn(() => pieceOf(recordsOf(40, 1, 20), 20));
    const grid = screen.getByRole('grid', { name: 'Confusion matrix, Spiking' });
    const numbers = (): number => [...grid.querySelectorAll('tbody td')].filter(({ textContent }) => textContent !== '').length;
    const size = (): string => grid.parentElement!.style.getPropertyValue('--closer');
    expect([numbers(), size()]).toEqual([0, '1']);
    for (const key of ['-', '+', '+', '+', '+', '+']) fireEvent.keyDown(grid, { key });
    expect(numbers()).toBeGreaterThan(0);
    expect(size()).toBe('8');
    fireEvent.keyDown(grid, { key: '-' });
    expect(size()).toBe('4');
    fireEvent.keyDown(grid, { key: '0' });
    expect([numbers(), size()]).toEqual([0, '1']);
    fireEvent.doubleClick(grid);
    expect(size()).toBe('2');
    fireEvent.doubleClick(grid);
    expect(size()).toBe('1');
  });
});
