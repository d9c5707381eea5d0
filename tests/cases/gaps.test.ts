/**
 * Small networks in forms that public files have and that were refused once: labels beside the scores, quantised activations, clamps and ReLUs
 * written as choices. Each computes what ONNX Runtime does, and both engines approach it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildKernels } from '../../scripts/build-kernels.mjs';
import { cpuEngine } from '../../src-main/engines/cpu/index.ts';
import { referenceEngine } from '../../src-main/engines/reference/index.ts';
import { importNetwork, type ImportOptions, preflight, readModel } from '../../src-main/onnx/index.ts';
import { decodeModel, encodeModel } from '../../src-main/onnx/proto/schema.ts';
import { onCommandLine } from '../../src-shared/message/index.ts';
import { evaluateNetwork } from '../../src-shared/network/evaluate.ts';
import { atBatch, sizeOf } from '../../src-shared/tensor/index.ts';
import { converted, opsOf, outputErrors } from '../support/check-model.ts';
import { randomValues } from '../support/onnx-graph.ts';
import { relativeDistance, runOnnxRuntime } from '../support/onnx-runtime.ts';

beforeAll(buildKernels);

const file = (name: string): string => join(import.meta.dirname, `${name}.onnx`);
const BATCH = 8;
const STEPS = 64;

/** The model without the rounding of its activations. */
function withoutRounding(bytes: Uint8Array): Uint8Array {
  const model = decodeModel(bytes);
  const weights = new Set(model.graph!.initializer.map(({ name }) => name));
  const node = model.graph!.node.map((one) =>
    /^(Q|Deq)uantizeLinear$/.test(one.opType) && !weights.has(one.input[0]!)
      ? { ...one, opType: 'Identity', input: [one.input[0]!], attribute: [] }
      : one,
  );
  return encodeModel({ ...model, graph: { ...model.graph, node } });
}

interface Gap {
  readonly name: string;
  readonly options?: ImportOptions;
  readonly ops: readonly string[];
  readonly notes: readonly RegExp[];
  readonly plain?: (bytes: Uint8Array) => Uint8Array;
}

const TAIL = ['ReduceMean', 'Reshape', 'Linear'];
const GAPS: readonly Gap[] = [
  { name: 'gap-argmax-output', ops: ['Conv', 'Relu', ...TAIL], notes: [/^Left out: label, a label chosen from scores/] },
  {
    name: 'gap-qdq-activations',
    options: { dequantise: true },
    ops: ['Conv', 'Relu', ...TAIL],
    notes: [/^Quantised activations are read as/],
    plain: withoutRounding,
  },
  { name: 'gap-relu-as-mask', ops: ['Conv', 'Relu', ...TAIL], notes: [] },
  { name: 'gap-where-clamp', ops: ['Conv', 'Clip', ...TAIL], notes: [] },
];

it('are all of these', () => {
  const files = readdirSync(import.meta.dirname).filter((name) => name.startsWith('gap-'));
  expect(GAPS.map(({ name }) => `${name}.onnx`)).toEqual(files.toSorted());
});

describe.each(GAPS)('$name', ({ name, options = {}, ops, notes, plain = (bytes) => bytes }) => {
  it('is the network that ONNX Runtime computes', async () => {
    const { network, notes: said } = importNetwork(await readModel(file(name)), options);
    expect(opsOf(network)).toEqual(ops);
    expect(said.map(onCommandLine)).toEqual(notes.map((note) => expect.stringMatching(note) as string));
    const shape = atBatch(network.shapes.get(network.input.value)!, BATCH);
    const data = randomValues(sizeOf(shape), 3).map(Math.abs);
    const [wanted] = await runOnnxRuntime(plain(readFileSync(file(name))), shape, data);
    const [computed] = evaluateNetwork(network, { shape, data, dtype: 'float' });
    expect(network.outputs).toHaveLength(1);
    expect(relativeDistance(computed!.data, wanted!.data)).toBeLessThanOrEqual(1e-6);
  });

  it.each([
    ['reference', referenceEngine],
    ['cpu', cpuEngine],
  ])('spikes approach it: %s', async (_engine, engine) => {
    const { network } = importNetwork(await readModel(file(name)), options);
    const { errors } = (await outputErrors(await converted(network, STEPS), STEPS, engine))[0]!;
    expect(errors.at(-1)!).toBeLessThan(0.01);
    expect(errors.at(-1)!).toBeLessThan(errors[0]!);
  });
});

it('quantised activations are refused with the way to go on, and the outputs of the model are told', async () => {
  const model = await readModel(file('gap-qdq-activations'));
  expect(() => importNetwork(model)).toThrow(
    /read them as floating-point numbers with --dequantise, or export the float network/,
  );
  const { outputs, quantised, convertible } = preflight(model);
  expect({ outputs, quantised, convertible }).toEqual({ outputs: [{ name: 'y' }], quantised: true, convertible: false });
});
