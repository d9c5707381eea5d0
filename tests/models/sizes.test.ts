/** Files that leave height and width open, and resizing by any factor. */
import { describe, expect, it } from 'vitest';
import { importNetwork, readModel } from '../../src-main/onnx/index.ts';
import { inspectModel } from '../../src-main/services/model/inspect-model.ts';
import { checkedModel, converted, opsOf, outputErrors } from '../support/check-model.ts';
import { decoder } from '../support/exported-models.ts';
import { floats, ints, onnxBytes, testFolder, type TestAttribute, type TestModel } from '../support/onnx-graph.ts';

const open = (model: TestModel): TestModel => ({ ...model, inputs: [{ name: 'input', shape: ['N', 2, 'height', 'width'] }] });

describe('height and width left open', () => {
  it.each([
    [6, 10],
    [5, 7],
  ])('imported for %i × %i', async (...size) => {
    for (const exporter of ['torch11', 'torch13'] as const) {
      const { network, distance } = await checkedModel(open(decoder(exporter).model), { size });
      expect(distance).toBeLessThanOrEqual(1e-5);
      expect([...network.shapes.get(network.input.value)!].slice(1)).toEqual([2, ...size]);
      // An odd size is met by no whole factor: the new entries are taken from the old ones, which is linear too.
      expect(opsOf(network).includes('Resize')).toBe(size[0]! % 2 === 0);
      const [{ errors }] = await outputErrors(await converted(network, 16), 16);
      expect(errors.at(-1)!).toBeLessThan(0.01);
    }
  });

  const importing = async (model: TestModel, size?: readonly number[]) => {
    using folder = testFolder();
    const read = await readModel(folder.write('model.onnx', onnxBytes(model)));
    return importNetwork(read, size === undefined ? {} : { size });
  };
  const model = open(decoder('torch13').model);

  it.each<[string, TestModel, readonly number[] | undefined, RegExp]>([
    [
      'no size',
      model,
      undefined,
      /input \[N, 2, height, width\] open \(height, width\); give them with --size 224x224 \(height x width\)/,
    ],
    ['one size', model, [8], /is given 1 sizes by --size, but its input .* has 2 open \(height, width\): --size 224x224/],
    ['a size for none', decoder('torch13').model, [8, 8], /has none open but the batch; leave --size out/],
  ])('%s: an error that says what to do', async (_what, given, size, message) => {
    await expect(importing(given, size)).rejects.toMatchObject({ code: 'model.inputs', at: { option: 'size' } });
    await expect(importing(given, size)).rejects.toThrow(message);
  });

  it('inspect takes the size too', async () => {
    using folder = testFolder();
    const file = folder.write('model.onnx', onnxBytes(model));
    expect((await inspectModel(file, { size: [8, 4] })).input.shape).toBe('[batch, 2, 8, 4]');
  });
});

describe('Resize by any factor', () => {
  const resized = (
    attributes: Readonly<Record<string, TestAttribute>>,
    target: readonly number[],
    bySize: boolean,
  ): TestModel => ({
    opset: 13,
    nodes: [
      { type: 'Conv', inputs: ['x', 'w'], outputs: ['c'], name: 'c' },
      { type: 'Resize', inputs: ['c', '', ...(bySize ? ['', 'sizes'] : ['scales'])], outputs: ['y'], name: 'y', attributes },
    ],
    weights: {
      w: floats([2, 2, 1, 1], [1, 0.5, -0.5, 1]),
      ...(bySize ? { sizes: ints([2, 2, ...target]) } : { scales: floats([4], [1, 1, ...target]) }),
    },
    inputs: [{ name: 'x', shape: [2, 2, 5, 6] }],
    outputs: ['y'],
  });
  const coordinates = ['half_pixel', 'pytorch_half_pixel', 'align_corners', 'asymmetric'] as const;

  const targets: readonly (readonly [boolean, readonly number[]])[] = [
    [true, [8, 9]],
    [true, [3, 4]],
    [true, [1, 13]],
    [false, [1.5, 0.75]],
    [false, [2, 2]],
  ];
  const modes = ['nearest', 'linear', 'cubic'] as const;

  it.each(
    coordinates.flatMap((one) =>
      modes.flatMap((mode) => targets.map(([bySize, target]) => [one, mode, bySize, target] as const)),
    ),
  )('%s, %s, sizes %s, %j: as ONNX Runtime', async (coordinate, mode, bySize, target) => {
    // Rounding of positions half-way between entries is where implementations differ: at the floor there are none.
    const attributes = { coordinate_transformation_mode: coordinate, mode, nearest_mode: 'floor' };
    const { network, distance } = await checkedModel(resized(attributes, target, bySize));
    expect(distance).toBeLessThanOrEqual(1e-5);
    expect(network.nodes.every(({ op }) => ['Conv', 'Resize', 'Gather', 'Mul', 'Add'].includes(op))).toBe(true);
  });

  it.each([
    ['sizes', [3, 2], [9, 7]],
    ['scales', [3, 2], [1.5, 2]],
    ['sizes', [-1, -2], [9, 7]],
    ['scales', [-1, -2], [3, 2]],
  ] as const)('%s of axes %j: as ONNX Runtime', async (kind, axes, target) => {
    const given = kind === 'sizes' ? ints(target) : floats([2], target);
    const attributes = { axes: axes.map(BigInt), mode: 'linear' };
    const inputs = ['x', '', ...(kind === 'sizes' ? ['', 'target'] : ['target'])];
    const { network, distance } = await checkedModel({
      opset: 18,
      nodes: [{ type: 'Resize', inputs, outputs: ['y'], name: 'y', attributes }],
      weights: { target: given },
      inputs: [{ name: 'x', shape: [2, 2, 5, 6] }],
      outputs: ['y'],
    });
    expect(distance).toBeLessThanOrEqual(1e-5);
    expect(network.outputs).toHaveLength(1);
  });
});
