/**
 * Serves the page that hosts the gpu engine at an origin of its own, `app://gpu/`, to its own session only. It gets the files of its folder,
 * and nothing from anywhere else.
 */
import type { Session } from 'electron';
import { HEADERS } from '../browser/headers.ts';
import { answerPage, SCHEME } from './pages.ts';

const HOST = 'gpu';

/** Its scripts, and WebAssembly made from its files. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export const GPU_HEADERS: Readonly<Record<string, string>> = { ...HEADERS, 'Content-Security-Policy': POLICY };

export const GPU_PAGE = `${SCHEME}://${HOST}/index.html`;

/** Serves the files of `folder` to the pages of a session, which get no permission at all. */
export function serveGpuPages(session: Session, folder: string): void {
  session.protocol.handle(SCHEME, (request) => answerPage(request, HOST, folder, GPU_HEADERS));
  session.setPermissionRequestHandler((_, _permission, decide) => decide(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
}
