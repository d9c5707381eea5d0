/** A comparison of methods as text: a row for each step, methods that were left out with the reason, and the page that was written. */
import { expect, it } from 'vitest';
import { option, say } from '../../src-shared/message/index.ts';
import { methodsText } from './methods-text.ts';

const at = (value: number) => ({ value, low: value - 0.05, high: value + 0.05 });
const step = (number: number, mean: number, isOn: boolean) => ({
  ...{ step: number, mean_steps: mean, accuracy: null, agreement: at(0.8), difference: at(-0.2) },
  ...{ energy_pj: 1500 * mean, energy_ratio: 0.1 * mean, on_front: isOn },
});

it('has a row for each step, and the reason for each method that was left out', () => {
  const text = methodsText({
    ...{ energy_model: 'paper-ratio', samples: 1200, float: { accuracy: null, energy_pj: 10_000 }, page: '/tmp/methods.html' },
    methods: [
      {
        ...{ id: 'tuned', name: 'Tuned plan (stops at 0.3)', source: 'search', numbers: 'float32', stop_margin: 0.3, plan: {} },
        steps: [step(1, 1, false), step(2, 1.25, true)],
      },
    ],
    left_out: [{ id: 'balanced', name: 'Local threshold balancing', why: say`Give ${option('calibration', 'SRC')}.` }],
    notes: ['One sample was left out.'],
  });
  const lines = text.split('\n');
  expect(lines.filter((line) => line.startsWith('Tuned plan'))).toEqual([
    expect.stringMatching(/ 1 +80\.0.*\(75\.0.* to 85\.0.*\) +1\.50 nJ +0\.1/),
    expect.stringMatching(/≤ 2, mean 1\.25 +80\.0.* 0\.125 +front$/),
  ]);
  expect(lines).toContain('Local threshold balancing: left out. Give --calibration SRC.');
  expect(lines).toContain('Written: /tmp/methods.html');
  expect(text).toContain('One sample was left out.');
  expect(text).not.toContain('right %');
});
