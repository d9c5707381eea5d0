/** NIR files in memory: h5wasm also has a form that writes to the disk, where two exports would write into one file. */
import fs from 'node:fs';
import { expect, it, vi } from 'vitest';
import type { NirGraph } from './graph.ts';
import { hdf5Ready, readNir, writeNir } from './hdf5.ts';

const graph: NirGraph = {
  nodes: new Map([['input', { type: 'Input', fields: new Map([['shape', { shape: [1], data: BigInt64Array.of(3n) }]]) }]]),
  edges: [['input', 'input']],
  metadata: { steps: 4 },
};

it('is written and read without the disk', async () => {
  await hdf5Ready();
  const opened = vi.spyOn(fs, 'openSync');
  const bytes = writeNir(graph);
  expect(readNir(bytes)).toEqual(graph);
  expect(opened).not.toHaveBeenCalled();
});
