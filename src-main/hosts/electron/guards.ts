/** What no page of the program may do, whatever gets into one: go elsewhere, open windows, embed others, ask for permissions. */
import type { ElectronParts } from './parts.ts';
import { isOurPage } from './pages.ts';

/** Puts the guards in place for every page that will ever be made. Before the first window. */
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
  // Copying details is the one thing that the page asks a permission for.
  const isAllowed = (permission: string): boolean => permission === 'clipboard-sanitized-write';
  defaultSession.setPermissionRequestHandler((_, permission, decide) => decide(isAllowed(permission)));
  defaultSession.setPermissionCheckHandler((_, permission) => isAllowed(permission));
  defaultSession.setDevicePermissionHandler(() => false);
}
