/** Plans and options that make no sense. */
import { convert, simulate, write } from './bench.ts';
import type { BadCase } from './table.ts';

const PLANS: Readonly<Record<string, object>> = {
  'unknown-layer': { layers: { rellu1: { neuron: 'if' } } },
  'unknown-key': { defaults: { neurons: 'if' } },
  'no-steps': { steps: 0 },
  'percentile-101': { defaults: { threshold: { method: 'percentile', percentile: 101 } } },
  'threshold-0': { layers: { relu1: { threshold: { value: 0 } } } },
  'mixed-leaky': { defaults: { coding: 'leaky-rate' }, layers: { relu1: { coding: 'rate' } } },
};

/** The files of the cases. */
export function writePlans(): void {
  for (const [name, plan] of Object.entries(PLANS)) write(`${name}.plan.json`, JSON.stringify({ version: 1, ...plan }));
  write('cut.plan.json', '{ "version": 1, "layers": {');
}

const plan = (name: string) => () => convert('model.onnx', { plan: `${name}.plan.json` });

export const PLAN_CASES: readonly BadCase[] = [
  {
    what: 'a plan that is not there',
    code: 'plan.invalid',
    says: ['absent.plan.json', 'does not exist', 'check the path'],
    run: plan('absent'),
  },
  {
    what: 'an unknown layer',
    code: 'plan.unknown-layer',
    says: ['unknown-layer.plan.json', 'rellu1', 'nearest name is "relu1"'],
    run: plan('unknown-layer'),
  },
  { what: 'an unknown key', code: 'plan.invalid', says: ['unknown-key.plan.json', 'neurons'], run: plan('unknown-key') },
  { what: 'a plan cut off', code: 'plan.syntax', says: ['cut.plan.json', ':1:'], run: plan('cut') },
  { what: 'T = 0 in a plan', code: 'plan.invalid', says: ['steps'], run: plan('no-steps') },
  {
    what: 'T = 0',
    code: 'option.invalid',
    says: ['--steps', '"0"'],
    run: () => convert('model.onnx', { options: { steps: '0' } }),
  },
  {
    what: 'too many time steps',
    code: 'option.invalid',
    says: ['--steps', 'a million'],
    run: () => convert('model.onnx', { options: { steps: '1000000000' } }),
  },
  { what: 'percentile 101', code: 'plan.invalid', says: ['percentile'], run: plan('percentile-101') },
  { what: 'a threshold of 0', code: 'plan.invalid', says: ['value'], run: plan('threshold-0') },
  {
    what: 'mixed leaky codings',
    code: 'plan.coding',
    says: ['mixed-leaky.plan.json', 'leaky-rate', 'relu1'],
    run: plan('mixed-leaky'),
  },
  {
    what: 'an unknown neuron',
    code: 'option.invalid',
    says: ['--neuron', 'mt-negative'],
    run: () => convert('model.onnx', { options: { neuron: 'fi' } }),
  },
  {
    what: 'an unknown coding',
    code: 'option.invalid',
    says: ['--coding', 'differential'],
    run: () => simulate('samples.npy', { options: { coding: 'phase' } }),
  },
];
