/**
 * Models made to hurt: a small file that becomes endlessly many nodes or values, names that take endless time, files beside it that never
 * end. Each is refused in words, before the memory or the time is spent.
 */
import { execFileSync } from 'node:child_process';
import { closeSync, ftruncateSync, openSync, symlinkSync, writeSync } from 'node:fs';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { floats, ints, onnxBytes, type TestFolder, testFolder, type TestNode } from '../../tests/support/onnx-graph.ts';
import { type ErrorCode, SpikeloomError } from '../../src-shared/errors/index.ts';
import { uniqueNames } from '../../src-shared/network/index.ts';
import { loadModel } from '../services/model/load-model.ts';
import { externalDataOf } from './external-data.ts';
import { importNetwork, readModel } from './index.ts';
import { DATA_TYPE } from './proto/types.ts';
import { MOST_NODES, tooLarge } from './proto/size.ts';
import { decodeModel, encodeModel } from './proto/schema.ts';
import { elementTypeOf } from './tensor-bytes.ts';

const INPUT = { name: 'input', shape: ['batch', 4] };
const DOMAIN = 'pkg.test';

interface FunctionNode {
  readonly opType: string;
  readonly domain?: string;
  readonly name?: string;
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly attribute?: readonly object[];
}

/** A model that calls `f{count - 1}` of a number of functions. */
function withFunctions(count: number, nodesOf: (index: number) => readonly FunctionNode[]): Uint8Array {
  const plain = decodeModel(onnxBytes({ nodes: [], inputs: [INPUT], outputs: ['y'] }));
  const opsetImport = [
    { domain: '', version: 18 },
    { domain: DOMAIN, version: 1 },
  ];
  const functions = Array.from({ length: count }, (_, index) => ({
    ...{ name: `f${index}`, domain: DOMAIN, input: ['x'], output: ['y'], opsetImport },
    node: nodesOf(index),
  }));
  const node = [{ opType: `f${count - 1}`, domain: DOMAIN, input: ['input'], output: ['y'], name: 'call' }];
  return encodeModel({ ...plain, opsetImport, graph: { ...plain.graph, node }, functions });
}

const relu: FunctionNode = { opType: 'Relu', input: ['x'], output: ['y'] };
const call = (index: number, output: string): FunctionNode => ({
  opType: `f${index}`,
  domain: DOMAIN,
  input: ['x'],
  output: [output],
});

/** Both branches of an If call the function below. */
const doubling = (index: number): readonly FunctionNode[] => {
  if (index === 0) return [relu];
  const branch = (name: string) => ({
    name,
    type: 5,
    g: { name, node: [call(index - 1, `${name}.y`)], output: [{ name: `${name}.y` }] },
  });
  return [{ opType: 'If', input: ['x'], output: ['y'], attribute: [branch('then_branch'), branch('else_branch')] }];
};

/** A field of bytes with its length, as protocol buffers have it. */
function field(number: number, bytes: Uint8Array): Uint8Array {
  const size: number[] = [];
  for (let left = bytes.length; ; left >>>= 7) {
    size.push(left > 127 ? (left & 127) | 128 : left);
    if (left <= 127) break;
  }
  return Buffer.concat([Buffer.from([(number << 3) | 2, ...size]), bytes]);
}

/** A graph of nodes that have graphs for attributes. */
function nested(depth: number): Uint8Array {
  let graph: Uint8Array = new Uint8Array();
  for (let level = 0; level < depth; level++) graph = field(1, field(5, field(6, graph)));
  return field(7, graph);
}

/** A chain of ReLUs, all of one name. */
const chain = (count: number, name: string): readonly TestNode[] =>
  Array.from({ length: count }, (_, index) => ({
    type: 'Relu',
    name,
    inputs: [index === 0 ? 'input' : `v${index}`],
    outputs: [index === count - 1 ? 'y' : `v${index + 1}`],
  }));

interface Attack {
  readonly what: string;
  readonly bytes: () => Uint8Array;
  readonly code: ErrorCode;
  readonly says: RegExp;
}

const long = 'x'.repeat(200_000);

