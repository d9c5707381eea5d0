/** Whatever a window sends, it gets an answer or none; the host goes on. */
import { beforeAll, expect, it } from 'vitest';
import { CALLS } from '../../../src-shared/contract/index.ts';
import { bench, runner } from '../support/bench.ts';
import type { HostUnderTest } from '../support/host-under-test.ts';
import { codeOf, type TestWindow } from '../support/window.ts';

/** Calls that need nothing. */
const EMPTY = ['app.info', 'settings.read', 'recent.list', 'project.example', 'job.list'];
/** Calls about an open project, with a request that is right but for the project. */
const IN_PROJECT: Readonly<Record<string, object>> = {
  'plan.commit': { client: 'me', revision: 0, transaction: { label: 'x', origin: 'graph', changes: [] } },
  'plan.undo': { client: 'me' },
  'plan.redo': { client: 'me' },
  'plan.document': {},
  'plan.save': { message: '' },
  'plan.versions': {},
  'plan.version': { id: 1 },
  'calibration.summary': {},
  'calibration.layer': { layer: 'a', channel: null },
  'calibration.iteration': { layer: 'a', channel: 0 },
  'calibration.start': { source: null, batch: 1, engine: 'cpu', threads: null },
  'run.start': { dataset: 'x', samples: 1, batch: 1, engine: 'cpu', threads: null },
  'run.continue': { id: 1 },
  'run.describe': { id: 1, name: '', note: '', tags: [] },
  'run.list': {},
  'tuning.read': {},
  'run.compare': { first: 1, second: 2 },
  'sensitivity.start': { dataset: 'x', samples: 1, energyModel: 'paper-ratio' },
  'methods.start': { dataset: 'x', samples: 1, steps: 1, energyModel: 'paper-ratio', engine: 'cpu', threads: null },
  'run.remove': { ids: [1] },
  'run.keep': { ids: [1] },
  'run.discard': { ids: [1] },
  'run.pin': { id: 1 },
  'run.report': { id: 1 },
  'network.node': { node: 'a' },
  'network.fit': {
    plan: { version: 1, defaults: {}, layers: [] },
    target: 'mcu',
    budget: { flash: null, ram: 1, weights: 'int8' },
  },
  'layout.write': { layout: {} },
};

export function badRequestSuite(host: HostUnderTest): void {
  const { start, connect } = runner(host, bench());
  let window: TestWindow;
  beforeAll(async () => {
    window = await connect(await start());
  });

  it.each(Object.keys(CALLS).filter((name) => !EMPTY.includes(name)))('%s refuses a request that is none', async (name) => {
    // A request that is missing is one key less over a socket, and a key without a value over Electron's channel.
    expect(await codeOf(window.ask(name, undefined))).toMatch(/^contract\.(envelope|request)$/);
    for (const request of [null, 7, [], { path: 7 }, { nonsense: true }])
      expect(await codeOf(window.ask(name, request)), JSON.stringify(request)).toBe('contract.request');
  });

  it.each(EMPTY)('%s refuses what it does not know', async (name) => {
    expect(await codeOf(window.ask(name, { more: 1 }))).toBe('contract.request');
  });

  it.each(Object.entries(IN_PROJECT))('%s refuses a project that is not open', async (name, request) => {
    expect(await codeOf(window.ask(name, { path: '/nowhere/p.spikeloom', ...request }))).toBe('project.missing');
  });

  it('refuses calls that do not exist, names of objects included', async () => {
    for (const name of ['', 'plan', 'constructor', '__proto__', 'toString'])
      expect(await codeOf(window.ask(name, {})), name).toBe('contract.unknown');
  });

  it('refuses jobs that do not exist', async () => {
    expect(await codeOf(window.call('job.cancel', { job: 'x' }))).toBe('job.missing');
    expect(await codeOf(window.call('job.retry', { job: 'x' }))).toBe('job.missing');
  });

  it('goes on after messages that are none', async () => {
    for (const message of [
      {},
      { kind: 'call' },
      { kind: 'abort', id: 99 },
      { kind: 'abort', id: 'x' },
      [],
      { kind: 'done', id: 1 },
    ])
      window.send(message);
    expect(await window.call('job.list', {})).toEqual([]);
  });

  it('closes a project that is not open without a word', async () => {
    expect(await window.call('project.close', { path: '/nowhere/p.spikeloom' })).toEqual({});
  });
}
