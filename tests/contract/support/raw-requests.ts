/** Requests to a host as an attacker sends them: nothing is cleaned up on the way. */
import { once } from 'node:events';
import { type IncomingHttpHeaders, request as httpRequest, type RequestOptions } from 'node:http';
import { connect } from 'node:net';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** The answer to one request. */
export function request(port: number, path: string, options: RequestOptions, body: string | Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest({ host: '127.0.0.1', port, path, ...options }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, body: text }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** The status that bytes on the wire are answered with. */
export async function rawStatus(port: number, bytes: string): Promise<number> {
  const socket = connect(port, '127.0.0.1');
  socket.end(bytes);
  const [head] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  return Number(/^HTTP\/1\.1 (\d+)/.exec(head.toString())?.[1]);
}
