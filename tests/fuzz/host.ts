/** Damaged messages to the browser host: requests over HTTP and calls over a window's socket, made from the contract's schemas. */
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { type BrowserHost, startBrowserHost } from '../../src-main/hosts/browser/index.ts';
import { convertModel } from '../../src-main/services/model/convert-model.ts';
import { type CallName, CALLS, fromWindow, type ToWindow, toWindow } from '../../src-shared/contract/index.ts';
import { damageBytes, damageData } from './damage.ts';
import type { Random } from './random.ts';
import type { Target } from './target.ts';

const NET = join(import.meta.dirname, '..', 'golden', 'nets', 'mlp-if-rate');
/** Calls that start a process: a hundred times as slow as the others, and their input has targets of its own. */
const SLOW: ReadonlySet<string> = new Set<CallName>([
  'model.inspect',
  'model.inputs',
  'samples.preview',
  'project.create',
  'project.example',
  'calibration.iteration',
  'calibration.start',
  'run.start',
  'run.continue',
]);
const NAMES = (Object.keys(CALLS) as CallName[]).filter((name) => !SLOW.has(name));
const PATH_FIELDS = /^(path|file|folder|project|dataset|source|model|out)$/;

type JsonSchema = { readonly [key: string]: unknown };
const SCHEMAS = new Map(
  NAMES.map((name) => [name, z.toJSONSchema(CALLS[name].request, { io: 'input', unrepresentable: 'any' })]),
);

/** A value that a schema allows, or nearly. */
function valueOf(
  schema: JsonSchema,
  field: string,
  random: Random,
  paths: readonly string[],
  root: JsonSchema,
  depth = 0,
): unknown {
  const inner = (one: unknown, key = field): unknown => valueOf(one as JsonSchema, key, random, paths, root, depth + 1);
  if (typeof schema.$ref === 'string') {
    if (depth > 6) return null;
    const name = schema.$ref.split('/').at(-1)!;
    return inner(((root.$defs ?? {}) as JsonSchema)[name] ?? {});
  }
  if ('const' in schema) return schema.const;
  if (Array.isArray(schema.enum)) return random.pick(schema.enum as unknown[]);
  const choices = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(choices)) return inner(random.pick(choices as unknown[]));
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries((schema.properties ?? {}) as JsonSchema).map(([key, one]) => [key, inner(one, key)]),
      );
    case 'array':
      return depth > 6 ? [] : Array.from({ length: random.int(4) }, () => inner(schema.items ?? {}));
    case 'string':
      return PATH_FIELDS.test(field) ? random.pick(paths) : random.pick(['', 'me', 'relu', 'a'.repeat(50), '{"x":1}']);
    case 'integer':
    case 'number':
      return random.pick([0, 1, 2, 3, 8, 100]);
    case 'boolean':
      return random.chance(0.5);
    case 'null':
      return null;
    default:
      return random.pick<unknown>([null, 1, 'x', [], {}]);
  }
}

/** A window of the host: sends text, and waits for what comes back. */
async function openWindow(host: BrowserHost) {
  const socket = new WebSocket(`ws://127.0.0.1:${host.port}/socket?token=${host.token}`, {
    origin: `http://127.0.0.1:${host.port}`,
  });
  await once(socket, 'open');
  const waiting = new Map<number, (message: ToWindow) => void>();
  socket.on('message', (data: Buffer) => {
    const message = toWindow.parse(JSON.parse(data.toString()));
    if (message.kind === 'event') return;
    if (message.kind === 'failed' && message.error.code === 'internal') failures.push(message.error.details ?? '');
    waiting.get(message.id)?.(message);
    waiting.delete(message.id);
  });
  const failures: string[] = [];
  let last = 2 ** 40;
  const answerTo = (id: number, text: string): Promise<ToWindow> =>
    new Promise((resolve) => {
      waiting.set(id, resolve);
      socket.send(text);
    });
  return {
    failures,
    isOpen: () => socket.readyState === WebSocket.OPEN,
    answerTo,
    /** Resolves when the host has answered a call that is right. */
    stillThere: (): Promise<ToWindow> => {
      const id = ++last;
      return answerTo(id, JSON.stringify({ kind: 'call', id, name: 'job.list', request: {} }));
    },
    send: (text: string) => socket.send(text),
  };
}

/** The id of a call that has to be answered; undefined for what is none. */
function idOf(text: string): number | undefined {
  try {
    const parsed = fromWindow.safeParse(JSON.parse(text));
    return parsed.success && parsed.data.kind === 'call' ? parsed.data.id : undefined;
  } catch {
    return undefined;
  }
}

