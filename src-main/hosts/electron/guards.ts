/**
 * Blocks what no page of the program may do, even if foreign code gets into it: navigate elsewhere, open windows, embed pages,
 * ask for permissions.
 */
import type { ElectronParts } from './parts.ts';
import { isOurPage } from './pages.ts';

/** Sets the guards for every future page. Call before the first window opens. */
export function guardPages({ app, session }: Pick<ElectronParts, 'app' | 'session'>): void {
  app.on('web-contents-created', (_, contents) => {
    contents.on('will-navigate', (event) => {
      if (!isOurPage(event.url)) event.preventDefault();
    });
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
  const { defaultSession } = session;
  // The page needs one permission: to write to the clipboard.
  const isAllowed = (permission: string): boolean => permission === 'clipboard-sanitized-write';
  defaultSession.setPermissionRequestHandler((_, permission, decide) => decide(isAllowed(permission)));
  defaultSession.setPermissionCheckHandler((_, permission) => isAllowed(permission));
  defaultSession.setDevicePermissionHandler(() => false);
}
