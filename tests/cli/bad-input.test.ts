/** Bad input: status 2, one line on standard error that says what, where and what to do, and nothing left behind. */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeAll, describe, expect, it } from 'vitest';
import { formatNpy } from '../../src-main/dataset/index.ts';
import { DATA_TYPE } from '../../src-main/onnx/proto/types.ts';
import type { ErrorCode } from '../../src-shared/errors/index.ts';
import { onnxBytes, randomTensor, type TestModel, type TestNode, type TestTensor } from '../support/onnx-graph.ts';
import { plainPng } from '../support/test-folder.ts';
import { start, temporaryFolder } from './support/spikeloom.ts';

const folder = temporaryFolder();
const at = (name: string): string => join(folder, name);
const write = (name: string, content: Uint8Array | string): void => writeFileSync(at(name), content);

/** `[batch, 3, 2, 2]` → 4 classes. */
const CLASSIFIER: readonly TestNode[] = [
  { type: 'Flatten', name: '/flatten/Flatten', inputs: ['input'], outputs: ['flat'] },
  { type: 'MatMul', name: '/fc1/MatMul', inputs: ['flat', 'w1'], outputs: ['hidden'] },
  { type: 'Relu', name: '/relu1/Relu', inputs: ['hidden'], outputs: ['active'] },
  { type: 'MatMul', name: '/fc2/MatMul', inputs: ['active', 'w2'], outputs: ['logits'] },
];

const model = (change: Partial<TestModel> = {}): Uint8Array =>
  onnxBytes({
    nodes: CLASSIFIER,
    weights: { w1: randomTensor([12, 6], 1), w2: randomTensor([6, 4], 2) },
    inputs: [{ name: 'input', shape: ['batch', 3, 2, 2] }],
    outputs: ['logits'],
    ...change,
  });

/** The first weight in a file beside the model. */
const external = (location: string): TestTensor => ({
  shape: [12, 6],
  values: [],
  raw: { dataType: DATA_TYPE.float, dataLocation: 1, externalData: [{ key: 'location', value: location }] },
});

const withWeight = (w1: TestTensor): Uint8Array => model({ weights: { w1, w2: randomTensor([6, 4], 2) } });

function database(name: string, applicationId: number, version: number): void {
  const db = new Database(at(name));
  db.pragma(`application_id = ${applicationId}`);
  db.pragma(`user_version = ${version}`);
  db.exec('CREATE TABLE something (id INTEGER)');
  db.close();
}

beforeAll(async () => {
  mkdirSync(at('out'));
  mkdirSync(at('nobody'));
  for (const colour of ['green', 'red']) mkdirSync(at(`images/${colour}`), { recursive: true });
  write('images/green/0.png', await plainPng([0, 200, 0], 2, 2));
  write('images/red/wide.png', await plainPng([200, 0, 0], 2, 3));
  write('model.json', JSON.stringify({ input: { layout: 'NCHW', colour: 'RGB', scale: 1 / 255 } }));
  write('model.onnx', model());
  write('bare.onnx', model());
  write('text.onnx', 'this is no model\n');
  write('cut.onnx', model().subarray(0, 300));
  write('no-data.onnx', withWeight(external('weights.bin')));
  write('outside.onnx', withWeight(external('../weights.bin')));
  write(
    'unknown.onnx',
    model({ nodes: CLASSIFIER.map((node) => (node.type === 'Relu' ? { ...node, type: 'Frobnicate' } : node)) }),
  );
  const second = { name: 'mask', shape: ['batch', 3, 2, 2] };
  write('two.onnx', model({ inputs: [{ name: 'image', shape: ['batch', 3, 2, 2] }, second] }));
  write(
    'cyclic.onnx',
    model({ nodes: CLASSIFIER.map((node) => (node.name === '/fc1/MatMul' ? { ...node, inputs: ['active', 'w1'] } : node)) }),
  );
  write('samples.npy', formatNpy(new Float32Array(5 * 12).fill(0.5), [5, 3, 2, 2]));
  write('empty.npy', formatNpy(new Float32Array(0), [0, 3, 2, 2]));
  write('three-labels.npy', formatNpy(Float64Array.of(0, 1, 2), [3]));
  write('large-label.npy', formatNpy(Float64Array.of(0, 1, 2, 3, 4), [5]));
  const plans: Readonly<Record<string, object>> = {
    'unknown-layer': { layers: { rellu1: { neuron: 'if' } } },
    'unknown-key': { defaults: { neurons: 'if' } },
    'no-steps': { steps: 0 },
    'percentile-101': { defaults: { threshold: { method: 'percentile', percentile: 101 } } },
    'threshold-0': { layers: { relu1: { threshold: { value: 0 } } } },
    'mixed-leaky': { defaults: { coding: 'leaky-rate' }, layers: { relu1: { coding: 'rate' } } },
  };
  for (const [name, plan] of Object.entries(plans)) write(`${name}.plan.json`, JSON.stringify({ version: 1, ...plan }));
  write('cut.plan.json', '{ "version": 1, "layers": {');
  database('other.spikeloom', 0x12345678, 1);
  database('newer.spikeloom', 0x5370696b, 999);
  write('text.spikeloom', 'no database\n');
});

