/**
 * A stand-in for Electron's `utilityProcess` on child processes of Node, with what a host can see of the real one: the id is there from
 * `spawn` to `exit`, `kill` asks first, the status of a killed process is the number of the signal, and what a process printed last must
 * be listened for anew after its end. In the process, `utility-process-port.ts` puts `process.parentPort` in the place of `process.send`.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { constants } from 'node:os';
import { PassThrough } from 'node:stream';
import type { ElectronParts } from '../../src-main/hosts/electron/parts.ts';

/** Chromium's patience with a process that was asked to end. */
const TERMINATE_MS = 2000;

class StandInUtilityProcess extends EventEmitter {
  pid: number | undefined;
  stdout: PassThrough | null = null;
  stderr: PassThrough | null = null;
  readonly #child: ChildProcess;
  #wasAsked = false;

  constructor(path: string, args: string[], { env, execArgv = [], cwd, stdio = 'inherit' }: Electron.ForkOptions) {
    super();
    const [input, output, errors] = typeof stdio === 'string' ? ['ignore', stdio, stdio] : stdio;
    if (input !== 'ignore') throw new Error('stdin value other than ignore is not supported.');
    const port = new URL('utility-process-port.ts', import.meta.url).href;
    this.#child = fork(path, args, {
      serialization: 'advanced',
      // As Electron sets it: such a process only warns of a rejection that nobody handles.
      execArgv: [...execArgv, '--unhandled-rejections=warn-with-error-code', `--import=${port}`],
      env: env as NodeJS.ProcessEnv,
      ...(cwd === undefined ? {} : { cwd }),
      stdio: ['ignore', output as 'pipe', errors as 'pipe', 'ipc'],
    });
    if (output === 'pipe') this.#child.stdout!.pipe((this.stdout = new PassThrough()));
    if (errors === 'pipe') this.#child.stderr!.pipe((this.stderr = new PassThrough()));
    this.#child.once('spawn', () => {
      this.pid = this.#child.pid;
      this.emit('spawn');
    });
    this.#child.on('message', (message) => this.emit('message', message));
    // Electron says nothing of a process that cannot be started.
    this.#child.on('error', () => {});
    this.#child.once('exit', (code, signal) => {
      const status = signal === null ? code! : this.#wasAsked ? 0 : constants.signals[signal];
      this.pid = undefined;
      this.emit('exit', status);
      this.stdout?.removeAllListeners();
      this.stderr?.removeAllListeners();
      this.stdout = this.stderr = null;
    });
  }

  postMessage(message: unknown): void {
    if (this.#child.connected) this.#child.send(message as object, () => {});
  }

  kill(): boolean {
    if (this.pid === undefined) return false;
    this.#wasAsked = this.#child.kill('SIGTERM');
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), TERMINATE_MS);
    this.#child.once('exit', () => clearTimeout(timer));
    return this.#wasAsked;
  }
}

export const utilityProcessStandIn = {
  fork: (path: string, args: string[] = [], options: Electron.ForkOptions = {}) => new StandInUtilityProcess(path, args, options),
} as unknown as ElectronParts['utilityProcess'];
