/** Runs a unit on its own: an operation on a tile whose input is written on the device, its output read back. */
import { emptyCounts } from '../../src-shared/engine/index.ts';
import { networkOf, nodeOf, outputShape, type UnitCase } from '../../src-shared/engine/unit-case.ts';
import { functionGraph } from '../../src-shared/lowering/index.ts';
import type { SpikingNetwork } from '../../src-shared/spiking/index.ts';
import { BATCH, sizeOf } from '../../src-shared/tensor/index.ts';
import { functionOperation } from '../functions.ts';
import type { LiveDevice } from '../live-device.ts';
import type { Models } from '../models.ts';
import { neuronOperation } from '../neuron.ts';
import type { GpuOperation } from '../operation.ts';
import { createTile } from '../tile.ts';
import { maxPoolOperation, transcoderOperation } from '../units.ts';
import { createWorkspace } from '../workspace.ts';

/** Runs a unit on the device and returns the values that it sends, a flat `[T, …]`. Throws `engine.failed` if the device refuses the work. */
export async function runUnit(live: LiveDevice, unitCase: UnitCase): Promise<Float64Array> {
  const { operands, steps, expected } = unitCase;
  const { spiking, operation } = await unitOf(unitCase, live.models);
  const inputs = operands.map((_, index) => `x${index}`);
  const program = {
    layouts: new Map([
      ...operands.map(({ shape }, index) => [inputs[index]!, { outer: 1, inner: sizeOf(shape) }] as const),
      ['y', { outer: 1, inner: expected.length / steps }] as const,
    ]),
    times: new Map([...inputs, 'y'].map((value) => [value, 'varying'] as const)),
    holder: (value: string) => value,
    reads: new Map([...inputs, 'y'].map((value) => [value, 1])),
  };
  // Parameters stay in a workspace under the names of the values.
  const workspace = createWorkspace(live.device, live.workspace.compiler);
  const tile = createTile(workspace, program, steps, 1, undefined);
  operands.forEach(({ values, constant }, index) => {
    // The engine's values are without their constant parts; those of rate coding have none here.
    const sent = Float32Array.from(values, (value, i) => value - (constant?.[i % constant.length] ?? 0));
    live.device.queue.writeBuffer(tile.write(inputs[index]!), 0, sent);
  });
  const result = new Float64Array(expected.length);
  const work = async (): Promise<void> => {
    await operation.run(tile, emptyCounts(spiking.stages.length, spiking.counted.length, steps));
    tile.readBackValue('y', (values) => result.set(values));
    await tile.finish();
  };
  try {
    await live.guard(work());
  } finally {
    tile.dispose();
    workspace.destroy();
  }
  return result;
}
async function unitOf({ work, coding, operands }: UnitCase, { load }: Models) {
  const shapes = operands.map(({ shape }) => [BATCH, ...shape]);
  const network = networkOf(work, shapes, outputShape(work, shapes));
  const constants = operands.flatMap(({ constant }, index) => (constant ? [[`x${index}`, constant] as const] : []));
  const spiking: SpikingNetwork = { network, coding, tau: 1, stages: [], counted: [], constantParts: new Map(constants) };
  const ends = { id: 'n', name: 'n', input: 'x0', output: 'y' } as const;
  const made = (operation: GpuOperation, stages: SpikingNetwork['stages'] = []) => ({
    spiking: { ...spiking, stages },
    operation,
  });
  if (work.kind === 'neuron') {
    const thresholds = { level: 'neuron', shape: [1, ...shapes[0]!.slice(1)], values: work.thresholds } as const;
    const unit = { kind: 'neuron', ...ends, node: 'n', ...work.settings, thresholds } as const;
    return made(neuronOperation(spiking, { kind: 'neuron', unit, estimated: false }, 0), [unit]);
  }
  if (work.kind === 'max-pool') {
    const node = { id: 'n', op: 'MaxPool', inputs: ['x0'], output: 'y', attributes: {}, path: '', from: [] } as const;
    const unit = { kind: 'max-pool', ...ends, coding, form: 'residual', node } as const;
    const [height, width] = shapes[0]!.slice(-2) as [number, number];
    return made(
      maxPoolOperation(spiking, { kind: 'max-pool', unit, plane: [1, height, width], window: [1, work.kernel, work.kernel] }),
    );
  }
  if (work.kind === 'transcoder') {
    const unit = { kind: 'transcoder', ...ends, from: work.from, coding } as const;
    return made(transcoderOperation(spiking, { kind: 'transcoder', unit }));
  }
  const inputs = operands.map((_, index) => `x${index}`);
  const nodes = [nodeOf(work)];
  const model = await load(functionGraph(network, { nodes, inputs, output: 'y' }));
  const lowered = { kind: 'function', inputs, output: 'y', coding, nodes, keeps: false, counted: undefined } as const;
  return made(functionOperation(spiking, { ...lowered, estimated: inputs.map(() => false) }, model));
}
