/** Models that cannot be converted. The importer's own table (src-main/onnx/bad-models.test.ts) has more of them. */
import { symlinkSync } from 'node:fs';
import { floats, randomTensor, randomValues } from '../support/onnx-graph.ts';
import { classifier, external, withNodes, withWeight } from '../support/classifier.ts';
import { at, convert, write } from './bench.ts';
import type { BadCase } from './table.ts';

const whole = classifier();

/** Cut at every sixteenth of its length: nothing, the first part, … all but the last part. */
const CUT: readonly BadCase[] = Array.from({ length: 16 }, (_, part) => ({
  what: `a model cut off after ${part}/16 of its length`,
  code: part === 0 ? 'model.not-onnx' : 'model.truncated',
  says: [`cut-${part}.onnx`, part === 0 ? 'is empty' : 'missing', 'again'],
  run: () => convert(`cut-${part}.onnx`),
}));

const weightOf = (change: (values: Float32Array) => void) => {
  const values = randomValues(72, 1);
  change(values);
  return floats([12, 6], values);
};

const second = { name: 'mask', shape: ['batch', 6] };
/** Reads its mask, which is fed in one file and a constant in another. */
const masked = (change: Parameters<typeof withNodes>[1]) =>
  withNodes((node) => (node.type === 'Relu' ? { ...node, type: 'Add', inputs: ['hidden', 'mask'] } : node), change);

/** The files of the cases. */
export function writeModels(): void {
  for (let part = 0; part < 16; part++) write(`cut-${part}.onnx`, whole.subarray(0, Math.floor((whole.length * part) / 16)));
  write('text.onnx', 'this is no model\n');
  write('no-data.onnx', withWeight(external('absent.bin')));
  write('outside.onnx', withWeight(external('../weights.bin')));
  write('absolute.onnx', withWeight(external('/etc/hostname')));
  write('link.onnx', withWeight(external('leads-out.bin')));
  symlinkSync('/etc/hostname', at('leads-out.bin'));
  write('huge.onnx', withWeight({ shape: [2 ** 20, 2 ** 20], values: [1, 2, 3] }));
  write('nan.onnx', withWeight(weightOf((values) => values.fill(NaN, 3, 4))));
  write('infinite.onnx', withWeight(weightOf((values) => values.fill(-Infinity, 70, 71))));
  write('no-columns.onnx', withWeight({ shape: [12, 0], values: [] }));
  write('no-height.onnx', classifier({ inputs: [{ name: 'input', shape: ['batch', 5, 0, 2] }] }));
  write(
    'unknown.onnx',
    withNodes((node) => (node.type === 'Relu' ? { ...node, type: 'Frobnicate' } : node)),
  );
  write(
    'cyclic.onnx',
    withNodes((node) => (node.name === '/fc1/MatMul' ? { ...node, inputs: ['active', 'w1'] } : node)),
  );
  write(
    'dangling.onnx',
    withNodes((node) => (node.name === '/fc2/MatMul' ? { ...node, inputs: ['ghost', 'w2'] } : node)),
  );
  const inputs = [{ name: 'input', shape: ['batch', 3, 2, 2] }, second];
  write('two.onnx', masked({ inputs }));
  const weights = { w1: randomTensor([12, 6], 1), w2: randomTensor([6, 4], 2), mask: randomTensor([6], 3) };
  write('two-one-constant.onnx', masked({ inputs, weights }));
}

export const MODEL_CASES: readonly BadCase[] = [
  {
    what: 'a file that is not there',
    code: 'model.not-onnx',
    says: ['absent.onnx', 'does not exist', 'check the path'],
    run: () => convert('absent.onnx'),
  },
  { what: 'not an ONNX file', code: 'model.not-onnx', says: ['text.onnx', 'not an ONNX model'], run: () => convert('text.onnx') },
  ...CUT,
  { what: 'missing external data', code: 'model.external-data', says: ['w1', 'absent.bin'], run: () => convert('no-data.onnx') },
  {
    what: 'external data above the folder',
    code: 'model.external-data',
    says: ['w1', '../weights.bin', 'outside'],
    run: () => convert('outside.onnx'),
  },
  {
    what: 'external data at an absolute path',
    code: 'model.external-data',
    says: ['w1', '/etc/hostname', 'outside'],
    run: () => convert('absolute.onnx'),
  },
  {
    what: 'external data through a link',
    code: 'model.external-data',
    says: ['w1', 'leads-out.bin', 'link'],
    run: () => convert('link.onnx'),
  },
  {
    what: 'a tensor that declares 2⁴⁰ values',
    code: 'model.invalid',
    says: ['w1', '[1048576, 1048576]', '12 bytes'],
    run: () => convert('huge.onnx'),
  },
  {
    what: 'a weight that is not a number',
    code: 'model.invalid',
    says: ['weight w1', 'NaN', 'value 3 of 72'],
    run: () => convert('nan.onnx'),
  },
  {
    what: 'an infinite weight',
    code: 'model.invalid',
    says: ['weight w1', '-Infinity', 'value 70 of 72'],
    run: () => convert('infinite.onnx'),
  },
  {
    what: 'a weight with a size of zero',
    code: 'model.unsupported',
    says: ['/fc1/MatMul', '[batch, 0]', 'sizes of 0'],
    run: () => convert('no-columns.onnx'),
  },
  {
    what: 'an input with a size of zero, which the samples do not tell',
    code: 'model.inputs',
    says: ['input', '[batch, 5, 0, 2]'],
    run: () => convert('no-height.onnx'),
  },
  {
    what: 'an unknown operator',
    code: 'model.unsupported',
    says: ['/relu1/Relu', 'Frobnicate'],
    run: () => convert('unknown.onnx'),
  },
  { what: 'a cycle', code: 'model.cyclic', says: ['/relu1/Relu', 'depends on itself'], run: () => convert('cyclic.onnx') },
  {
    what: 'an input that nothing produces',
    code: 'model.invalid',
    says: ['/fc2/MatMul', 'ghost', 'nothing produces'],
    run: () => convert('dangling.onnx'),
  },
  { what: 'two inputs', code: 'model.inputs', says: ['input, mask', '--input'], run: () => convert('two.onnx') },
  {
    what: 'two inputs, the image named, the other one not constant',
    code: 'model.inputs',
    says: ['mask', '/relu1/Relu', 'constant'],
    run: () => convert('two.onnx', { input: 'input' }),
  },
  {
    what: 'two inputs, and another named',
    code: 'model.inputs',
    says: ['picture', 'input, mask'],
    run: () => convert('two.onnx', { input: 'picture' }),
  },
];
