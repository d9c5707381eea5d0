/** Asking the layout worker: only the newest question counts, and what goes wrong is said once to each who waits. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type * as Client from './layout-client.ts';
import type { LayoutRequest, LayoutResponse } from './protocol.ts';

type Listener = (event: never) => void;

/** Stands in for the browser's worker: keeps what it was asked, and says what the test has it say. */
class FakeWorker {
  static all: FakeWorker[] = [];
  readonly asked: LayoutRequest[] = [];
  isEnded = false;
  private readonly listeners = new Map<string, Listener>();
  constructor() {
    FakeWorker.all.push(this);
  }
  addEventListener(name: string, listener: Listener): void {
    this.listeners.set(name, listener);
  }
  postMessage(request: LayoutRequest): void {
    this.asked.push(request);
  }
  terminate(): void {
    this.isEnded = true;
  }
  answer(data: LayoutResponse): void {
    this.listeners.get('message')!({ data } as never);
  }
  break(message?: string): void {
    this.listeners.get('error')!({ message } as never);
  }
}

const layout = { boxes: new Map(), paths: new Map() };
const done = (id: number): LayoutResponse => ({ id, kind: 'done', layout, milliseconds: 1, computed: 1 });
const QUESTION = { containers: [], sizes: new Map() };

describe('the layout worker', () => {
  let client: typeof Client;
  beforeEach(async () => {
    FakeWorker.all = [];
    vi.stubGlobal('Worker', FakeWorker);
    vi.resetModules();
    client = await import('./layout-client.ts');
  });
  afterEach(() => vi.unstubAllGlobals());

  it('is started once, ahead of the first question or with it', async () => {
    client.prepareLayout();
    client.prepareLayout();
    const answer = client.layOut(QUESTION);
    expect(FakeWorker.all).toHaveLength(1);
    const [worker] = FakeWorker.all as [FakeWorker];
    worker.answer(done(worker.asked[0]!.id));
    expect(await answer).toBe(layout);
  });

  it('a newer question makes older ones moot, whichever is answered', async () => {
    const first = client.layOut(QUESTION);
    const second = client.layOut(QUESTION);
    expect(await first).toBeNull();
    const [worker] = FakeWorker.all as [FakeWorker];
    const [older, newer] = worker.asked.map(({ id }) => id) as [number, number];
    worker.answer(done(older));
    worker.answer(done(newer));
    expect(await second).toBe(layout);
  });

  it('says why it could not', async () => {
    const answer = client.layOut(QUESTION);
    const [worker] = FakeWorker.all as [FakeWorker];
    worker.answer({ id: worker.asked[0]!.id, kind: 'failed', message: 'no rank' });
    await expect(answer).rejects.toThrow('no rank');
    expect(worker.isEnded).toBe(false);
  });

  it.each([
    ['Uncaught Error: out of memory', 'out of memory'],
    ['Uncaught RangeError: too deep', 'RangeError: too deep'],
    [undefined, 'the part of the window that does it could not be loaded'],
  ])('that breaks (%s) is replaced with the next question', async (message, reason) => {
    const lost = client.layOut(QUESTION);
    FakeWorker.all[0]!.break(message);
    await expect(lost).rejects.toThrow(reason);
    expect(FakeWorker.all[0]!.isEnded).toBe(true);
    const next = client.layOut(QUESTION);
    expect(FakeWorker.all).toHaveLength(2);
    FakeWorker.all[1]!.answer(done(FakeWorker.all[1]!.asked[0]!.id));
    expect(await next).toBe(layout);
  });
});
