/** Runs a golden unit case as the ONNX nodes of an exported step model: a graph of one operation, run in ONNX Runtime. */
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { finishModel } from '../../../src-main/export/onnx/finish.ts';
import { stepMemory } from '../../../src-main/export/onnx/memory.ts';
import { startProgram, writeOperation } from '../../../src-main/export/onnx/program.ts';
import { networkOf, nodeOf, outputShape, type UnitCase } from '../../../src-shared/engine/unit-case.ts';
import type { LoweredOperation, LoweredProgram } from '../../../src-shared/lowering/index.ts';
import type { NeuronUnit, SpikingNetwork } from '../../../src-shared/spiking/index.ts';
import { atBatch, BATCH, sizeOf } from '../../../src-shared/tensor/index.ts';

/** The output `[T, …]` flat. Every case is one sample, whose axes are those of the case behind a batch axis. */
export async function runOnnxUnit(unitCase: UnitCase): Promise<Float64Array> {
  const { operands, steps, expected } = unitCase;
  const { program, operation } = programOf(unitCase);
  const writing = startProgram(program);
  const { memory, states } = stepMemory(writing.writer, writing.terms);
  const { shapes } = program.spiking.network;
  const inputs = operands.map((_, index) => `x${index}`);
  for (const value of inputs) writing.writer.declare(value, shapes.get(value)!);
  const values = new Map(inputs.map((value) => [value, value]));
  const sent = writeOperation(writing, memory, operation, values, undefined)!;
  const kept = states();
  const bytes = finishModel(writing.writer.draft(), {
    name: 'unit',
    batch: undefined,
    producerVersion: '0',
    metadata: {},
    inputs: [
      ...inputs.map((value) => ({ value, name: value, shape: shapes.get(value)! })),
      ...kept.map(({ input, shape }, index) => ({ value: input, name: `s${index}`, shape })),
    ],
    outputs: [
      { value: sent, name: 'y', shape: shapes.get('y')! },
      ...kept.map(({ next, shape }, index) => ({ value: next, name: `n${index}`, shape })),
    ],
  });
  const session = await InferenceSession.create(bytes, { intraOpNumThreads: 1, logSeverityLevel: 3 });
  const zeros = (shape: readonly number[]): Tensor => {
    const sizes = atBatch(shape, 1);
    return new Tensor('float32', new Float32Array(sizeOf(sizes)), sizes);
  };
  let present = kept.map(({ shape }) => zeros(shape));
  const result = new Float64Array(expected.length);
  for (let t = 0; t < steps; t++) {
    const feeds: Record<string, Tensor> = Object.fromEntries(present.map((state, index) => [`s${index}`, state]));
    operands.forEach(({ shape, values: all, constant }, index) => {
      const size = sizeOf(shape);
      // Values travel without their constant parts; those of rate coding have none here.
      const part = Float32Array.from(all.subarray(t * size, (t + 1) * size), (value, i) => value - (constant?.[i] ?? 0));
      if (session.inputNames.includes(`x${index}`)) feeds[`x${index}`] = new Tensor('float32', part, [1, ...shape]);
    });
    const outputs = await session.run(feeds);
    const y = outputs['y']!.data as Float32Array;
    result.set(y, t * y.length);
    present = kept.map((_, index) => outputs[`n${index}`] as Tensor);
  }
  await session.release();
  return result;
}

function programOf({ work, coding, operands, expected, steps }: UnitCase): {
  readonly program: LoweredProgram;
  readonly operation: LoweredOperation;
} {
  const shapes = operands.map(({ shape }) => [BATCH, ...shape]);
  const network = networkOf(work, shapes, outputShape(work, shapes));
  const constants = operands.flatMap(({ constant }, index) => (constant ? [[`x${index}`, constant] as const] : []));
  const inputs = operands.map((_, index) => `x${index}`);
  const ends = { id: 'n', name: 'n', input: 'x0', output: 'y' } as const;
  const operation = ((): LoweredOperation => {
    switch (work.kind) {
      case 'neuron': {
        const thresholds = { level: 'neuron', shape: [1, ...shapes[0]!.slice(1)], values: work.thresholds } as const;
        const unit: NeuronUnit = { kind: 'neuron', ...ends, node: 'n', ...work.settings, thresholds };
        return { kind: 'neuron', unit, estimated: false };
      }
      case 'max-pool': {
        const node = { id: 'n', op: 'MaxPool', inputs: ['x0'], output: 'y', attributes: {}, path: '', from: [] } as const;
        const [height, width] = shapes[0]!.slice(-2) as [number, number];
        return {
          kind: 'max-pool',
          unit: { kind: 'max-pool', ...ends, coding, form: 'residual', node },
          plane: [1, height, width],
          window: [1, work.kernel, work.kernel],
        };
      }
      default:
        return {
          kind: 'function',
          inputs,
          output: 'y',
          coding,
          nodes: [nodeOf(work)],
          estimated: inputs.map(() => false),
          keeps: false,
          counted: undefined,
        };
    }
  })();
  const spiking: SpikingNetwork = {
    network,
    coding,
    tau: 1,
    stages: 'unit' in operation ? [operation.unit] : [],
    counted: [],
    constantParts: new Map(constants),
  };
  const layouts = new Map([
    ...operands.map(({ shape }, index) => [`x${index}`, { outer: 1, inner: sizeOf(shape) }] as const),
    ['y', { outer: 1, inner: expected.length / steps }] as const,
  ]);
  const program: LoweredProgram = { spiking, operations: [operation], layouts, times: new Map(), outputs: [], counted: [] };
  return { program, operation };
}
