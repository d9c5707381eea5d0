/** A low priority for a process that uses all cores while other processes must stay responsive. */
import { readFileSync, writeFileSync } from 'node:fs';
import { constants, setPriority } from 'node:os';

/**
 * Gives this process, and the threads it will start, the lowest priority.
 * Linux divides processor time among sessions before it looks at priorities within a session (sched(7), autogroup). The browser
 * belongs to another session than the host, so a low priority alone would take no time from a job. A process that leads its own
 * session therefore also lowers the weight of that session to a tenth of the normal one ("below normal"). The lowest possible
 * weight would bring the job to a standstill on a busy machine. An Electron utility process shares the session of Electron's
 * window; there its own priority is enough.
 */
export function stepBack(): void {
  const { PRIORITY_LOW, PRIORITY_BELOW_NORMAL } = constants.priority;
  setPriority(PRIORITY_LOW);
  if (process.platform !== 'linux' || !leadsSession()) return;
  try {
    writeFileSync('/proc/self/autogroup', String(PRIORITY_BELOW_NORMAL));
  } catch {
    // A kernel without autogroups has no weight to set.
  }
}

/** True if this process leads a session of its own. Linux only. */
function leadsSession(): boolean {
  const stat = readFileSync('/proc/self/stat', 'utf8');
  // The fields after the name in brackets are: state, parent, group, session.
  const session = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[3];
  return Number(session) === process.pid;
}
