/** Serves the window's pages at an address of their own, `app://spikeloom/`. No other file of this machine is served. */
import { HEADERS } from '../browser/headers.ts';
import { staticFile } from '../browser/static-files.ts';
import type { ElectronParts } from './parts.ts';

const SCHEME = 'app';
const HOST = 'spikeloom';

/** Address of the window. `open`: the project to open first, or `example`. */
export function pageAddress(open?: string): string {
  const query = open === undefined ? '' : `?${new URLSearchParams({ open }).toString()}`;
  return `${SCHEME}://${HOST}/index.html${query}`;
}

/** True for an address of the window's own pages. */
export function isOurPage(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, host } = new URL(address);
  return protocol === `${SCHEME}:` && host === HOST;
}

/** Call before the app is ready. Registers the scheme as one that has pages and an origin. */
export const announcePages = ({ protocol }: Pick<ElectronParts, 'protocol'>): void =>
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } }]);

/** Call when the app is ready. Serves the files of `folder`. */
export const servePages = ({ protocol }: Pick<ElectronParts, 'protocol'>, folder: string): void =>
  protocol.handle(SCHEME, (request) => answer(request, folder));

async function answer({ url, method }: Pick<Request, 'url' | 'method'>, folder: string): Promise<Response> {
  if (method !== 'GET' || !isOurPage(url)) return new Response('Not allowed.', { status: 403, headers: HEADERS });
  const { pathname } = new URL(url);
  const file = await staticFile(folder, pathname === '/' ? '/index.html' : pathname);
  if (!file) return new Response('There is nothing here.', { status: 404, headers: HEADERS });
  return new Response(Buffer.from(file.bytes), { headers: { ...HEADERS, 'Content-Type': file.type } });
}
