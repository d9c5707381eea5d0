/** A low priority for a process that takes all cores while others have to answer. */
import { readFileSync, writeFileSync } from 'node:fs';
import { constants, setPriority } from 'node:os';

/**
 * Gives this process and the threads it will start the lowest priority. Linux weighs sessions against each other before the priorities in
 * them count (sched(7), autogroup): a browser is another session than the host, so that a low priority alone would take nothing from a
 * job. A process that leads a session of its own therefore gives that session a tenth of what another one gets ("below normal"): as the
 * lowest of all it would stand still on a machine that others use fully. A utility process of Electron shares the session of Electron's
 * window, where its own priority counts.
 */
export function stepBack(): void {
  const { PRIORITY_LOW, PRIORITY_BELOW_NORMAL } = constants.priority;
  setPriority(PRIORITY_LOW);
  if (process.platform !== 'linux' || !leadsSession()) return;
  try {
    writeFileSync('/proc/self/autogroup', String(PRIORITY_BELOW_NORMAL));
  } catch {
    // A kernel without such groups has nothing to set.
  }
}

/** Linux only. */
function leadsSession(): boolean {
  const stat = readFileSync('/proc/self/stat', 'utf8');
  // After the name in brackets: state, parent, group, session.
  const session = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[3];
  return Number(session) === process.pid;
}