const ATTACKS: readonly Attack[] = [
  {
    what: 'functions that double in their subgraphs, forty deep',
    bytes: () => withFunctions(40, doubling),
    code: 'model.invalid',
    says: /its functions become more than 100,000 nodes/,
  },
  {
    what: 'functions that double side by side, forty deep',
    bytes: () => withFunctions(40, (index) => (index === 0 ? [relu] : [call(index - 1, 'y'), call(index - 1, 'z')])),
    code: 'model.invalid',
    says: /its functions become more than 100,000 nodes/,
  },
  {
    what: 'twenty thousand functions that call each other in a row',
    bytes: () => withFunctions(20_000, (index) => [index === 0 ? relu : call(index - 1, 'y')]),
    code: 'model.invalid',
    says: /its functions call each other more than 100 deep/,
  },
  {
    what: 'functions whose names grow',
    bytes: () =>
      withFunctions(16, (index) =>
        index === 0 ? [relu] : [0, 1].map((at) => ({ ...call(index - 1, `y${at}`), name: `${long}${at}` })),
      ),
    code: 'model.invalid',
    says: /names that are too long/,
  },
  { what: 'subgraphs in subgraphs', bytes: () => nested(300), code: 'model.invalid', says: /nests its subgraphs too deep/ },
  {
    what: 'a million nodes',
    bytes: () =>
      // A node of three bytes: type 'R', nothing else.
      field(7, Buffer.alloc(1_000_000 * 5, field(1, field(4, Buffer.from('R'))))),
    code: 'model.invalid',
    says: /has more than 100,000 nodes/,
  },
  {
    what: 'an attribute of twenty million numbers',
    bytes: () => field(7, field(1, field(5, field(8, Buffer.alloc(20_000_000, 1))))),
    code: 'model.invalid',
    says: /has more parts/,
  },
  {
    what: 'constants that are computed of each other for ever',
    bytes: () =>
      onnxBytes({
        weights: { one: floats([1], [1]), shape: ints([2 ** 12, 2 ** 11]) },
        nodes: [
          { type: 'Expand', name: 'expand', inputs: ['one', 'shape'], outputs: ['v0'] },
          ...Array.from({ length: 60 }, (_, index) => ({
            type: 'Add',
            name: `add${index}`,
            inputs: [`v${index}`, `v${index}`],
            outputs: [`v${index + 1}`],
          })),
          { type: 'Add', name: 'last', inputs: ['input', 'v60'], outputs: ['y'] },
        ],
        inputs: [INPUT],
        outputs: ['y'],
      }),
    code: 'model.unsupported',
    says: /beyond all measure/,
  },
];

const errorOf = (work: Promise<unknown>): Promise<SpikeloomError> =>
  work.then(
    () => {
      throw new Error('it was taken');
    },
    (error: unknown) => {
      expect(error).toBeInstanceOf(SpikeloomError);
      return error as SpikeloomError;
    },
  );

describe('a model made to hurt is refused', () => {
  it.each(ATTACKS)('$what', async ({ bytes, code, says }) => {
    using folder = testFolder();
    const file = folder.write('model.onnx', bytes());
    const error = await errorOf(readModel(file).then(importNetwork));
    expect(error.message).toMatch(says);
    expect(error.code).toBe(code);
  });

  it('counts no further than its bound', () => {
    const node = (count: number) => onnxBytes({ nodes: chain(count, 'n'), outputs: [] });
    expect(tooLarge(node(MOST_NODES))).toBeUndefined();
    expect(tooLarge(node(MOST_NODES + 1))).toBe('nodes');
  });
});

it('names of many nodes alike are found with a few look-ups each', async () => {
  let asked = 0;
  class Counting extends Set<string> {
    override has(value: string): boolean {
      asked++;
      return super.has(value);
    }
  }
  const COUNT = 20_000;
  const unique = uniqueNames(new Counting(['n:7', 'n:8']), ':');
  const names = Array.from({ length: COUNT }, () => unique('n'));
  expect(new Set(names).size).toBe(COUNT);
  expect(names.slice(0, 8)).toEqual(['n', 'n:2', 'n:3', 'n:4', 'n:5', 'n:6', 'n:9', 'n:10']);
  expect(asked).toBeLessThan(3 * COUNT);
  // The same holds when a file is read.
  using folder = testFolder();
  const { graph } = await readModel(
    folder.write('model.onnx', onnxBytes({ nodes: chain(COUNT, 'n'), inputs: [INPUT], outputs: ['y'] })),
  );
  expect(graph.nodes.at(-1)!.name).toBe(`n:${COUNT}`);
});

