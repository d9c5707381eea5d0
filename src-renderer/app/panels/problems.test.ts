/** What the list of problems holds. */
import { describe, expect, it } from 'vitest';
import type { CalibrationSummary } from '../../../src-shared/contract/index.ts';
import { problemCount, problemsOf } from './problems.ts';

const layer = (name: string, unsolved = 0, silent = 0): CalibrationSummary['layers'][number] => ({
  layer: name,
  level: 'channel',
  threshold: [1, 2, 3],
  unsolved,
  silent,
});
const calibration: CalibrationSummary = {
  id: 1,
  version: 1,
  source: 'images',
  samples: 10,
  batch: 10,
  defaults: 2,
  created: '2026-11-20T09:41:00.000Z',
  outdated: [],
  layers: [layer('a'), layer('b', 2), layer('c', 0, 1)],
};
const graph = { layers: [], outputs: [] };
const nothing = {
  ...{ problem: null, missing: null, textProblems: [], fit: null, graph },
  calibration: { ...calibration, layers: [layer('a')] },
};

describe('problems', () => {
  it('of a sound plan with sound thresholds are none', () => {
    expect(problemsOf(nothing)).toEqual([]);
  });

  it('name the layer they are about', () => {
    const problems = problemsOf({
      ...nothing,
      calibration,
      problem: { code: 'plan.coding', message: 'Leaky and not.', layer: 'x' },
    });
    expect(problems.map(({ kind, layers }) => [kind, ...layers])).toEqual([
      ['error', 'x'],
      ['warning', 'b'],
      ['warning', 'c'],
    ]);
    expect(problems[0]!.message).toBe('Leaky and not.');
    expect(problems[1]!.message).toContain('2 thresholds');
  });

  it('begin with a model that is gone', () => {
    const [first] = problemsOf({ ...nothing, calibration, missing: 'The model is gone; put it back.' });
    expect(first).toMatchObject({ kind: 'error', message: 'The model is gone; put it back.', layers: [] });
  });

  it('in the text of the plan come first, with their place', () => {
    const [first] = problemsOf({ ...nothing, textProblems: [{ message: 'No such field.', line: 4, column: 7 }] });
    expect(first).toMatchObject({ kind: 'error', place: { line: 4, column: 7 }, message: 'No such field.' });
    expect(first!.source).toContain('4:7');
  });

  it('do not speak of thresholds that are calibrated anew', () => {
    const problems = problemsOf({ ...nothing, calibration: { ...calibration, outdated: ['b', 'a'] } });
    expect(problems.map(({ key }) => key)).toEqual(['outdated', 'silent c']);
    expect(problems[0]).toMatchObject({ layers: ['b', 'a'], remedy: 'calibrate' });
  });

  it('that are merely worth knowing are not counted', () => {
    const problems = problemsOf({ ...nothing, calibration: null });
    expect(problems).toHaveLength(1);
    expect(problemCount(problems)).toBe(0);
    expect(problemCount(problemsOf({ ...nothing, calibration }))).toBe(2);
  });

  it('of a target lead to their layer, their operator, the operator of an output, or the target', () => {
    const violation = { rule: 'r', layer: null, node: null, value: 1, limit: 0, message: 'No.', help: 'Yes.', source: '' };
    const violations = [
      { ...violation, layer: 'relu' },
      { ...violation, layer: 'conv', node: 'conv:node' },
      { ...violation, layer: 'logits' },
      violation,
    ];
    const fit = { target: 'mcu', label: 'Chip', fits: false, violations, cores: [], unplaced: [], notes: [] } as const;
    const found = problemsOf({
      ...nothing,
      fit: { ...fit, violations, cores: [], unplaced: [], notes: [] },
      graph: {
        layers: [{ name: 'relu', rule: 'relu', node: 'relu:node', shape: [1], neurons: 1 }],
        outputs: [{ name: 'logits', node: 'fc', shape: [1] }],
      },
    });
    expect(found.map(({ kind, source, message }) => [kind, source, message])).toEqual(
      violations.map(() => ['warning', 'Chip', 'No. Yes.']),
    );
    expect(found.map(({ layers, node }) => [...layers, node])).toEqual([['relu', undefined], ['conv:node'], ['fc'], [undefined]]);
    expect(new Set(found.map(({ key }) => key)).size).toBe(4);
    expect(problemCount(found)).toBe(4);
  });

  it('have keys that tell them apart', () => {
    const keys = problemsOf({ ...nothing, calibration: { ...calibration, layers: [layer('a', 1, 1), layer('b', 1, 1)] } }).map(
      ({ key }) => key,
    );
    expect(new Set(keys).size).toBe(4);
  });
});
