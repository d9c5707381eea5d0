/** Whether the process that named a temporary file after itself is still there: if not, nobody will give that file its name. */

/** True for a running process, also one of another user. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
