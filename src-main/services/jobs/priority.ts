/** A low priority for a process that takes all cores while others have to answer. */
import { writeFileSync } from 'node:fs';
import { constants, setPriority } from 'node:os';

/**
 * Gives this process and the threads it will start the lowest priority. Linux weighs sessions against each other before the priorities in
 * them count (sched(7), autogroup): a browser is another session than the host, so that a low priority alone would take nothing from a
 * job. Whoever calls this on Linux must be the only process of its session, which gets a tenth of what another one gets ("below normal"):
 * as the lowest of all it would stand still on a machine that others use fully.
 */
export function stepBack(): void {
  const { PRIORITY_LOW, PRIORITY_BELOW_NORMAL } = constants.priority;
  setPriority(PRIORITY_LOW);
  if (process.platform !== 'linux') return;
  try {
    writeFileSync('/proc/self/autogroup', String(PRIORITY_BELOW_NORMAL));
  } catch {
    // A kernel without such groups has nothing to set.
  }
}
