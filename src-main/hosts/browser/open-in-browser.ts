/** Shows an address in a browser of this machine, where there is a display. */
import { spawn } from 'node:child_process';

/** True where a window can be shown. */
export const hasDisplay = (): boolean =>
  process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

/** Opens the address; nothing happens without a display, or where no browser can be started: the address was printed. */
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
