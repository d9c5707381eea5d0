/** Answers requests over HTTP: the built window, the token for a code, and uploads. */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { messageOf } from '../../../src-shared/errors/index.ts';
import { onCommandLine } from '../../../src-shared/message/index.ts';
import { type Codes, hasCookie, isOurs, isToken, proofOf, setCookie } from './access.ts';
import { HEADERS } from './headers.ts';
import { staticFile } from './static-files.ts';
import { storeUpload, UploadError, type UploadLimits } from './upload.ts';

export interface Answering {
  readonly port: number;
  readonly token: string;
  readonly codes: Codes;
  /** Folder of the built window, and the one that uploads go to. */
  readonly pages: string;
  readonly uploads: string;
  readonly limits: UploadLimits;
  readonly onCode: (code: 'taken' | 'used') => void;
  readonly letIn: (socket: Duplex) => void;
}

/** Answers the requests of a server from now on. */
export function answerRequests(server: Server, host: Answering): void {
  server.on('request', (request, response) => {
    void answer(host, request, response).catch((error: unknown) => {
      refuse(response, error instanceof UploadError ? error.status : 500, onCommandLine(messageOf(error)));
    });
  });
}

/** Path and query of a request; undefined for what is no address. */
export function addressOf({ url }: IncomingMessage): URL | undefined {
  return URL.canParse(url ?? '', 'http://host') ? new URL(url ?? '', 'http://host') : undefined;
}

async function answer(host: Answering, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = addressOf(request);
  if (!url) return refuse(response, 400, 'Not an address.');
  // A request that changes something must name its origin.
  if (!isOurs(request, host.port, request.method === 'POST' ? 'required' : 'if-given'))
    return refuse(response, 403, 'Not allowed.');
  if (url.pathname === '/session') return answerSession(host, request, response, url.searchParams);
  if (request.method === 'POST' && url.pathname === '/upload') return answerUpload(host, request, response, url.searchParams);
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405, 'Only GET is answered here.');
  await answerFile(host, request, response, url);
}

/**
 * `GET ?challenge=C`: the proof that this host knows the token. `POST ?code=C&nonce=N`: the token, once, and some
 * seconds long again for the same N. Neither says anything to those who know
 * neither.
 */
function answerSession(
  { token, codes, onCode }: Answering,
  { method }: IncomingMessage,
  response: ServerResponse,
  query: URLSearchParams,
): void {
  const challenge = query.get('challenge') ?? '';
  if (method === 'GET' && /^[\w-]{16,128}$/.test(challenge)) return sendJson(response, { proof: proofOf(token, challenge) });
  if (method !== 'POST') return refuse(response, 400, 'Not a request of the window.');
  const code = codes.take(query.get('code') ?? '', query.get('nonce') ?? '');
  if (code === 'taken' || code === 'used') onCode(code);
  if (code === 'taken' || code === 'again') return sendJson(response, { token });
  if (code === 'used') return refuse(response, 409, 'This address was used already.');
  refuse(response, 410, 'This address is not good any more.');
}

async function answerUpload(
  { token, uploads, limits, letIn }: Answering,
  request: IncomingMessage,
  response: ServerResponse,
  query: URLSearchParams,
): Promise<void> {
  if (!isToken(query.get('token'), token)) return refuse(response, 403, 'Not allowed.');
  letIn(request.socket);
  sendJson(response, await storeUpload(request, query.get('name') ?? '', uploads, limits));
}

const NO_ENTRY =
  'This address lacks its code, or the code was used already. Open the newest address that Spikeloom printed; npm start prints one.';

async function answerFile(
  { token, port, codes, pages }: Answering,
  request: IncomingMessage,
  response: ServerResponse,
  { pathname, searchParams }: URL,
): Promise<void> {
  const file = await staticFile(pages, pathname === '/' ? '/index.html' : pathname);
  // By what it is, not by how its name is spelt.
  const isPage = pathname === '/' || file?.isPage === true;
  const isKnown = hasCookie(request, token, port) || codes.isGood(searchParams.get('code') ?? '');
  if (isPage && !isKnown) return refuse(response, 403, NO_ENTRY);
  if (!file) return refuse(response, 404, 'There is nothing here.');
  const cookie = isPage ? { 'Set-Cookie': setCookie(token, port) } : {};
  response.writeHead(200, { ...HEADERS, ...cookie, 'Content-Type': file.type, 'Content-Length': file.bytes.length });
  response.end(request.method === 'HEAD' ? undefined : file.bytes);
}

function sendJson(response: ServerResponse, value: object): void {
  response.writeHead(200, { ...HEADERS, 'Content-Type': 'application/json' }).end(JSON.stringify(value));
}

function refuse(response: ServerResponse, status: number, message: string): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  // What was still being sent is not read: the connection ends with the answer.
  response.writeHead(status, { ...HEADERS, 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close' }).end(message);
}
