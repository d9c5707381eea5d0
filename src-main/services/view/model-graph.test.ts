/** The graph of a model follows its file, even if the model cannot be converted. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { graphSchema } from '../../../src-shared/contract/index.ts';
import { classifier, withNodes } from '../../../tests/support/classifier.ts';
import { modelGraph } from './model-graph.ts';

const folder = mkdtempSync(join(tmpdir(), 'spikeloom-model-graph-'));
afterAll(() => rmSync(folder, { recursive: true, maxRetries: 3 }));

const graphOf = async (bytes: Uint8Array) => {
  const file = join(folder, 'model.onnx');
  writeFileSync(file, bytes);
  return graphSchema.parse((await modelGraph({ file })).graph);
};

it('has every operator, joined as in the file, and none in the way of a model that can be converted', async () => {
  const { nodes, input, outputs } = await graphOf(classifier());
  const known = new Set([input.id]);
  for (const node of nodes) {
    expect(node.inputs.filter((id) => !known.has(id))).toEqual([]);
    expect(node.blocked).toBeUndefined();
    known.add(node.id);
  }
  expect(nodes.map(({ op }) => op)).toContain('Relu');
  expect(outputs.map(({ node }) => known.has(node))).toEqual([true]);
  expect(nodes.reduce((sum, { parameters }) => sum + parameters, 0)).toBeGreaterThan(0);
});

it('marks what is in the way with its reason, and what hangs on it as not certain', async () => {
  const blocked = withNodes((node) => (node.type === 'Relu' ? { ...node, type: 'Frobnicate' } : node));
  const { nodes, outputs } = await graphOf(blocked);
  const wrong = nodes.filter((node) => node.blocked?.certain);
  expect(wrong.map(({ op }) => op)).toContain('Frobnicate');
  for (const { blocked: mark } of wrong) expect(mark!.why.length).toBeGreaterThan(10);
  expect(nodes.length).toBe((await graphOf(classifier())).nodes.length);
  expect(outputs).toHaveLength(1);
});
