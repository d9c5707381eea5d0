/** BENCHMARKS.md is what BENCHMARKS.json makes of it; a new result takes the place of the old one of the same workload. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { benchmarksPage, printer, resultCells } from './markdown.ts';
import { type BenchResult, recordedResults, withMeasured } from './results.ts';
import { ROOT } from './spikeloom.ts';
import { TABLE_IDS } from './tables.ts';

const page = (): string => readFileSync(join(ROOT, 'BENCHMARKS.md'), 'utf8');

describe('BENCHMARKS.md', () => {
  it('is the page that BENCHMARKS.json makes', () => expect(page()).toBe(benchmarksPage(recordedResults())));

  it('has at most 170 lines', () => expect(page().trimEnd().split('\n').length).toBeLessThanOrEqual(170));

  it('has every table, and every workload once', () => {
    const results = recordedResults();
    expect(new Set(results.map(({ table }) => table))).toEqual(new Set(TABLE_IDS));
    const places = results.map(({ table, workload }) => `${table}: ${workload}`);
    expect(places).toEqual([...new Set(places)]);
  });
});

describe('a new result', () => {
  const old: BenchResult = {
    table: 'counting',
    workload: 'resnet20',
    aim: 1.05,
    values: [1.1],
    detail: 'one run',
    commit: '1234567',
  };
  const other: BenchResult = { table: 'calibration', workload: 'resnet20', values: [2] };
  const source = { date: '2026-11-30', commit: '89abcde+', machine: 'a machine' };

  it('takes the place of the old one in its table, with nothing left of that', () => {
    const measured = { table: 'counting', workload: 'resnet20', aim: 1.05, values: [1.01] } as const;
    expect(withMeasured([old, other], [{ ...measured, values: [1.01] }], source)).toEqual([{ ...measured, ...source }, other]);
  });

  it('of a new workload goes to the end', () => {
    const measured = { table: 'counting' as const, workload: 'vgg-small', values: [1] };
    expect(withMeasured([old, other], [measured], source)).toEqual([old, other, { ...measured, ...source }]);
  });
});

describe('a row', () => {
  const most = { table: 'counting', workload: 'w', aim: 1.05, values: [1.05, 1.051] } as const;

  it('shows the numbers that miss the aim in bold', () => {
    expect(resultCells({ ...most, values: [...most.values] })).toEqual(['w', '≤ 1.05', '1.050 / **1.051**']);
    expect(resultCells({ table: 'paper', workload: 'w', aim: 15, values: [15, 14.9] })[2]).toBe('15.0 / **14.9** ×');
  });

  it('has a dash for what is unknown', () => {
    const text = benchmarksPage([{ table: 'start', workload: 'w', values: [31.4], detail: 'load 3' }]);
    expect(text).toContain('\n| w | – | 31 ms; load 3 | – | – | – |\n');
  });
});

it('prints the title of a table once', () => {
  const lines: string[] = [];
  const print = printer((text) => lines.push(...text.trim().split('\n')));
  for (const workload of ['a', 'b']) print({ table: 'counting', workload, values: [1] });
  print({ table: 'calibration', workload: 'a', values: [2] });
  expect(lines.filter((line) => line.startsWith('**')).length).toBe(2);
  expect(lines.filter((line) => /^\| [ab] /.test(line))).toEqual(['| a | – | 1.000 |', '| b | – | 1.000 |', '| a | – | 2.0 |']);
});
