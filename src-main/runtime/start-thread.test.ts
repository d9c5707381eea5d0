/** Threads keep compiled code where the process that starts them does. */
import { once } from 'node:events';
import { enableCompileCache } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { testFolder } from '../../tests/support/onnx-graph.ts';
import { startThread } from './start-thread.ts';

it('starts a thread with its data, which keeps compiled code where this process does', async () => {
  using folder = testFolder();
  const source = `
    const { getCompileCacheDir } = require('node:module');
    const { parentPort, workerData } = require('node:worker_threads');
    parentPort.postMessage([workerData, getCompileCacheDir()]);`;
  const file = pathToFileURL(folder.write('thread.cjs', Buffer.from(source)));
  // Tests run with a folder already, which then stays. What lies in it is by version and settings of Node.
  const kept = enableCompileCache(join(folder.path, 'compiled')).directory!;
  const thread = startThread(file, { of: 'this thread' });
  // Both are waited for from the start: on a busy machine a thread's message and its end arrive in the same turn.
  const [[[data, cache]]] = (await Promise.all([once(thread, 'message'), once(thread, 'exit')])) as [
    [[unknown, string]],
    unknown,
  ];
  expect(data).toEqual({ of: 'this thread' });
  expect(dirname(cache)).toBe(dirname(kept));
});
