/** A job's end of the way to the page of the gpu engine: whatever happens to the page, no call is left waiting. */
import { EventEmitter } from 'node:events';
import { afterEach, expect, it, vi } from 'vitest';
import { compileUniform, importModel } from '../../../tests/support/spiking.ts';
import { residual } from '../../../tests/fixtures/small-networks.ts';
import { MessageChannelStandIn, type StandInPort } from '../../../tests/support/message-channel-stand-in.ts';
import type { EnginePageAnswer, EnginePageCall } from '../../../src-shared/engine/index.ts';
import { placeNeurons } from '../../convert/index.ts';
import { gpuEngineInPage } from './in-page.ts';

const spiking = compileUniform(placeNeurons(await importModel(residual)), {}, 0.5);

/** A utility process whose main process opens a page by a call of `answer`. */
function utilityProcess() {
  const calls: EnginePageCall[] = [];
  const parentPort = Object.assign(new EventEmitter(), { postMessage: (call: EnginePageCall) => void calls.push(call) });
  const answer = (data: EnginePageAnswer, ports: readonly StandInPort[] = []): void => {
    parentPort.emit('message', { data, ports });
  };
  /** Gives the process its end of a channel; what it answers on the other end is the test's business. */
  const open = (): StandInPort => {
    const { port1, port2 } = new MessageChannelStandIn();
    answer({ kind: 'engine-port' }, [port2]);
    port1.start();
    return port1;
  };
  const engine = (adapter?: string) => gpuEngineInPage({ parentPort: parentPort as unknown as Electron.ParentPort }, adapter);
  return { calls, answer, open, engine };
}

const lost = (reason: string): EnginePageAnswer => ({
  kind: 'engine-lost',
  error: { code: 'engine.failed', message: reason },
});
const failsWith = (message: string) => ({ code: 'engine.failed', message: expect.stringContaining(message) as string });

let running: ReturnType<typeof utilityProcess>;
afterEach(() => {
  // The next test has a process of its own.
  running.answer(lost('over'));
  vi.useRealTimers();
});

it('one page serves the whole job, and its end is the end of what is under way', async () => {
  running = utilityProcess();
  const { calls, answer, open, engine } = running;
  const first = engine('card');
  const page = open();
  page.postMessage({ kind: 'ready' });
  expect(await engine('card')).toBe(await first);
  expect(calls).toEqual([{ kind: 'engine-page', adapter: 'card' }]);
  const prepared = (await first).prepare(spiking);
  const failed = expect(prepared).rejects.toMatchObject(failsWith('It crashed.'));
  answer(lost('It crashed.'));
  await failed;
  await expect((await first).prepare(spiking)).rejects.toMatchObject(failsWith('It crashed.'));
});

it('an engine that is asked for after a crash has another page', async () => {
  running = utilityProcess();
  const { calls, answer, open, engine } = running;
  const first = engine();
  const page = open();
  answer(lost('It crashed.'));
  await expect(first).rejects.toMatchObject(failsWith('It crashed.'));
  const second = engine();
  open().postMessage({ kind: 'ready' });
  expect((await second).id).toBe('gpu');
  // The channel of the first page may end later than that.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  page.close();
  await new Promise(setImmediate);
  await vi.advanceTimersByTimeAsync(1000);
  expect(await engine()).toBe(await second);
  expect(calls).toEqual([{ kind: 'engine-page' }, { kind: 'engine-page' }]);
});

it('a page that never answers is given up', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  running = utilityProcess();
  const failed = expect(running.engine()).rejects.toMatchObject(failsWith('did not answer within 30 seconds'));
  running.open();
  await vi.advanceTimersByTimeAsync(30_000);
  await failed;
});

it('a channel that ends is the end of the engine, even if nobody says why', async () => {
  running = utilityProcess();
  const engine = running.engine();
  const page = running.open();
  page.postMessage({ kind: 'ready' });
  const prepared = (await engine).prepare(spiking);
  page.close();
  await expect(prepared).rejects.toMatchObject(failsWith('has ended'));
});
