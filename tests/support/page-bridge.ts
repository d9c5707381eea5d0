/**
 * Calls of an engine between a test and a page in a browser, over a WebSocket. Both functions run in the page too, as text: they use nothing
 * from outside of themselves.
 */

/** Messages of `EngineMessage` and `EngineAnswer` as bytes, and back. */
export function createCodec() {
  const ARRAYS = { Float32Array, Float64Array, Int32Array, Uint8Array, Uint32Array };
  type Name = keyof typeof ARRAYS;
  /** What JSON cannot hold has a key of its own. */
  const KEY = '$kind';

  const encode = (message: unknown): Uint8Array<ArrayBuffer> => {
    const pieces: Uint8Array[] = [];
    const plain = (value: unknown): unknown => {
      if (typeof value === 'number' && !Number.isFinite(value)) return { [KEY]: 'number', value: String(value) };
      if (value === undefined) return { [KEY]: 'undefined' };
      if (typeof value === 'bigint') return { [KEY]: 'bigint', value: String(value) };
      if (typeof value !== 'object' || value === null) return value;
      if (ArrayBuffer.isView(value)) {
        pieces.push(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
        return { [KEY]: value.constructor.name, bytes: value.byteLength };
      }
      if (value instanceof Map) return { [KEY]: 'Map', entries: [...value].map((entry) => entry.map(plain)) };
      if (Array.isArray(value)) return value.map(plain);
      return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, plain(part)]));
    };
    const head = new TextEncoder().encode(JSON.stringify(plain(message)));
    const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 4 + head.length));
    new DataView(whole.buffer).setUint32(0, head.length);
    let at = 4;
    for (const piece of [head, ...pieces]) {
      whole.set(piece, at);
      at += piece.length;
    }
    return whole;
  };

  const decode = (bytes: Uint8Array): unknown => {
    const head = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
    let at = 4 + head;
    const whole = (value: unknown): unknown => {
      if (typeof value !== 'object' || value === null) return value;
      if (Array.isArray(value)) return value.map(whole);
      const { [KEY]: kind, ...rest } = value as Record<string, unknown>;
      if (kind === undefined) return Object.fromEntries(Object.entries(rest).map(([name, part]) => [name, whole(part)]));
      if (kind === 'undefined') return undefined;
      if (kind === 'number') return Number(rest['value']);
      if (kind === 'bigint') return BigInt(rest['value'] as string);
      if (kind === 'Map') return new Map((rest['entries'] as unknown[][]).map((entry) => entry.map(whole) as [unknown, unknown]));
      // A copy: the offset of an array is a multiple of its numbers' size.
      const piece = Uint8Array.from(bytes.subarray(at, (at += rest['bytes'] as number)));
      return new ARRAYS[kind as Name](piece.buffer, 0, piece.length / ARRAYS[kind as Name].BYTES_PER_ELEMENT);
    };
    return whole(JSON.parse(new TextDecoder().decode(bytes.subarray(4, at))));
  };
  return { encode, decode };
}

/** A port as a page has it. */
interface PagePort {
  onmessage: (event: { readonly data: unknown }) => void;
  postMessage(message: unknown): void;
}

/** In the page: gives it a port, as the preload script of the desktop program does, and carries the port's messages over a socket. */
export function bridgePage({ encode, decode }: ReturnType<typeof createCodec>, address: string, request: object): Promise<void> {
  const socket = new WebSocket(address);
  socket.binaryType = 'arraybuffer';
  const { port1, port2 } = new MessageChannel() as unknown as { readonly port1: PagePort; readonly port2: PagePort };
  port1.onmessage = ({ data }) => socket.send(encode(data));
  socket.onmessage = ({ data }) => port1.postMessage(decode(new Uint8Array(data as ArrayBuffer)));
  const page = globalThis as unknown as { postMessage: (message: object, origin: string, ports: readonly PagePort[]) => void };
  return new Promise((resolve, reject) => {
    socket.onerror = () => reject(new Error('the page cannot reach the test'));
    socket.onopen = () => {
      page.postMessage(request, '*', [port2]);
      resolve();
    };
  });
}
