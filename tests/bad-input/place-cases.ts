/** Projects that cannot be used, and places that cannot be written. */
import { appendFileSync, chmodSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { openProject } from '../../src-main/project/index.ts';
import { classifier, external, withWeight } from '../support/classifier.ts';
import { at, convert, evaluate, merge, report, simulate, simulateProject, write } from './bench.ts';
import { randomValues } from '../support/onnx-graph.ts';
import { asOrdinaryUser, type BadCase } from './table.ts';

function database(name: string, applicationId: number, version: number): void {
  const db = new Database(at(name));
  db.pragma(`application_id = ${applicationId}`);
  db.pragma(`user_version = ${version}`);
  db.exec('CREATE TABLE something (id INTEGER)');
  db.close();
}

/** The files of the cases; made in place, since a project remembers where its model is. */
export async function writePlaces(): Promise<void> {
  write('model.onnx', classifier());
  write('bare.onnx', classifier());
  await convert('model.onnx', { out: 'good.spikeloom' });
  const whole = readFileSync(at('good.spikeloom'));
  write('reported.spikeloom', whole);
  await evaluate('reported.spikeloom');
  write('cut.spikeloom', whole.subarray(0, whole.length >> 1));
  write('text.spikeloom', 'no database\n');
  database('other.spikeloom', 0x12345678, 1);
  database('newer.spikeloom', 0x5370696b, 999);
  write('gone.onnx', classifier());
  await convert('gone.onnx', { out: 'no-model.spikeloom' });
  rmSync(at('gone.onnx'));
  write('changed.onnx', classifier());
  await convert('changed.onnx', { out: 'changed-model.spikeloom' });
  appendFileSync(at('changed.onnx'), 'x');
  write('weights.bin', new Uint8Array(randomValues(72, 1).buffer));
  write('beside/weights.bin', readFileSync(at('weights.bin')));
  write('beside/model.onnx', withWeight(external('weights.bin')));
  await convert('beside/model.onnx', { out: 'changed-weights.spikeloom' });
  write('beside/weights.bin', new Uint8Array(randomValues(72, 5).buffer));
  mkdirSync(at('closed'));
  write('closed/fixed.spikeloom', whole);
  chmodSync(at('closed/fixed.spikeloom'), 0o444);
  chmodSync(at('closed'), 0o555);
  chmodSync(at('.'), 0o755);
}

/** While another program writes the project. */
async function locked<T>(work: () => Promise<T>): Promise<T> {
  using _ = openProject(at('good.spikeloom'));
  return await work();
}

/** Files that are no usable projects: the code of the error, and words of its message. */
export const UNUSABLE: readonly (readonly [name: string, code: BadCase['code'], ...says: string[]])[] = [
  ['absent.spikeloom', 'project.missing', 'does not exist', 'convert'],
  ['text.spikeloom', 'project.not-a-project', 'not a Spikeloom project'],
  ['other.spikeloom', 'project.not-a-project', 'not a Spikeloom project'],
  ['newer.spikeloom', 'project.newer', '999', 'update'],
  ['cut.spikeloom', 'project.damaged', 'restore it from a copy'],
  ['no-model.spikeloom', 'project.missing', 'gone.onnx', 'put it back'],
  ['changed-model.spikeloom', 'project.missing', 'changed.onnx', 'has changed'],
  ['changed-weights.spikeloom', 'project.missing', 'model.onnx', 'has changed'],
];

export const PLACE_CASES: readonly BadCase[] = [
  ...UNUSABLE.flatMap(([name, code, ...says]) => [
    { what: `evaluate ${name}`, code, says: [name, ...says], run: () => evaluate(name) },
    { what: `simulate ${name}`, code, says: [name, ...says], run: () => simulateProject(name) },
  ]),
  ...UNUSABLE.slice(1, 5).flatMap(([name, code, ...says]) => [
    { what: `convert onto ${name}`, code, says: [name, ...says], run: () => convert('model.onnx', { out: name }) },
    { what: `report ${name}`, code, says: [name, ...says], run: () => report(name) },
    { what: `merge ${name}`, code, says: [name, ...says], run: () => merge(name) },
  ]),
  {
    what: 'evaluate a project that is being written',
    code: 'project.read-only',
    says: ['good.spikeloom', 'another program has it open'],
    run: () => locked(() => evaluate('good.spikeloom')),
  },
  {
    what: 'convert onto a project that is being written',
    code: 'project.read-only',
    says: ['good.spikeloom', 'another program has it open'],
    run: () => locked(() => convert('model.onnx', { out: 'good.spikeloom' })),
  },
  {
    what: 'evaluate a project without permission to write it',
    code: 'project.read-only',
    says: ['fixed.spikeloom', 'cannot be written', 'change the permissions'],
    run: () => asOrdinaryUser(() => evaluate('closed/fixed.spikeloom')),
  },
  {
    what: 'report into a folder that is not there',
    code: 'output.unwritable',
    says: ['absent does not exist', 'make it first'],
    run: () => report('reported.spikeloom', 'absent/r.html'),
  },
  {
    what: 'report a project without a run',
    code: 'project.missing',
    says: ['good.spikeloom', 'evaluate'],
    run: () => report('good.spikeloom'),
  },
  {
    what: 'options that a project does not take',
    code: 'option.invalid',
    says: ['--coding', 'convert'],
    run: () => simulateProject('good.spikeloom', { coding: 'rate' }),
  },
  {
    what: 'convert onto a file that is something else',
    code: 'project.not-a-project',
    says: ['model.json', 'not a Spikeloom project'],
    run: () => convert('model.onnx', { out: 'model.json' }),
  },
  {
    what: 'convert onto the model itself',
    code: 'project.not-a-project',
    says: ['model.onnx', 'not a Spikeloom project'],
    run: () => convert('model.onnx', { out: 'model.onnx' }),
  },
  {
    what: 'convert onto a folder',
    code: 'output.unwritable',
    says: ['out', 'it is a folder'],
    run: () => convert('model.onnx', { out: 'out' }),
  },
  {
    what: 'convert into a folder that is not there',
    code: 'output.unwritable',
    says: ['absent', 'make it first'],
    run: () => convert('model.onnx', { out: 'absent/p.spikeloom' }),
  },
  {
    what: 'convert below a file',
    code: 'output.unwritable',
    says: ['model.json'],
    run: () => convert('model.onnx', { out: 'model.json/p.spikeloom' }),
  },
  {
    what: 'convert into a folder without permission',
    code: 'output.unwritable',
    says: ['closed/p.spikeloom', 'permission'],
    run: () => asOrdinaryUser(() => convert('model.onnx', { out: 'closed/p.spikeloom' })),
  },
  {
    what: 'simulate below a file',
    code: 'output.unwritable',
    says: ['model.json'],
    run: () => simulate('samples.npy', { out: 'model.json/results' }),
  },
  {
    what: 'simulate onto a file',
    code: 'output.unwritable',
    says: ['model.json', 'not a folder'],
    run: () => simulate('samples.npy', { out: 'model.json' }),
  },
  {
    what: 'simulate into a folder without permission',
    code: 'output.unwritable',
    says: ['closed', 'permission denied'],
    run: () => asOrdinaryUser(() => simulate('samples.npy', { out: 'closed' })),
  },
  {
    what: 'merge nothing but a model',
    code: 'dataset.format',
    says: ['model.onnx', 'evaluate --shard'],
    run: () => merge('model.onnx'),
  },
];
