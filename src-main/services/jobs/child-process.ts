/** Jobs in child processes of Node: for every program that runs on Node itself. */
import { fork } from 'node:child_process';
import { collectLastWords, JOB_ENTRY, jobVariables, type StartedProcess } from './started-process.ts';

/** New objects of JavaScript (MB): a job gives their memory back late, for little speed (BENCHMARKS.md). */
const YOUNG_GENERATION = '--max-semi-space-size=8';

export function startChildProcess(background: boolean): StartedProcess {
  const child = fork(JOB_ENTRY, [], {
    // Typed arrays and maps travel as they are. Libraries print as they like: nothing of it may reach the user's streams.
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
      // Told of other failures too, those of messages: these processes end, or have ended.
      child.on('error', ({ message }) => {
        if (child.pid === undefined) listener({ how: message, killed: false, lastWords: '' });
      });
    },
  };
}

/** Options of this process that a job runs with too; not code to evaluate, which would start the same job again in every job, without end. */
export function inherited(execArgv: readonly string[]): string[] {
  return execArgv.filter(
    (option, index) =>
      !/^(-e|-p|-pe|--eval|--print)(=|$)/.test(option) && !/^(-e|-p|-pe|--eval|--print)$/.test(execArgv[index - 1] ?? ''),
  );
}
