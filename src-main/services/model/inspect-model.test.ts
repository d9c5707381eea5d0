/** What `inspect` announces is what conversion makes: for every operator of the registry, alone and in the middle of a network. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Network, ValueId } from '../../../src-shared/network/index.ts';
import { testBuilder } from '../../../src-shared/network/operators/testing/builder.ts';
import { samples } from '../../../src-shared/network/operators/testing/samples.ts';
import { planFromOptions } from '../../../src-shared/plan/index.ts';
import type { SpikingNetwork } from '../../../src-shared/spiking/index.ts';
import { BATCH } from '../../../src-shared/tensor/index.ts';
import { operatorNetwork } from '../../../tests/support/operator-networks.ts';
import { compile, placeNeurons } from '../../convert/index.ts';
import { importNetwork, readModel, writeOnnx } from '../../onnx/index.ts';
import { choicesOf } from './choices.ts';
import { type InspectedNode, type Inspection, inspectModel } from './inspect-model.ts';

const folder = mkdtempSync(join(tmpdir(), 'spikeloom-inspect-'));
const file = join(folder, 'model.onnx');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function inspected({ nodes, constants, outputs, input, shapes }: Network): Promise<[Inspection, SpikingNetwork]> {
  const port = ({ value }: { readonly value: ValueId }) => ({ value, shape: shapes.get(value)! });
  writeFileSync(file, writeOnnx({ name: 'test', nodes, constants, inputs: [port(input)], outputs: outputs.map(port) }));
  const inspection = await inspectModel(file);
  const placed = placeNeurons(importNetwork(await readModel(file)).network);
  return [inspection, compile(placed, choicesOf(placed, planFromOptions({})))];
}

/** Names of the file's nodes that a stage's node stands for, of each stage of a kind. */
const origins = ({ stages }: SpikingNetwork, kind: 'expectation' | 'product' | 'max-pool'): Set<string> =>
  new Set(stages.flatMap((stage) => (stage.kind === kind ? stage.node.from : [])));

const neuronsOf = ({ stages, network }: SpikingNetwork, name: string): string[] =>
  stages
    .filter((stage) => stage.kind === 'neuron')
    .filter((unit) => network.nodes.find(({ id }) => id === unit.node)!.from.includes(name))
    .map((unit) => unit.name);

const namesOf = (nodes: readonly InspectedNode[]): string[] => nodes.map(({ name }) => name).sort();

describe.each([
  ['alone', false],
  ['between layers', true],
] as const)('%s', (_, around) => {
  it.each(samples.map((sample, index) => [`${sample.op} ${index}`, sample] as const))('%s', async (_name, sample) => {
    const [{ nodes, convertible, layers }, spiking] = await inspected(operatorNetwork(sample, around));
    expect(convertible).toBe(true);
    const realValued = nodes.filter(({ why }) => why?.includes('real values'));
    expect(namesOf(realValued)).toEqual([...origins(spiking, 'expectation')].sort());
    expect(nodes.filter(({ status }) => status === 'real-valued').every((node) => realValued.includes(node))).toBe(true);
    for (const { name, status, into, layers: announced = [] } of nodes) {
      expect([...announced].sort(), name).toEqual(neuronsOf(spiking, name).sort());
      if (status === 'native' || status === 'real-valued') expect(into, name).toHaveLength(1);
      if (origins(spiking, 'product').has(name) || origins(spiking, 'max-pool').has(name))
        expect(status, name).not.toBe('real-valued');
    }
    expect(layers.map(({ name }) => name)).toEqual(
      spiking.stages.filter((stage) => stage.kind === 'neuron').map((stage) => stage.name),
    );
  });
});

it('a clip from 0 to 6 is two layers of neurons, not a real-valued unit', async () => {
  const b = testBuilder([BATCH, 3]);
  const [{ nodes, totals }] = await inspected(b.network(b.emit('Clip', ['x'], { min: 0, max: 6 })));
  const clip = nodes.find(({ type }) => type === 'Clip')!;
  expect(clip).toMatchObject({ status: 'rewritten', into: ['Relu', 'Add', 'Neg'] });
  expect(clip.layers).toEqual([expect.stringMatching(/^[^.]+$/), expect.stringMatching(/\.bound$/)]);
  expect(clip.why).toBeUndefined();
  expect(totals['real-valued']).toBe(0);
});
