/**
 * A stand-in for Electron's `utilityProcess` on child processes of Node, with what a host can see of the real one: the id is there from
 * `spawn` to `exit`, `kill` asks first, the status of a killed process is the number of the signal, and what a process printed last must
 * be listened for anew after its end. In the process, `utility-process-port.ts` puts `process.parentPort` in the place of `process.send`.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { constants } from 'node:os';
import { PassThrough } from 'node:stream';
import type { OpenGpuWindow } from '../../src-main/hosts/electron/gpu-window.ts';
import type { ElectronParts } from '../../src-main/hosts/electron/parts.ts';
import type { StandInPort } from './message-channel-stand-in.ts';
import type { FromUtilityProcess, ToUtilityProcess } from './utility-process-port.ts';

/** Chromium's patience with a process that was asked to end. */
const TERMINATE_MS = 2000;

class StandInUtilityProcess extends EventEmitter {
  pid: number | undefined;
  stdout: PassThrough | null = null;
  stderr: PassThrough | null = null;
  readonly #child: ChildProcess;
  /** The ports that were given to the process: what arrives at one is passed on to it. */
  readonly #ports: StandInPort[] = [];
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
    this.#child.on('message', ({ port, data }: FromUtilityProcess) => {
      if (port === undefined) this.emit('message', data);
      else this.#ports[port]!.postMessage(data);
    });
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

  postMessage(data: unknown, transfer: readonly StandInPort[] = []): void {
    const ports = transfer.map((port) => {
      const number = this.#ports.push(port) - 1;
      port.on('message', (event: { readonly data: unknown }) => this.#tell({ to: number, data: event.data }));
      port.on('close', () => this.#tell({ to: number, closed: true }));
      this.#child.once('exit', () => port.close());
      return number;
    });
    this.#tell({ data, ports });
    for (const port of transfer) port.start();
  }

  #tell(message: ToUtilityProcess): void {
    if (this.#child.connected) this.#child.send(message, () => {});
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

/** For jobs that do not use the gpu engine. */
export const noGpuWindow: OpenGpuWindow = () => {
  throw new Error('no job of this test uses the gpu engine');
};
