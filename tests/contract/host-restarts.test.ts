/** A host that ends and is started again, by its user or by its supervisor: at the same port, with the same token, where nobody took them. */
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync, chmodSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { formatNpy } from '../../src-main/dataset/index.ts';
import { isAlive } from '../../src-main/runtime/is-alive.ts';
import { convertModel } from '../../src-main/services/model/convert-model.ts';
import { pointKey } from '../../src-shared/tuning/index.ts';
import { perceptron } from '../fixtures/small-networks.ts';
import { childrenOf } from '../support/child-processes.ts';
import { onnxBytes, randomValues } from '../support/onnx-graph.ts';
import { tuningRequest } from './suite/tuning.ts';
import { type RunningBrowserHost, startBrowserProgram, SUPERVISED, tinyPages } from './support/browser.ts';
import { testWindow } from './support/window.ts';

let folder: string;
const running = new Set<RunningBrowserHost>();
const taken = new Set<Server>();
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spikeloom-restarts-'));
});
afterEach(async () => {
  for (const host of running) await host.end();
  for (const server of taken) server.close();
  running.clear();
  taken.clear();
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
});

async function start(args: readonly string[] = [], program?: string): Promise<RunningBrowserHost> {
  const host = await startBrowserProgram(join(folder, 'user'), ['--pages', tinyPages(folder), ...args], {}, program);
  running.add(host);
  return host;
}
async function end(host: RunningBrowserHost): Promise<void> {
  running.delete(host);
  await host.end();
}
const place = ({ address, token }: RunningBrowserHost) => ({ port: address.port, token });
const kept = (): string => join(folder, 'user', 'address.json');

describe('a host that its user starts again', () => {
  it('is where it was, also after it was killed', async () => {
    const first = await start();
    await end(first);
    const second = await start();
    expect(place(second)).toEqual(place(first));
    running.delete(second);
    await second.kill();
    expect(place(await start())).toEqual(place(first));
  });

  it.skipIf(process.platform === 'win32')(
    'keeps its token where only the user can read it, and takes none that others could have',
    async () => {
      const first = await start();
      expect(statSync(kept()).mode & 0o777).toBe(0o600);
      await end(first);
      chmodSync(kept(), 0o644);
      const second = await start();
      expect(second.address.port).not.toBe(first.address.port);
      expect(second.token).not.toBe(first.token);
      expect(statSync(kept()).mode & 0o777).toBe(0o600);
    },
  );

  it('has another token where another program has its port, and goes back once that is free', async () => {
    const first = await start();
    await end(first);
    const server = createServer();
    taken.add(server);
    await new Promise<void>((resolve) => server.listen(Number(first.address.port), '127.0.0.1', resolve));
    const second = await start();
    expect(second.address.port).not.toBe(first.address.port);
    expect(second.token).not.toBe(first.token);
    await end(second);
    server.close();
    expect(place(await start())).toEqual(place(first));
  });

  it('has a new token where it is asked for one, or where what was kept is damaged', async () => {
    const first = await start();
    await end(first);
    const second = await start(['--new-token']);
    expect(second.address.port).toBe(first.address.port);
    expect(second.token).not.toBe(first.token);
    await end(second);
    writeFileSync(kept(), readFileSync(kept(), 'utf8').slice(0, 20));
    expect((await start()).token).not.toBe(second.token);
  });

  it('keeps nothing of a port that was only for once', async () => {
    await start(['--port', '0']);
    expect(existsSync(kept())).toBe(false);
  });
});

describe.skipIf(process.platform !== 'linux')('a host that ends by itself', () => {
  const hostOf = (supervisor: RunningBrowserHost): number => childrenOf(supervisor.pid)[0]!;

  it('is started again by its supervisor, at the same place, for those who were let in', async () => {
    const supervisor = await start([], SUPERVISED);
    for (const signal of ['SIGKILL', 'SIGSEGV'] as const) {
      const before = hostOf(supervisor);
      process.kill(before, signal);
      const window = testWindow(await connectAgain(supervisor));
      expect(await window.call('job.list', {})).toEqual([]);
      window.close();
      expect(hostOf(supervisor)).not.toBe(before);
    }
  });

  it('is not started again where its user ended it, and leaves no process', async () => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGKILL'] as const) {
      const supervisor = await start([], SUPERVISED);
      running.delete(supervisor);
      const host = hostOf(supervisor);
      process.kill(supervisor.pid, signal);
      await supervisor.ended;
      while (isAlive(host)) await sleep(10);
    }
  });

  it('is not started again for ever', async () => {
    const supervisor = await start([], SUPERVISED);
    running.delete(supervisor);
    let isOver = false;
    void supervisor.ended.then(() => (isOver = true));
    let kills = 0;
    while (!isOver) {
      const [host] = childrenOf(supervisor.pid);
      if (host !== undefined && (await isListening(supervisor))) {
        process.kill(host, 'SIGKILL');
        kills++;
        while (isAlive(host) && childrenOf(supervisor.pid).includes(host)) await sleep(5);
      }
      await sleep(5);
    }
    expect(kills).toBe(6);
  });
});

