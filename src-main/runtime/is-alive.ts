/**
 * Tells whether a process still exists. Temporary files carry the id of their process. If the process is gone, nobody will rename
 * its file to the final name.
 */

/** True for a running process, including one of another user. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
