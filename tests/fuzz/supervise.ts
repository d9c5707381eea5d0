/** Runs rounds of a target in a process of their own, which is watched: a round may not hang, not take too much memory, not end it. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export type TargetName = 'engines' | 'host' | 'models' | 'plans' | 'projects' | 'schemas' | 'shards' | 'archives' | 'images';

export interface RoundsOrder {
  readonly target: TargetName;
  readonly seed: number;
  readonly from: number;
  readonly to: number;
}

export type RoundMessage =
  | { readonly kind: 'begin'; readonly round: number }
  | { readonly kind: 'end'; readonly round: number; readonly peakMb: number; readonly outcome: string }
  | { readonly kind: 'end'; readonly round: number; readonly peakMb: number; readonly finding: string };

export interface Finding {
  readonly target: TargetName;
  readonly round: number;
  readonly what: string;
}

export interface FuzzResult {
  /** How often each outcome was reached. */
  readonly outcomes: ReadonlyMap<string, number>;
  readonly findings: readonly Finding[];
  readonly slowestMs: number;
  readonly peakMb: number;
}

const LONGEST_MS = 5000;
/** A process prepares its input first. */
const LONGEST_START_MS = 60_000;
const MOST_MB = 1024;

/** Runs the rounds of an order. A round that ends its process is a finding, and the next one begins in a new process. */
export async function supervise(order: RoundsOrder): Promise<FuzzResult> {
  const outcomes = new Map<string, number>();
  const findings: Finding[] = [];
  let [slowestMs, peakMb] = [0, 0];
  const found = (round: number, what: string): void => void findings.push({ target: order.target, round, what });
  for (let next = order.from; next < order.to; ) {
    next = await oneProcess({ ...order, from: next }, (round, message, ms) => {
      slowestMs = Math.max(slowestMs, ms);
      if (typeof message === 'string') return found(round, message);
      if (message.peakMb > MOST_MB && peakMb <= MOST_MB) found(round, `${message.peakMb.toFixed(0)} MB of memory`);
      peakMb = Math.max(peakMb, message.peakMb);
      if ('finding' in message) found(round, message.finding);
      else outcomes.set(message.outcome, (outcomes.get(message.outcome) ?? 0) + 1);
    });
  }
  return { outcomes, findings, slowestMs, peakMb };
}

type OnRound = (round: number, message: string | Extract<RoundMessage, { kind: 'end' }>, ms: number) => void;

/** Runs rounds until all are done or the process is lost; returns the number of the round to go on with. */
function oneProcess(order: RoundsOrder, onRound: OnRound): Promise<number> {
  const child: ChildProcess = fork(fileURLToPath(new URL('rounds.ts', import.meta.url)), [], {
    execArgv: ['--disable-warning=ExperimentalWarning', '--max-old-space-size=1024'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let words = '';
  child.stderr!.setEncoding('utf8').on('data', (text: string) => (words = (words + text).slice(-1000)));
  return new Promise((resolve) => {
    let [round, running, began] = [order.from, false, 0];
    let watchdog: NodeJS.Timeout;
    const watch = (ms: number): void => {
      clearTimeout(watchdog);
      watchdog = setTimeout(() => {
        words = `nothing for ${ms} ms`;
        child.kill('SIGKILL');
      }, ms);
    };
    watch(LONGEST_START_MS);
    child.on('message', (message: RoundMessage) => {
      ({ round } = message);
      running = message.kind === 'begin';
      watch(LONGEST_MS);
      if (message.kind === 'begin') began = performance.now();
      else onRound(round, message, performance.now() - began);
    });
    child.on('exit', (code, signal) => {
      clearTimeout(watchdog);
      if (running) onRound(round, `the process ended (${signal ?? code}): ${words.trim()}`, performance.now() - began);
      // A process that is lost outside of a round has not prepared its input: no round will do better.
      else if (code !== 0) onRound(round, `the process ended between rounds (${signal ?? code}): ${words.trim()}`, 0);
      resolve(running || code === 0 ? round + 1 : order.to);
    });
    child.send(order);
  });
}
