/** Serves the window's pages at an address of their own, `app://spikeloom/`. No other file of this machine is served. */
import { HEADERS } from '../browser/headers.ts';
import { staticFile } from '../browser/static-files.ts';
import type { ElectronParts } from './parts.ts';

export const SCHEME = 'app';
const HOST = 'spikeloom';

/** Address of the window. `open`: the project to open first, or `example`. */
export function pageAddress(open?: string): string {
  const query = open === undefined ? '' : `?${new URLSearchParams({ open }).toString()}`;
  return `${SCHEME}://${HOST}/index.html${query}`;
}

/** True for an address of the window's own pages. */
export const isOurPage = (address: string): boolean => isPageOf(address, HOST);

function isPageOf(address: string, host: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  return url.protocol === `${SCHEME}:` && url.host === host;
}

/** Call before the app is ready. Registers the scheme as one that has pages and an origin. */
export const announcePages = ({ protocol }: Pick<ElectronParts, 'protocol'>): void =>
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } }]);

/** Call when the app is ready. Serves the files of `folder`. */
export const servePages = ({ protocol }: Pick<ElectronParts, 'protocol'>, folder: string): void =>
  protocol.handle(SCHEME, (request) => answerPage(request, HOST, folder, HEADERS));

/** The answer to a request for a page of `host`, whose files are in `folder`. */
export async function answerPage(
  { url, method }: Pick<Request, 'url' | 'method'>,
  host: string,
  folder: string,
  headers: Readonly<Record<string, string>>,
): Promise<Response> {
  if (method !== 'GET' || !isPageOf(url, host)) return new Response('Not allowed.', { status: 403, headers });
  const { pathname } = new URL(url);
  const file = await staticFile(folder, pathname === '/' ? '/index.html' : pathname);
  if (!file) return new Response('There is nothing here.', { status: 404, headers });
  return new Response(Buffer.from(file.bytes), { headers: { ...headers, 'Content-Type': file.type } });
}
