/** Networks of several outputs, with a feature pyramid and heads that are used at every level, on both engines. */
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildKernels } from '../../scripts/build-kernels.mjs';
import { placeNeurons } from '../../src-main/convert/index.ts';
import { formatNpy, readNpy } from '../../src-main/dataset/npy.ts';
import { cpuEngine } from '../../src-main/engines/cpu/index.ts';
import { referenceEngine } from '../../src-main/engines/reference/index.ts';
import { simulateModel } from '../../src-main/services/run/simulate-model.ts';
import { plainNote } from '../../src-shared/message/index.ts';
import type { Network } from '../../src-shared/network/index.ts';
import type { RunReport } from '../../src-shared/results/index.ts';
import { checkedModel, converted, opsOf, outputErrors } from '../support/check-model.ts';
import { fcos, retinaNet } from '../support/detectors.ts';
import { onnxBytes, randomValues, testFolder } from '../support/onnx-graph.ts';

type OutputStep = NonNullable<RunReport['outputs']>[number]['steps'][number];

beforeAll(buildKernels);

const STEPS = 32;
const DETECTORS = [
  {
    name: 'RetinaNet',
    make: retinaNet,
    outputs: ['scores.0', 'boxes.0', 'scores.1', 'boxes.1', 'scores', 'boxes'],
    smooth: false,
  },
  {
    name: 'FCOS',
    make: fcos,
    outputs: ['classes.0', 'centreness.0', 'boxes.0', 'classes.1', 'centreness.1', 'boxes.1'],
    smooth: true,
  },
] as const;

/** Weights of the convolutions of a network. */
const kernelsOf = ({ nodes, constants }: Network) =>
  nodes.filter(({ op }) => op === 'Conv').map(({ inputs }) => constants.get(inputs[1]!)!);

const unique = <T>(values: readonly T[]): number => new Set(values).size;

describe.each(DETECTORS)('$name', ({ make, outputs, smooth }) => {
  it('is imported with all outputs, the head’s weights once', async () => {
    const { network, report, distance } = await checkedModel(make());
    expect(distance).toBeLessThanOrEqual(1e-5);
    expect(network.outputs.map(({ name }) => name)).toEqual(outputs);
    expect(report.every(({ fate }) => fate !== 'blocked' && fate !== 'unchecked')).toBe(true);
    expect(opsOf(network).filter((op) => op === 'Resize')).toHaveLength(1);
    expect(opsOf(network).filter((op) => op === 'GroupNormalization')).toHaveLength(smooth ? 8 : 0);
    // Three of the backbone, four of the pyramid, and those of the head, which is used twice.
    const kernels = kernelsOf(network);
    expect(unique(kernels)).toBe(7 + (kernels.length - 7) / 2);
  });

  it('every use of the head has neurons of its own, under a name of its own', async () => {
    const { network } = await checkedModel(make());
    const { sites } = placeNeurons(network);
    expect(unique(sites.map(({ name }) => name))).toBe(sites.length);
    const relus = sites.filter(({ rule }) => rule === 'relu');
    expect(unique(relus.map(({ input }) => input))).toBe(relus.length);
    expect(relus).toHaveLength(11);
    const head = sites.filter(({ name, rule }) => name.startsWith('head.classes.relu.0') && rule === 'relu');
    expect(head.map(({ name }) => name)).toEqual(['head.classes.relu.0', 'head.classes.relu.0.Relu_1']);
    const { counted } = await converted(network, 2);
    expect(unique(counted.map(({ name }) => name))).toBe(counted.length);
  });

  it('approaches every output of the float network on both engines, and both agree', async () => {
    const { network } = await checkedModel(make());
    const spiking = await converted(network, STEPS);
    const [reference, cpu] = [await outputErrors(spiking, STEPS), await outputErrors(spiking, STEPS, cpuEngine)];
    expect(reference.map(({ name }) => name)).toEqual(outputs);
    for (const [index, { name, errors, angles, mean }] of reference.entries()) {
      expect(errors.at(-1)!, name).toBeLessThan(0.01);
      expect(angles.at(-1)!, name).toBeLessThan(5e-5);
      // One minus the cosine falls as the steps double, from the first step to the last.
      const doubling = [1, 2, 4, 8, 16, 32].map((t) => angles[t - 1]!);
      for (const [at, angle] of doubling.slice(1).entries()) expect(angle, `${name} ${at}`).toBeLessThan(doubling[at]!);
      const other = cpu[index]!;
      expect(other.errors.at(-1)!, name).toBeLessThan(0.01);
      expect(distance(other.mean, mean), name).toBeLessThan(0.01);
    }
  });
});

