/** Flash and RAM of a microcontroller, counted by hand and against the limits that a user gives. */
import { describe, expect, it } from 'vitest';
import { shapeNetwork } from '../../../tests/support/shape-networks.ts';
import { checkFit, type FitReport } from '../../../src-shared/fit/index.ts';
import type { Budget } from '../../../src-shared/fit/index.ts';
import { parsePlan } from '../../../src-shared/plan/index.ts';
import { placeNeurons } from '../../convert/index.ts';
import { fitSubject } from './fit-subject.ts';

/** 3 → 5 neurons → 2. */
function report(budget: Partial<Budget>, defaults: object): FitReport {
  const net = shapeNetwork(3);
  const placed = placeNeurons(net.end(net.linear(net.relu(net.linear(net.input, 5)), 2)));
  const plan = parsePlan(JSON.stringify({ version: 1, defaults }));
  return checkFit('mcu', fitSubject(placed, plan), { weights: 'float32', ...budget });
}

const RATE = { coding: 'rate', neuron: 'if', threshold: { level: 'neuron' } };
const DIFFERENTIAL = { coding: 'differential', neuron: 'mt', threshold: { level: 'layer' } };
const uses = ({ cores }: FitReport): Record<string, number> =>
  Object.fromEntries(cores.flatMap(({ name, uses: all }) => all.map(({ what, used }) => [`${name} ${what}`, used])));

describe('the need of a network', () => {
  it('with rate coding: weights, biases, a threshold and a potential for each neuron', () => {
    expect(uses(report({}, RATE))).toMatchObject({
      'Flash weights (float32)': 4 * (15 + 10),
      'Flash biases and other constants': 4 * (5 + 2),
      'Flash thresholds': 4 * 5,
      'Flash all': 4 * (25 + 7 + 5),
      'RAM states': 4 * 5,
    });
  });

  it('with differential coding: two estimates and the sum sent beside the potential, and one threshold', () => {
    const need = uses(report({}, DIFFERENTIAL));
    expect([need['RAM states'], need['Flash thresholds']]).toEqual([4 * 5 * 4, 4]);
  });

  it('a given threshold counts once, whatever its level', () => {
    expect(uses(report({}, { ...RATE, threshold: { value: 1, level: 'neuron' } }))['Flash thresholds']).toBe(4);
  });

  it('with weights of 8 bits: one byte each, and a scale for each output', () => {
    expect(uses(report({ weights: 'int8' }, RATE))['Flash weights (int8)']).toBe(15 + 10 + 4 * (5 + 2));
  });

  it('buffers hold what is needed at the same time', () => {
    // Input and sums of the first layer: 3 + 5 values. The spikes take the place of the input and more; sums and spikes: 5 + 5.
    const bytes = uses(report({}, RATE))['RAM buffers']!;
    expect(bytes).toBeGreaterThanOrEqual(4 * 10);
    expect(bytes).toBeLessThan(4 * (3 + 5 + 5 + 2));
  });
});

describe('limits', () => {
  const { 'Flash all': flash, 'RAM all': ram } = uses(report({}, RATE)) as { 'Flash all': number; 'RAM all': number };

  it.each([
    [{ flash, ram }, []],
    [{ flash: flash - 1, ram }, ['flash']],
    [{ flash, ram: ram - 1 }, ['ram']],
    [{ flash: 1, ram: 1 }, ['flash', 'ram']],
    [{}, []],
  ])('%o', (budget, rules) => {
    const { violations, fits } = report(budget, RATE);
    expect([violations.map(({ rule }) => rule), fits]).toEqual([rules, rules.length === 0]);
  });

  it('say what smaller weights would take', () => {
    const int8 = uses(report({ weights: 'int8' }, RATE))['Flash all']!;
    const help = (limit: number): string => report({ flash: limit }, RATE).violations[0]!.help;
    expect(help(int8)).toContain('which fits');
    expect(help(int8 - 1)).toContain('still too much');
  });

  it('say that rate coding keeps fewer states', () => {
    expect(report({ ram: 10 }, DIFFERENTIAL).violations[0]!.help).toContain('Rate coding');
    expect(report({ ram: 10 }, RATE).violations[0]!.help).not.toContain('Rate coding');
  });
});
