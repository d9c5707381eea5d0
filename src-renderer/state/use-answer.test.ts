// @vitest-environment happy-dom
/** What a component shows of a question to the services: waiting, an answer, an error, and what comes too late. */
import { act, cleanup, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SpikeloomError } from '../../src-shared/errors/index.ts';
import { type HeldCall, scriptedServices, type ScriptedServices, settled } from '../testing/scripted-services.ts';
import { followHost, useAnswer } from './index.ts';

interface Question {
  readonly folder: string | null;
  readonly subject?: string;
}

let services: ScriptedServices;
let held: readonly HeldCall<'files.list'>[];
beforeEach(() => {
  services = scriptedServices();
  followHost();
  held = services.hold('files.list');
});
afterEach(cleanup);

const ask = (first: Question) =>
  renderHook(
    ({ folder, subject }: Question) => {
      const answer = useAnswer('files.list', { folder: folder ?? '' }, folder, subject ?? folder);
      return answer.state === 'here' ? answer.value.folder : answer;
    },
    { initialProps: first },
  );
const answer = (index: number): Promise<void> =>
  act(async () => {
    const { request, answer } = held[index]!;
    answer({ folder: request.folder, parent: null, file: null, entries: [] });
    await settled();
  });
const fail = (index: number, error: SpikeloomError): Promise<void> =>
  act(async () => {
    held[index]!.fail(error);
    await settled();
  });
const become = (state: 'lost' | 'open'): Promise<void> =>
  act(async () => {
    services.connection(state);
    await settled();
  });

describe('a question', () => {
  it('waits, then is answered', async () => {
    const { result } = ask({ folder: '/a' });
    expect(result.current).toEqual({ state: 'waiting' });
    await answer(0);
    expect(result.current).toBe('/a');
  });

  it('without a key is not asked', async () => {
    const { result, rerender } = ask({ folder: null });
    await act(settled);
    expect(held).toHaveLength(0);
    expect(result.current).toEqual({ state: 'waiting' });
    rerender({ folder: '/a' });
    await answer(0);
    rerender({ folder: null });
    expect(result.current).toEqual({ state: 'waiting' });
  });

  it('is asked once, however often the component is drawn', () => {
    const { rerender } = ask({ folder: '/a' });
    for (let time = 0; time < 3; time++) rerender({ folder: '/a' });
    expect(held).toHaveLength(1);
  });

  it('in place of another shows only its own answer, also when the other’s comes last', async () => {
    const { result, rerender } = ask({ folder: '/a' });
    rerender({ folder: '/b' });
    await answer(1);
    await answer(0);
    expect(result.current).toBe('/b');
  });

  it('about something else does not show what was known of the first', async () => {
    const { result, rerender } = ask({ folder: '/a' });
    await answer(0);
    rerender({ folder: '/b' });
    expect(result.current).toEqual({ state: 'waiting' });
  });

  it('anew about the same keeps the last answer in view until the next is there', async () => {
    const { result, rerender } = ask({ folder: '/a', subject: 'one' });
    await answer(0);
    rerender({ folder: '/b', subject: 'one' });
    expect(result.current).toBe('/a');
    await answer(1);
    expect(result.current).toBe('/b');
  });

  it('of a component that is gone is taken back', async () => {
    const { unmount } = ask({ folder: '/a' });
    unmount();
    await answer(0);
    expect(held).toHaveLength(1);
  });
});

describe('an error', () => {
  const gone = new SpikeloomError('files.unreadable', 'It does not exist.');

  it('is shown, and asked again when the person says so', async () => {
    const { result } = ask({ folder: '/a' });
    await fail(0, gone);
    const failed = result.current;
    if (typeof failed === 'string' || failed.state !== 'failed') throw new Error('no error is shown');
    expect(failed.error).toMatchObject({ code: 'files.unreadable', message: 'It does not exist.' });
    act(failed.retry);
    expect(held).toHaveLength(2);
    await answer(1);
    expect(result.current).toBe('/a');
  });

  it('that is a lost connection is none: it is asked again once the connection is back', async () => {
    const { result } = ask({ folder: '/a' });
    await become('lost');
    expect(result.current).toEqual({ state: 'waiting' });
    await become('open');
    expect(held).toHaveLength(2);
    await answer(1);
    expect(result.current).toBe('/a');
  });

  it('each time the connection is lost', async () => {
    ask({ folder: '/a' });
    for (const times of [2, 3, 4]) {
      await become('lost');
      await become('open');
      expect(held).toHaveLength(times);
    }
  });

  it('what was known before a loss stays in view, and is not asked again', async () => {
    const { result } = ask({ folder: '/a' });
    await answer(0);
    await become('lost');
    await become('open');
    expect(result.current).toBe('/a');
    expect(held).toHaveLength(1);
  });
});