function distance(a: Float64Array, b: Float64Array): number {
  let [difference, norm] = [0, 0];
  a.forEach((value, at) => {
    difference += (value - b[at]!) ** 2;
    norm += b[at]! ** 2;
  });
  return Math.sqrt(difference / norm);
}

/** Share of positions at which the largest value of axis 1 is the same in the mean of the steps and in the float network's output. */
async function sameClasses(folder: string, name: string): Promise<number> {
  const { shape, data } = await readNpy(join(folder, `logits.${name}.npy`));
  const float = (await readNpy(join(folder, `ann_logits.${name}.npy`))).data;
  const [steps, samples, classes, ...positions] = shape as [number, number, number, ...number[]];
  const inner = positions.reduce((product, size) => product * size, 1);
  const sums = Float64Array.from(float, (_, i) =>
    Array.from({ length: steps }, (_step, t) => data[t * float.length + i]!).reduce((a, b) => a + b),
  );
  const largest = (values: ArrayLike<number>, sample: number, at: number): number => {
    const scores = Array.from({ length: classes }, (_, k) => values[(sample * classes + k) * inner + at]!);
    return scores.indexOf(Math.max(...scores));
  };
  let same = 0;
  for (let sample = 0; sample < samples; sample++)
    for (let at = 0; at < inner; at++) same += Number(largest(sums, sample, at) === largest(float, sample, at));
  return same / (samples * inner);
}

it('runs with rate coding too', async () => {
  const { network } = await checkedModel(retinaNet());
  const spiking = await converted(network, STEPS, { coding: 'rate', neuron: 'mt-negative' });
  for (const { name, errors } of await outputErrors(spiking, STEPS, referenceEngine))
    expect(errors.at(-1)!, name).toBeLessThan(0.1);
});

it('simulate writes an array of each output, and of the float network', async () => {
  using folder = testFolder();
  const model = folder.write('fcos.onnx', onnxBytes(fcos()));
  const inputs = folder.write('inputs.npy', formatNpy(randomValues(3 * 3 * 32 * 32, 4), [3, 3, 32, 32]));
  const out = join(folder.path, 'out');
  const request = { model, inputs, out, batch: 2, engine: 'reference', plan: { options: { steps: 3 } } } as const;
  const { report, files } = await simulateModel(
    { ...request, calibration: { source: inputs, batch: 3 } },
    { signal: AbortSignal.timeout(60_000) },
  );
  const { outputs } = DETECTORS[1];
  expect(files.toSorted()).toEqual(
    [...outputs.flatMap((name) => [`logits.${name}.npy`, `ann_logits.${name}.npy`]), 'report.json'].toSorted(),
  );
  for (const [name, shape] of [
    ['logits.centreness.0', [3, 3, 1, 8, 8]],
    ['ann_logits.boxes.1', [3, 4, 4, 4]],
  ] as const)
    expect((await readNpy(join(out, `${name}.npy`))).shape).toEqual(shape);
  expect(report.outputs!.map(({ name }) => name)).toEqual(outputs);
  for (const { name, steps } of report.outputs!) {
    expect(steps).toHaveLength(3);
    const [first, , last] = steps as [OutputStep, OutputStep, OutputStep];
    expect(last.relative_error!, name).toBeLessThan(first.relative_error!);
    expect(last.cosine, name).toBeGreaterThan(first.cosine);
    // A single channel holds no classes.
    if (name.startsWith('centreness')) expect(last.agreement).toBeUndefined();
    else expect(last.agreement, name).toBeCloseTo(await sameClasses(out, name), 12);
  }
  for (const name of outputs)
    expect(
      report.notes.some((note) => plainNote(note).startsWith(`Output ${name}: relative error`)),
      name,
    ).toBe(true);
});