/** Requests as they are on the wire, right but for their damage. */
function requestsOf({ port, token }: BrowserHost): readonly string[] {
  const own = `Host: 127.0.0.1:${port}\r\nOrigin: http://127.0.0.1:${port}\r\n`;
  return [
    `GET / HTTP/1.1\r\n${own}Cookie: a=b; c=d\r\n\r\n`,
    `GET /assets/index.js HTTP/1.1\r\n${own}\r\n`,
    `GET /session?challenge=${'a'.repeat(43)} HTTP/1.1\r\n${own}\r\n`,
    `POST /session?code=${'a'.repeat(43)}&nonce=${'a'.repeat(43)} HTTP/1.1\r\n${own}Content-Length: 0\r\n\r\n`,
    `POST /upload?token=${token}&name=net.onnx HTTP/1.1\r\n${own}Content-Length: 5\r\n\r\nbytes`,
    `POST /upload?token=${token}&name=net.onnx HTTP/1.1\r\n${own}Transfer-Encoding: chunked\r\n\r\n5\r\nbytes\r\n0\r\n\r\n`,
    `GET /socket?token=${token} HTTP/1.1\r\n${own}Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n\x81\x85\0\0\0\0hello`,
  ];
}

/** Sends bytes and leaves, in one way or another; the status of the first answer. */
async function sendBytes(port: number, bytes: Uint8Array, random: Random): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  socket.on('error', () => {});
  socket.write(bytes);
  if (random.chance(0.3)) socket.end();
  const first = await new Promise<Buffer | undefined>((resolve) => {
    socket.once('data', resolve);
    for (const end of ['end', 'close']) socket.once(end, () => resolve(undefined));
    setTimeout(() => resolve(undefined), 15);
  });
  if (random.chance(0.5)) socket.resetAndDestroy();
  else socket.destroy();
  return `HTTP ${/^HTTP\/1\.1 (\d+)/.exec(first?.toString() ?? '')?.[1] ?? 'no answer'}`;
}

export const host: Target = {
  name: 'host',
  async prepare(folder) {
    const project = join(folder, 'p.spikeloom');
    const calibration = { source: join(NET, 'calibration.npy'), batch: 32 };
    const request = { model: join(NET, 'model.onnx'), engine: 'reference', plan: { options: {} }, calibration } as const;
    await convertModel({ ...request, out: project }, { signal: new AbortController().signal });
    const pages = join(folder, 'pages');
    mkdirSync(join(pages, 'assets'), { recursive: true });
    writeFileSync(join(pages, 'index.html'), '<title>Spikeloom</title>');
    writeFileSync(join(pages, 'assets', 'index.js'), 'export {};');
    const running = await startBrowserHost({
      userFolder: join(folder, 'user'),
      version: '1.2.3',
      pages,
      uploads: { most: 1000 },
    });
    const requests = requestsOf(running);
    const paths = [
      project,
      project,
      project,
      folder,
      join(folder, 'none'),
      join(pages, 'index.html'),
      '',
      '/dev/null',
      '\\\\x\\y',
    ];
    let window = await openWindow(running);

    const message = (random: Random, id: number): string => {
      const name = random.pick(NAMES);
      const schema = SCHEMAS.get(name)! as JsonSchema;
      const call = {
        kind: random.chance(0.05) ? 'abort' : 'call',
        id,
        name,
        request: valueOf(schema, '', random, paths, schema),
      };
      if (random.chance(0.7)) damageData(call, random);
      const text = JSON.stringify(call);
      return random.chance(0.1) ? new TextDecoder().decode(damageBytes(Buffer.from(text), random, false)) : text;
    };
    const open = (): Promise<ToWindow> =>
      window.answerTo(-1, JSON.stringify({ kind: 'call', id: -1, name: 'project.open', request: { path: project } }));

    return async (random, round) => {
      if (!window.isOpen()) window = await openWindow(running);
      if (random.chance(0.3)) {
        const bytes = Buffer.from(random.pick(requests), 'latin1');
        const outcome = await sendBytes(running.port, random.chance(0.8) ? damageBytes(bytes, random, false) : bytes, random);
        await window.stillThere();
        return outcome;
      }
      if (random.chance(0.05)) await open();
      const text = message(random, round + 1);
      const id = idOf(text);
      let outcome = 'no call';
      if (id === undefined) window.send(text);
      else {
        const answer = await window.answerTo(id, text);
        outcome = answer.kind === 'failed' ? answer.error.code : 'done';
      }
      await window.stillThere();
      const [failure] = window.failures.splice(0);
      if (failure !== undefined) throw new Error(`a bug was met: ${text.slice(0, 300)}\n${failure}`);
      return outcome;
    };
  },
};