interface Case {
  readonly what: string;
  /** Run in the folder of the tests. */
  readonly args: readonly string[];
  readonly code: ErrorCode;
  /** What the line must hold. */
  readonly says: readonly string[];
}

const convert = (file: string, ...more: readonly string[]): string[] => [
  'convert',
  file,
  '--calibration',
  'samples.npy',
  '--out',
  'out/p.spikeloom',
  ...more,
];
const simulate = (inputs: string, ...more: readonly string[]): string[] => [
  ...['simulate', 'model.onnx', '--calibration', 'samples.npy', '--out', 'out/results', '--inputs', inputs],
  ...more,
];
const plan = (name: string): string[] => convert('model.onnx', '--plan', `${name}.plan.json`);

const CASES: readonly Case[] = [
  {
    what: 'a file that is not there',
    args: convert('absent.onnx'),
    code: 'model.not-onnx',
    says: ['absent.onnx', 'no such file'],
  },
  { what: 'not an ONNX file', args: convert('text.onnx'), code: 'model.not-onnx', says: ['text.onnx', 'not an ONNX model'] },
  { what: 'a file cut off', args: convert('cut.onnx'), code: 'model.truncated', says: ['cut.onnx', 'missing', 'again'] },
  { what: 'missing external data', args: convert('no-data.onnx'), code: 'model.external-data', says: ['w1', 'weights.bin'] },
  {
    what: 'external data outside the folder',
    args: convert('outside.onnx'),
    code: 'model.external-data',
    says: ['w1', 'outside'],
  },
  { what: 'an unknown operator', args: convert('unknown.onnx'), code: 'model.unsupported', says: ['/relu1/Relu', 'Frobnicate'] },
  { what: 'two inputs', args: convert('two.onnx'), code: 'model.inputs', says: ['image, mask', '--input'] },
  { what: 'a cycle', args: convert('cyclic.onnx'), code: 'model.cyclic', says: ['/relu1/Relu', 'depends on itself'] },
  { what: 'images of the wrong size', args: simulate('images'), code: 'dataset.shape', says: ['wide.png', '2×3', '2×2'] },
  {
    what: 'images without preprocessing',
    args: ['convert', 'bare.onnx', '--calibration', 'images', '--out', 'out/p.spikeloom'],
    code: 'preprocess.invalid',
    says: ['images', '--preprocess'],
  },
  {
    what: 'too few labels',
    args: simulate('samples.npy', '--labels', 'three-labels.npy'),
    code: 'dataset.labels',
    says: ['3 labels for 5 samples'],
  },
  {
    what: 'a label ≥ K',
    args: simulate('samples.npy', '--labels', 'large-label.npy'),
    code: 'dataset.labels',
    says: ['label 4', '4 classes'],
  },
  {
    what: 'an empty calibration set',
    args: ['convert', 'model.onnx', '--calibration', 'empty.npy', '--out', 'out/p.spikeloom'],
    code: 'dataset.empty',
    says: ['empty.npy'],
  },
  {
    what: 'no calibration set',
    args: ['convert', 'model.onnx', '--out', 'out/p.spikeloom'],
    code: 'option.invalid',
    says: ['--calibration'],
  },
  {
    what: 'an unknown layer',
    args: plan('unknown-layer'),
    code: 'plan.unknown-layer',
    says: ['rellu1', 'nearest name is "relu1"'],
  },
  { what: 'an unknown key', args: plan('unknown-key'), code: 'plan.invalid', says: ['unknown-key.plan.json', 'neurons'] },
  { what: 'a plan cut off', args: plan('cut'), code: 'plan.syntax', says: ['cut.plan.json', ':1:'] },
  { what: 'T = 0 in a plan', args: plan('no-steps'), code: 'plan.invalid', says: ['steps'] },
  { what: 'T = 0', args: convert('model.onnx', '--steps', '0'), code: 'option.invalid', says: ['--steps', '"0"'] },
  { what: 'percentile 101', args: plan('percentile-101'), code: 'plan.invalid', says: ['percentile'] },
  { what: 'a threshold of 0', args: plan('threshold-0'), code: 'plan.invalid', says: ['value'] },
  { what: 'mixed leaky codings', args: plan('mixed-leaky'), code: 'plan.coding', says: ['leaky-rate', 'relu1'] },
  {
    what: 'an unknown neuron',
    args: convert('model.onnx', '--neuron', 'fi'),
    code: 'option.invalid',
    says: ['--neuron', 'mt-negative'],
  },
  {
    what: 'an output folder that is not there',
    args: convert('model.onnx', '--out', 'absent/p.spikeloom'),
    code: 'output.unwritable',
    says: ['absent', 'make it first'],
  },
  {
    what: 'an output folder below a file',
    args: simulate('samples.npy', '--out', 'model.json/results'),
    code: 'output.unwritable',
    says: ['model.json'],
  },
  {
    what: 'a file as output folder',
    args: simulate('samples.npy', '--out', 'model.json'),
    code: 'output.unwritable',
    says: ['model.json', 'not a folder'],
  },
  {
    what: 'a project of another application',
    args: ['evaluate', 'other.spikeloom', '--dataset', 'samples.npy'],
    code: 'project.not-a-project',
    says: ['other.spikeloom', 'not a Spikeloom project'],
  },
  {
    what: 'a project of a newer version',
    args: ['report', 'newer.spikeloom', '--out', 'out/r.html'],
    code: 'project.newer',
    says: ['newer.spikeloom', '999', 'update'],
  },
  {
    what: 'a text file as project',
    args: ['simulate', 'text.spikeloom', '--inputs', 'samples.npy', '--out', 'out/results'],
    code: 'project.not-a-project',
    says: ['text.spikeloom'],
  },
  {
    what: 'a project in place of a model, with options',
    args: ['simulate', 'newer.spikeloom', '--coding', 'rate', '--inputs', 'samples.npy', '--out', 'out/results'],
    code: 'option.invalid',
    says: ['--coding', 'convert'],
  },
  {
    what: 'an option that does not exist',
    args: convert('model.onnx', '--threshold', '8'),
    code: 'option.invalid',
    says: ["'--threshold'", '--help'],
  },
];

describe.concurrent('bad input', () => {
  it.each(CASES)('$what', async ({ args, code, says }) => {
    const { status, stdout, stderr } = await start([...args, '--json'], folder).finished;
    expect(stderr).toMatch(/^spikeloom: [^\n]+\n$/);
    for (const words of says) expect(stderr).toContain(words);
    expect(status).toBe(2);
    const { error } = JSON.parse(stdout) as { error: { code: string; message: string } };
    expect(error.code).toBe(code);
    expect(stderr).toContain(error.message);
  });
});

it('leaves nothing behind', () => {
  expect(readdirSync(at('out'))).toEqual([]);
});

it('inspect says which node is blocked, with status 1', async () => {
  const { status, stdout } = await start(['inspect', 'unknown.onnx'], folder).finished;
  expect(status).toBe(1);
  expect(stdout).toMatch(/BLOCKED +Frobnicate +\/relu1\/Relu +\S+/);
});