/** A file of a size with nothing in it: it takes no room on the disk. */
function sparse({ path }: TestFolder, name: string, bytes: number): void {
  const file = openSync(join(path, name), 'w');
  ftruncateSync(file, bytes);
  writeSync(file, Buffer.alloc(4), 0, 4, bytes - 4);
  closeSync(file);
}

const external = (at: Readonly<Record<string, string>>) =>
  Object.entries({ location: 'weights.bin', ...at }).map(([key, value]) => ({ key, value }));
const float32 = elementTypeOf(DATA_TYPE.float)!;
const int8 = elementTypeOf(DATA_TYPE.int8)!;

describe('files beside a model', () => {
  it('that many tensors name are in memory once', async () => {
    using folder = testFolder();
    sparse(folder, 'weights.bin', 4096);
    await using data = externalDataOf(join(folder.path, 'model.onnx'), 4096);
    const all = await Promise.all(Array.from({ length: 20 }, () => data.read(external({}), float32, 1024, 'weight')));
    expect(new Set(all.map(({ buffer }) => buffer)).size).toBe(1);
  });

  it('may not take more memory than there is, whatever size they say they have', async () => {
    using folder = testFolder();
    sparse(folder, 'weights.bin', Math.min(2 ** 40, totalmem()));
    const file = join(folder.path, 'model.onnx');
    await using data = externalDataOf(file);
    const error = await errorOf(data.read(external({}), float32, Math.floor(Math.min(2 ** 40, totalmem()) / 4), 'weight w'));
    expect(error.message).toMatch(/weight w and those before it need [\d,]+ MB of memory, more than the [\d,]+ MB/);
    expect(error.code).toBe('model.external-data');
    // Each another part: the sum counts, and bytes that become numbers of eight.
    await using small = externalDataOf(file, 2 ** 20);
    const parts = async (): Promise<void> => {
      for (let offset = 0; offset < 20; offset++) await small.read(external({ offset: `${offset}` }), int8, 2 ** 14, 'weight w');
    };
    expect((await errorOf(parts())).message).toMatch(/more than the 2 MB/);
  });

  it('may not be larger than the memory, however little of them is used', async () => {
    using folder = testFolder();
    sparse(folder, 'weights.bin', 2 ** 42);
    const w = { shape: [4, 2], values: [], raw: { dataType: DATA_TYPE.float, dataLocation: 1, externalData: external({}) } };
    const nodes: TestNode[] = [{ type: 'MatMul', inputs: ['input', 'w'], outputs: ['y'] }];
    const file = folder.write('model.onnx', onnxBytes({ weights: { w }, nodes, inputs: [INPUT], outputs: ['y'] }));
    expect((await errorOf(loadModel(file))).message).toMatch(/more than this machine has memory/);
  });

  it('that are pipes or devices are not opened', async () => {
    using folder = testFolder();
    execFileSync('mkfifo', [join(folder.path, 'pipe.onnx'), join(folder.path, 'weights.bin')]);
    symlinkSync('/dev/zero', join(folder.path, 'zero.onnx'));
    for (const name of ['pipe.onnx', 'zero.onnx']) {
      const error = await errorOf(readModel(join(folder.path, name)));
      expect(error).toMatchObject({ code: 'model.not-onnx', message: expect.stringContaining('not a file') as string });
      expect(await errorOf(loadModel(join(folder.path, name)))).toMatchObject({ code: 'model.not-onnx' });
    }
    await using data = externalDataOf(join(folder.path, 'model.onnx'));
    const error = await errorOf(data.read(external({}), float32, 1, 'weight'));
    expect(error.message).toContain('weights.bin, which is not a file');
  });
});

it.each(['a\0b.onnx', `${'x'.repeat(5000)}.onnx`, `${'字'.repeat(100)}/m.onnx`])(
  'a path that no file can have is named as such: %#',
  async (path) => {
    expect(await errorOf(loadModel(path))).toMatchObject({ code: 'model.not-onnx' });
    using folder = testFolder();
    await using data = externalDataOf(join(folder.path, 'model.onnx'));
    const entries = external({ location: path });
    expect(await errorOf(data.read(entries, float32, 1, 'weight'))).toMatchObject({ code: 'model.external-data' });
  },
);
