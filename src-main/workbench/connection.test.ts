/** A connection answers every call exactly once, whatever its handler does, and sends nothing after it was closed. */
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { ToWindow } from '../../src-shared/contract/index.ts';
import { SpikeloomError } from '../../src-shared/errors/index.ts';
import { openConnection } from './connection.ts';
import type { Caller, Handlers } from './types.ts';

/** A connection whose `job.list` is answered by `handler`, and the messages that it sent. */
function connect(handler: (request: unknown, caller: Caller) => unknown) {
  const sent: ToWindow[] = [];
  const closed: string[] = [];
  const handlers = { 'job.list': handler } as unknown as Handlers;
  const connection = openConnection(
    handlers,
    {},
    (message) => sent.push(message),
    () => closed.push('closed'),
  );
  const call = (id: number): void => connection.receive({ kind: 'call', id, name: 'job.list', request: {} });
  return { connection, sent, closed, call };
}

describe('an answer', () => {
  it('is what the handler gives', async () => {
    const { call, sent } = connect(() => Promise.resolve([]));
    call(1);
    await sleep(0);
    expect(sent).toEqual([{ kind: 'done', id: 1, response: [] }]);
  });

  it('is an error for people where the handler throws one, and a bug with its details otherwise', async () => {
    const thrown = [new SpikeloomError('run.missing', 'There is none.'), new Error('a bug'), 'a string'];
    const { call, sent } = connect(() => {
      throw thrown.shift() as Error;
    });
    [1, 2, 3].forEach(call);
    await sleep(0);
    expect(sent).toMatchObject([
      { id: 1, error: { code: 'run.missing', message: 'There is none.' } },
      {
        id: 2,
        error: { code: 'internal', message: expect.not.stringContaining('a bug'), details: expect.stringContaining('a bug') },
      },
      { id: 3, error: { code: 'internal', details: 'a string' } },
    ]);
  });

  it('that is not what the contract says is a bug, and not delivered', async () => {
    const { call, sent } = connect(() => [{ id: 7 }]);
    call(1);
    await sleep(0);
    expect(sent).toMatchObject([
      { kind: 'failed', id: 1, error: { code: 'internal', details: expect.stringContaining('response of job.list') } },
    ]);
  });
});

it('refuses a second call with the id of one that is not answered yet', async () => {
  let answer: (value: unknown) => void = () => {};
  const { call, sent } = connect(() => new Promise((resolve) => (answer = resolve)));
  call(1);
  call(1);
  answer([]);
  await sleep(0);
  expect(sent).toMatchObject([
    { kind: 'failed', id: 1, error: { code: 'contract.id' } },
    { kind: 'done', id: 1 },
  ]);
});

it('aborts one call by its id, and all when it is closed; then it says nothing more', async () => {
  const aborted: number[] = [];
  let count = 0;
  const { connection, call, sent, closed } = connect((_, { signal }) => {
    const number = ++count;
    return new Promise((_, reject) =>
      signal.addEventListener('abort', () => {
        aborted.push(number);
        reject(new SpikeloomError('cancelled', 'cancelled'));
      }),
    );
  });
  [1, 2, 3].forEach(call);
  connection.receive({ kind: 'abort', id: 2 });
  await sleep(0);
  expect(aborted).toEqual([2]);
  expect(sent).toMatchObject([{ id: 2, error: { code: 'cancelled' } }]);
  connection.close();
  connection.close();
  await sleep(0);
  expect(aborted).toEqual([2, 1, 3]);
  expect(sent).toHaveLength(1);
  expect(closed).toEqual(['closed']);
});
