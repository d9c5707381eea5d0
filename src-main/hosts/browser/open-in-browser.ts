/** Opens an address in a browser of this machine, if there is a display. */
import { spawn } from 'node:child_process';

/** True if this machine has a display. */
export const hasDisplay = (): boolean =>
  process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

/** Opens the address. Does nothing without a display or a browser, since the address was also printed. */
export function openInBrowser(address: string): void {
  if (!hasDisplay()) return;
  const [command, ...args] = {
    darwin: ['open', address],
    win32: ['rundll32', 'url.dll,FileProtocolHandler', address],
  }[process.platform as string] ?? ['xdg-open', address];
  spawn(command!, args, { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref();
}