describe.skipIf(process.platform !== 'linux')('a host that is killed in the middle of a search', () => {
  // Three searches on a busy machine, which jobs leave to others.
  const limit = { timeout: 600_000 };

  it('is started again; every finished trial is kept, and the search ends as one that was never interrupted', limit, async () => {
    const at = (name: string): string => join(folder, name);
    const [path, other, dataset] = [at('killed.spikeloom'), at('whole.spikeloom'), at('x.npy')];
    writeFileSync(at('model.onnx'), onnxBytes(perceptron));
    writeFileSync(dataset, formatNpy(randomValues(40 * 7, 5), [40, 7]));
    const plan = { options: { steps: 2 } };
    const made = { model: at('model.onnx'), out: path, engine: 'reference', plan } as const;
    const { signal } = new AbortController();
    await convertModel({ ...made, calibration: { source: dataset, batch: 40 } }, { signal });
    copyFileSync(path, other);
    const ask = (project: string) => tuningRequest({ path: project, made: { images: dataset } }, { dataset });
    const supervisor = await start([], SUPERVISED);
    const window = testWindow(await supervisor.connect());
    await window.call('project.open', { path: other });
    const { job: undisturbed } = await window.call('tuning.start', ask(other));
    expect(await window.jobEnd(undisturbed)).toMatchObject({ state: 'done', error: null });
    const whole = (await window.call('tuning.read', { path: other }))!;
    expect(whole.result!.resumed).toBe(0);

    await window.call('project.open', { path });
    const { job } = await window.call('tuning.start', ask(path));
    const { points: told } = await window.event('tuning.trials', (event) => event.job === job);
    const [host] = childrenOf(supervisor.pid);
    const searching = childrenOf(host!);
    process.kill(host!, 'SIGKILL');
    // The search ends itself after its host, on a busy machine somewhat later.
    while (searching.some(isAlive)) await sleep(10);

    const next = testWindow(await connectAgain(supervisor));
    await next.call('project.open', { path });
    const [left] = (await next.call('job.list', {})).filter((one) => one.path === path);
    const error = { message: expect.stringContaining('goes on from there') as string };
    expect(left).toMatchObject({ id: job, kind: 'tune', state: 'failed', error });
    const kept = (await next.call('tuning.read', { path }))!;
    expect(kept).toMatchObject({ state: 'failed', result: null });
    // Every plan that a window was told of is there, with as many samples or with more.
    const samples = new Map(kept.points.map((point) => [pointKey(point), point.samples]));
    expect(told.length).toBeGreaterThan(0);
    for (const point of told) expect(samples.get(pointKey(point))).toBeGreaterThanOrEqual(point.samples);

    const { job: again } = await next.call('job.retry', { job });
    expect(await next.jobEnd(again)).toMatchObject({ state: 'done', error: null });
    const { result, points } = (await next.call('tuning.read', { path }))!;
    expect(result!.resumed).toBeGreaterThanOrEqual(kept.points.length);
    expect({ ...result, resumed: 0 }).toEqual(whole.result);
    expect(points).toEqual(whole.points);
    for (const one of [window, next]) one.close();
  });
});

async function isListening({ address }: RunningBrowserHost): Promise<boolean> {
  return fetch(address.origin).then(
    () => true,
    () => false,
  );
}

/** Connects as soon as the host answers; the test's own time limit ends it. */
async function connectAgain(host: RunningBrowserHost): Promise<Awaited<ReturnType<RunningBrowserHost['connect']>>> {
  for (;;) {
    try {
      return await host.connect();
    } catch {
      await sleep(20);
    }
  }
}
