/** The encoder of written models makes the same bytes as protobufjs makes of the same model with the official schema. */
import { expect, it } from 'vitest';
import { goldenNets, loadGoldenNet } from '../../../tests/golden/harness/nets.ts';
import { writeOnnx } from '../write-onnx.ts';
import { encodeWritten } from './encode-written.ts';
import { decodeModel, encodeModel } from './schema.ts';

it.each(goldenNets())('%s: the same bytes', async (name) => {
  const { network } = (await loadGoldenNet(name)).placed;
  const { nodes, constants, input, outputs, shapes } = network;
  const port = ({ value }: { readonly value: string }) => ({ value, shape: shapes.get(value)! });
  const bytes = writeOnnx({ name, nodes, constants, inputs: [port(input)], outputs: outputs.map(port) });
  expect(Buffer.compare(encodeModel(decodeModel(bytes)), bytes)).toBe(0);
});

it('attributes of every kind, and integers of every size', () => {
  const attributes = [
    { name: 'i', type: 2, i: -1n },
    { name: 'far', type: 2, i: 2n ** 62n },
    { name: 'f', type: 1, f: -0.5 },
    { name: 's', type: 3, s: new TextEncoder().encode('größer') },
    { name: 'floats', type: 6, floats: [1, Infinity] },
    { name: 'ints', type: 7, ints: [0n, -(2n ** 63n), 300n] },
  ];
  const node = [{ name: 'ä', opType: 'X', input: ['', 'x'], output: ['y'], attribute: attributes }];
  const bytes = encodeWritten({ irVersion: 8, graph: { name: 'g', node } });
  expect(Buffer.compare(encodeModel(decodeModel(bytes)), bytes)).toBe(0);
  const { attribute } = decodeModel(bytes).graph!.node[0]!;
  expect(attribute.slice(0, 2).map(({ i }) => `${i as unknown as bigint}`)).toEqual(['-1', String(2n ** 62n)]);
  expect(attribute[5]!.ints.map(String)).toEqual(['0', String(-(2n ** 63n)), '300']);
});

it('a field that the table does not have is an error', () => {
  expect(() => encodeWritten({ graph: { docString: 'text' } })).toThrow('docString');
});
