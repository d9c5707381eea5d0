/**
 * A Slurm of this machine alone, for a test: munge, controller and node daemon in a temporary folder, on ports of their own. It needs root,
 * and Debian's packages slurmctld, slurmd, slurm-client and munge.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { accessSync, chmodSync, constants, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const PROGRAMS = ['/usr/sbin/slurmctld', '/usr/sbin/slurmd', '/usr/bin/sbatch', '/usr/sbin/munged'];

/** The reason why no Slurm can be started here; undefined if one can. */
export function whyNoSlurm(): string | undefined {
  if (process.getuid?.() !== 0) return 'only root can start the daemons of Slurm';
  const absent = PROGRAMS.filter((path) => {
    try {
      accessSync(path, constants.X_OK);
      return false;
    } catch {
      return true;
    }
  });
  return absent.length === 0 ? undefined : `${absent.join(', ')} are absent (Debian: slurmctld, slurmd, slurm-client, munge)`;
}

export interface Slurm extends AsyncDisposable {
  /** Runs a command of Slurm in a folder, and returns its output. */
  call(command: string, args: readonly string[], cwd: string, env?: Readonly<Record<string, string>>): Promise<string>;
  /** Waits until no job is left. Tasks that were put back into the queue would wait for two minutes; they start at once. */
  drained(): Promise<void>;
}

/** Starts a Slurm whose files lie in `folder`. Throws with what the daemons wrote if it does not become ready. */
export async function startSlurm(folder: string): Promise<Slurm> {
  const at = (name: string): string => join(folder, name);
  for (const name of ['state', 'spool', 'munge']) mkdirSync(at(name), { recursive: true });
  for (const path of [folder, at('munge')]) chmodSync(path, 0o711);
  writeFileSync(at('munge.key'), randomBytes(32), { mode: 0o600 });
  const [controllerPort, nodePort] = [await freePort(), await freePort()];
  const host = hostname().split('.')[0]!;
  const settings = {
    ClusterName: 'test',
    SlurmctldHost: `${host}(127.0.0.1)`,
    SlurmUser: 'root',
    SlurmdUser: 'root',
    AuthType: 'auth/munge',
    AuthInfo: `socket=${at('munge/socket')}`,
    SlurmctldPort: controllerPort,
    SlurmdPort: nodePort,
    StateSaveLocation: at('state'),
    SlurmdSpoolDir: at('spool'),
    SlurmctldPidFile: at('slurmctld.pid'),
    SlurmdPidFile: at('slurmd.pid'),
    ProctrackType: 'proctrack/linuxproc',
    TaskPlugin: 'task/none',
    SelectType: 'select/cons_tres',
    SelectTypeParameters: 'CR_Core',
    SchedulerType: 'sched/builtin',
    JobAcctGatherType: 'jobacct_gather/none',
    AccountingStorageType: 'accounting_storage/none',
    MpiDefault: 'none',
    SlurmdParameters: 'config_overrides',
    KillWait: 2,
    NodeName: `${host} NodeAddr=127.0.0.1 CPUs=2 RealMemory=16000 State=UNKNOWN`,
    PartitionName: 'all Nodes=ALL Default=YES MaxTime=INFINITE State=UP',
  };
  const conf = at('slurm.conf');
  writeFileSync(
    conf,
    Object.entries(settings)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
  );
  const output: string[] = [];
  const daemons: ChildProcess[] = [];
  const daemon = (program: string, ...args: string[]): void => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, SLURM_CONF: conf } });
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => output.push(text));
    daemons.push(child);
  };
  const call: Slurm['call'] = async (command, args, cwd, env = {}) =>
    (await run(command, args, { cwd, env: { ...process.env, ...env, SLURM_CONF: conf } })).stdout;
  const stop = async (): Promise<void> => {
    for (const child of daemons.toReversed()) {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      if (child.exitCode !== null || child.signalCode !== null || !child.kill()) continue;
      await ended;
    }
  };
  const until = async (isSo: () => Promise<boolean>): Promise<void> => {
    // The time that a test may take ends this loop, whatever the speed of the machine.
    while (!(await isSo().catch(() => false))) {
      if (daemons.some(({ exitCode }) => exitCode !== null)) throw new Error(`Slurm ended: ${output.join('')}`);
      await pause(200);
    }
  };
  daemon(
    '/usr/sbin/munged',
    ...['--force', '--foreground', `--key-file=${at('munge.key')}`, `--socket=${at('munge/socket')}`],
    ...[`--pid-file=${at('munged.pid')}`, `--log-file=${at('munged.log')}`, `--seed-file=${at('munge.seed')}`],
  );
  try {
    await until(async () => (await run('/usr/bin/munge', ['-n', `--socket=${at('munge/socket')}`])).stdout !== '');
    daemon('/usr/sbin/slurmctld', '-D', '-f', conf);
    daemon('/usr/sbin/slurmd', '-D', '-f', conf, '-N', host);
    await until(async () => (await call('sinfo', ['--noheader', '--format=%T'], folder)).trim() === 'idle');
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    call,
    drained: () =>
      until(async () => {
        const jobs = (await call('squeue', ['--noheader', '--array', '--format=%i %r'], folder)).trim();
        for (const line of jobs.split('\n')) {
          const [id, reason] = line.split(' ');
          if (reason === 'BeginTime') await call('scontrol', ['update', `JobId=${id}`, 'StartTime=now'], folder);
        }
        return jobs === '';
      }),
    [Symbol.asyncDispose]: stop,
  };
}

/** A port of this machine that nothing listens on. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
