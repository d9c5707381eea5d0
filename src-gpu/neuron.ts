/** A neuron layer on the device: its kernel, its spikes written down, and what it counts. */
import type { LoweredNeuron } from '../src-shared/lowering/index.ts';
import type { SpikingNetwork } from '../src-shared/spiking/index.ts';
import { neuronThresholds } from '../src-shared/units/index.ts';
import { addTo, count } from './counting.ts';
import { recordErrors } from './errors.ts';
import { expandKernel, neuronKernel, packingOf } from './kernels/neuron.ts';
import type { GpuOperation } from './operation.ts';
import { parameterSets } from './parameter-sets.ts';
import type { Tile } from './tile.ts';
import { inverseSteps, repeated } from './workspace.ts';

/** Rows of the codes of a launch are a multiple of this, so that every launch begins where a part of a buffer may. */
const REGION = 16;

/** `index`: position among the neuron layers. */
export function neuronOperation(
  { network, constantParts, tau }: SpikingNetwork,
  lowered: LoweredNeuron,
  index: number,
): GpuOperation {
  const { unit, estimated } = lowered;
  const { input, output, levels, model } = unit;
  const worth = model === 'ms' ? 2 ** (1 - levels) : 1;
  const theta = neuronThresholds(unit.thresholds, network.shapes.get(input)!);
  const quanta = Float32Array.from(theta, (value) => Math.max(0, value * worth));
  const constant = constantParts.get(input);
  const packing = packingOf(unit);
  const places = Float32Array.from({ length: packing.perWord + 1 }, (_, place) => 2 ** (-packing.bits * place));
  let sets: ReturnType<typeof parameterSets> | undefined;

  const fire = async (tile: Tile): Promise<void> => {
    const { workspace, steps, batch } = tile;
    const { outer, inner } = tile.layout(input);
    const parts = workspace.partsOf(inner);
    const columns = inner / parts;
    sets ??= parameterSets(
      Float32Array.from({ length: outer * inner }, (_, i) => quanta[i % quanta.length]!),
      { outer, inner },
    );
    const { data, span, sets: count } = sets;
    const rows = outer * batch * parts;
    const region = Math.ceil(rows / REGION) * REGION;
    const launches = Math.ceil(steps / packing.perLaunch);
    const codes = tile.temporary(launches * region * columns * 4);
    const table = (name: string, values: Float32Array) => ({
      buffer: workspace.resident(`${output}: ${name}`, () => values),
      columns: values.length,
      rows: 1,
    });
    const quantum = { buffer: workspace.resident(`${output}: quanta`, () => data), columns: count, rows: outer };
    const b = constant
      ? workspace.resident(`${input}: constant`, () => Float32Array.from(constant))
      : repeated(workspace, 0, outer * inner);
    const share = workspace.resident(`${output}: shares, ${steps}`, () =>
      sharesOf(data, unit.coding === 'differential' ? steps : 1),
    );
    const arrays = [
      { buffer: await tile.readAll(input), columns, rows: rows * steps },
      { buffer: b, columns, rows: outer * parts },
      quantum,
      { buffer: share, columns: count, rows: outer * steps },
      { buffer: inverseSteps(workspace, steps), columns: steps, rows: 1 },
    ];
    const place = [batch * parts, parts, columns, span, count];
    for (let launch = 0; launch < launches; launch++) {
      const first = launch * packing.perLaunch;
      const text = neuronKernel({ settings: unit, estimated, steps, first, until: Math.min(steps, first + packing.perLaunch) });
      const offset = launch * region * columns * 4 * Float32Array.BYTES_PER_ELEMENT;
      await tile.dispatch(text, arrays, [...place, outer], { buffer: codes, columns, rows, offset });
    }
    await tile.dispatch(
      expandKernel(packing, steps),
      [
        { buffer: codes, columns: columns * 4, rows: launches * region },
        table('worths', packing.values),
        table('places', places),
        quantum,
      ],
      [...place, region],
      { buffer: tile.write(output), columns, rows: rows * steps },
    );
  };

  return {
    reads: [input],
    writes: output,
    async run(tile, counts) {
      await fire(tile);
      await count(tile, { value: output, name: output }, (perStep) => {
        addTo(counts.spikes[index]!, perStep);
        if (model !== 'ms') addTo(counts.bits[index]!, perStep);
      });
      if (model === 'ms') {
        const reciprocal = Float32Array.from(quanta, (quantum) => (quantum > 0 ? 1 / quantum : 0));
        const request = { value: output, name: `${output}: bits`, bits: { reciprocal, levels } };
        await count(tile, request, (perStep) => addTo(counts.bits[index]!, perStep));
      }
      if (tile.activation) await recordErrors(tile, unit, index, theta, tau, tile.activation(output), counts);
    },
  };
}

/** A quantum divided by t+1, for every step. */
function sharesOf(quanta: Float32Array, steps: number): Float32Array {
  const shares = new Float32Array(steps * quanta.length);
  for (let t = 0; t < steps; t++) for (let i = 0; i < quanta.length; i++) shares[t * quanta.length + i] = quanta[i]! / (t + 1);
  return shares;
}
