/** Jobs in child processes of Node: for every program that runs on Node itself. */
import { fork } from 'node:child_process';
import { collectLastWords, JOB_ENTRY, jobVariables, type StartedProcess } from './started-process.ts';

/** Size of V8's young generation (MB). With a larger one a job returns memory late and gains little speed (BENCHMARKS.md). */
const YOUNG_GENERATION = '--max-semi-space-size=8';

export function startChildProcess(background: boolean): StartedProcess {
  const child = fork(JOB_ENTRY, [], {
    // Advanced serialization passes typed arrays and maps unchanged. Output that libraries print must not reach the user's
    // streams.
    serialization: 'advanced',
    execArgv: [...inherited(process.execArgv), YOUNG_GENERATION],
    env: jobVariables(),
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    // A session of its own, whose priority can be set apart from the host's (priority.ts).
    detached: background && process.platform === 'linux',
  });
  const lastWords = collectLastWords(child.stderr);
  return {
    tell: (message) => {
      if (child.connected) child.send(message, () => {});
    },
    kill: () => void child.kill('SIGKILL'),
    onMessage: (listener) => void child.on('message', listener),
    onEnd: (listener) => {
      child.once('exit', (code, signal) =>
        listener({ how: signal ?? `status ${code}`, killed: signal === 'SIGKILL', lastWords: lastWords() }),
      );
      // Node also reports failed messages here. In that case the process ends, or has ended already.
      child.on('error', ({ message }) => {
        if (child.pid === undefined) listener({ how: message, killed: false, lastWords: '' });
      });
    },
  };
}

/**
 * The Node options of this process that a job inherits. Options with code to evaluate (`--eval`) are left out: each job would run
 * that code and start the same job again, without end.
 */
export function inherited(execArgv: readonly string[]): string[] {
  return execArgv.filter(
    (option, index) =>
      !/^(-e|-p|-pe|--eval|--print)(=|$)/.test(option) && !/^(-e|-p|-pe|--eval|--print)$/.test(execArgv[index - 1] ?? ''),
  );
}
