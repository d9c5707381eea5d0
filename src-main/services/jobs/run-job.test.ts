/** Cancelling a job whose process hears nothing: how long it gets before it is killed. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { EngineId } from '../../../src-shared/engine/index.ts';
import { runJob, startJobsWith } from './run-job.ts';
import type { ProcessEnd } from './started-process.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it.each([
  ['cpu', 400],
  ['gpu', 150],
] as const)(
  'a job on the %s engine that hears nothing is killed %d ms after it was cancelled',
  async (engine: EngineId, grace) => {
    const kill = vi.fn();
    let end: ((end: ProcessEnd) => void)[] = [];
    startJobsWith(() => ({
      tell: () => {},
      onMessage: () => {},
      onEnd: (listener) => void (end = [...end, listener]),
      kill,
    }));
    const controller = new AbortController();
    const request = {
      model: 'm.onnx',
      inputs: 'x.npy',
      out: 'out',
      batch: 1,
      plan: { options: {} },
      calibration: { batch: 1 },
      engine,
    };
    const job = runJob('simulate', request, { signal: controller.signal });
    const rejected = expect(job).rejects.toMatchObject({ code: 'cancelled' });
    await vi.waitFor(() => expect(end).not.toEqual([]));
    controller.abort();
    vi.advanceTimersByTime(grace - 1);
    expect(kill).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(kill).toHaveBeenCalledOnce();
    for (const listener of end) listener({ how: 'it was killed', killed: true, lastWords: '' });
    await rejected;
  },
);
