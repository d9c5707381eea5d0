/**
 * NIR files: HDF5 as h5py writes it by default (superblock 0, datasets in one piece, strings of variable length in UTF-8, no
 * attributes). Equal graphs give equal bytes, so the times that HDF5 would record are all zero.
 */
import { Dataset, File, FS, Group, ready } from 'h5wasm';
import { messageOf, SpikeloomError } from '../../../src-shared/errors/index.ts';
import { say } from '../../../src-shared/message/index.ts';
import { NIR_TYPES, type NirArray, type NirGraph, type NirNode, type NirType } from './graph.ts';

/** The version of NIR whose layout the files have. No reader looks at it. */
const NIR_VERSION = '1.0.7';

/** A file in the memory of h5wasm. */
const PLACE = '/graph.nir';

/** Resolves when `writeNir` and `readNir` may be called. From then on HDF5 throws its errors and prints none. */
export async function hdf5Ready(): Promise<void> {
  (await ready).activate_throwing_error_handler();
}

/** Runs `work` while every clock stands still: HDF5 writes the time into the header of each dataset, and h5wasm cannot be told not to. */
function timeless<T>(work: () => T): T {
  const { now } = Date;
  Date.now = () => 0;
  try {
    return work();
  } finally {
    Date.now = now;
  }
}

/** Opens the file in memory for `work`, and removes it afterwards. */
function withFile<T>(mode: 'r' | 'w', work: (file: File) => T, after: () => T | undefined = () => undefined): T {
  try {
    const file = new File(PLACE, mode, { libver: ['earliest', 'latest'] });
    let result: T;
    try {
      result = work(file);
    } finally {
      file.close();
    }
    return after() ?? result;
  } finally {
    if (FS!.analyzePath(PLACE).exists) FS!.unlink(PLACE);
  }
}

/** The bytes of a graph's file. */
export const writeNir = (graph: NirGraph): Uint8Array =>
  timeless(() =>
    withFile<Uint8Array>(
      'w',
      (file) => {
        writeGraph(file, graph);
        return new Uint8Array();
      },
      () => FS!.readFile(PLACE),
    ),
  );

function writeGraph(file: File, { nodes, edges, metadata }: NirGraph): void {
  text(file, 'version', NIR_VERSION);
  const root = file.create_group('node');
  text(root, 'type', 'NIRGraph');
  root.create_dataset({ name: 'edges', data: edges.flat(), shape: [edges.length, 2], dtype: 'S' });
  const group = root.create_group('nodes');
  for (const [name, { type, fields }] of nodes) {
    const node = group.create_group(name);
    text(node, 'type', type);
    for (const [field, { shape, data }] of fields) node.create_dataset({ name: field, data, shape: [...shape] });
  }
  const notes = root.create_group('metadata');
  for (const [name, value] of Object.entries(metadata)) {
    if (typeof value === 'string') text(notes, name, value);
    else notes.create_dataset({ name, data: Float64Array.of(value), shape: [] });
  }
}

const text = (group: Group, name: string, value: string): Dataset =>
  group.create_dataset({ name, data: value, shape: [], dtype: 'S' });

/** Reads a file back. Throws `engine.failed` for anything that is no graph of the nodes that exports use. */
export function readNir(bytes: Uint8Array): NirGraph {
  try {
    FS!.writeFile(PLACE, bytes);
    return withFile('r', readGraph);
  } catch (cause) {
    throw new SpikeloomError('engine.failed', say`The NIR file cannot be read: ${messageOf(cause)}.`, { cause });
  }
}

function readGraph(file: File): NirGraph {
  const root = groupIn(file, 'node');
  if (stringIn(root, 'type') !== 'NIRGraph') throw new Error('its node is no NIRGraph');
  const flat = datasetIn(root, 'edges').value as string[];
  const group = groupIn(root, 'nodes');
  const notes = root.get('metadata');
  return {
    nodes: new Map(group.keys().map((name) => [name, readNode(groupIn(group, name))])),
    edges: Array.from({ length: flat.length / 2 }, (_, i) => [flat[2 * i]!, flat[2 * i + 1]!] as const),
    metadata:
      notes instanceof Group
        ? Object.fromEntries(notes.keys().map((name) => [name, datasetIn(notes, name).value as string | number]))
        : {},
  };
}

function readNode(group: Group): NirNode {
  const type = stringIn(group, 'type') as NirType;
  if (!NIR_TYPES.includes(type)) throw new Error(`the node ${group.path} has the type ${type}`);
  const fields = group.keys().filter((name) => name !== 'type');
  return { type, fields: new Map(fields.map((name) => [name, arrayOf(datasetIn(group, name))])) };
}

function arrayOf({ path, shape, value }: Dataset): NirArray {
  if (value instanceof Float32Array || value instanceof BigInt64Array) return { shape: shape!, data: value };
  if (typeof value === 'bigint') return { shape: [], data: BigInt64Array.of(value) };
  throw new Error(`${path} is neither float32 nor int64`);
}

function groupIn(group: Group, name: string): Group {
  const entity = group.get(name);
  if (entity instanceof Group) return entity;
  throw new Error(`${group.path} has no group ${name}`);
}

function datasetIn(group: Group, name: string): Dataset {
  const entity = group.get(name);
  if (entity instanceof Dataset) return entity;
  throw new Error(`${group.path} has no dataset ${name}`);
}

function stringIn(group: Group, name: string): string {
  const { value } = datasetIn(group, name);
  if (typeof value === 'string') return value;
  throw new Error(`${name} of ${group.path} is no string`);
}
