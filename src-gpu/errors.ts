/** Conversion error of a neuron layer on the device: its running estimate against the float activation, and what of it θ loses. */
import type { NeuronUnit } from '../src-shared/spiking/index.ts';
import { carriedRange, lossBounds, LOSSES, reachAfterSteps } from '../src-shared/units/index.ts';
import { addTo, groupsOf, sumRows } from './counting.ts';
import { clippedKernel, errorKernel, type Groups, lossKernel } from './kernels/counts.ts';
import { estimateKernel } from './kernels/steps.ts';
import type { TileCounts } from '../src-shared/engine/index.ts';
import type { Tile } from './tile.ts';
import { inverseSteps, repeated } from './workspace.ts';

/** Entries that a thread counts: counts of squares are rounded, and many small counts less than one large one. */
const ENTRIES = 256;

const groupsOfSquares = (size: number): Groups => ({ size, groups: Math.ceil(size / ENTRIES) });

/** `activation`: `[outer, B, inner]`; `theta`: of each entry of a sample; `tau`: leak of the network's coding. */
export async function recordErrors(
  tile: Tile,
  unit: NeuronUnit,
  index: number,
  theta: Float64Array,
  tau: number,
  activation: GPUBuffer,
  counts: TileCounts,
): Promise<void> {
  const { workspace, steps, batch } = tile;
  const { output } = unit;
  const { outer, inner } = tile.layout(output);
  const parts = workspace.partsOf(inner);
  const columns = inner / parts;
  const rows = outer * steps * batch;
  const zeros = repeated(workspace, 0, outer * inner);
  const mean = unit.coding === 'rate';
  const weights = workspace.resident(`weights of ${unit.coding} ${tau}, ${steps}`, () =>
    Float32Array.from({ length: steps }, (_, t) => tau ** -t / (mean ? 1 : t + 1)),
  );
  const estimates = tile.temporary(rows * inner);
  await tile.dispatch(
    estimateKernel(steps, mean),
    [
      { buffer: tile.read(output), columns, rows: rows * parts },
      { buffer: zeros, columns, rows: outer * parts },
      { buffer: weights, columns: steps, rows: 1 },
      { buffer: inverseSteps(workspace, steps), columns: steps, rows: 1 },
    ],
    [batch * parts, parts],
    { buffer: estimates, columns, rows: rows * parts },
  );
  const e = { buffer: estimates, columns: inner, rows };
  const a = { buffer: activation, columns: inner, rows: outer * batch };
  const squares = groupsOfSquares(inner);
  const whole = { outer, steps, total: Infinity };
  await sumRows(tile, errorKernel(squares), [e, a], [batch, steps * batch], squares, whole, (perStep) =>
    addTo(counts.squaredError[index]!, perStep),
  );
  const once = { outer, steps: 1, total: Infinity };
  const none = { buffer: repeated(workspace, 0, outer * batch * inner), columns: inner, rows: outer * batch };
  await sumRows(tile, errorKernel(squares), [none, a], [batch, batch], squares, once, ([norm]) => {
    counts.squaredNorm[index]! += norm!;
  });

  const bounds = workspace.resident(`${output}: bounds, ${steps}`, () =>
    Float32Array.from(lossBounds(carriedRange(unit, steps, tau))),
  );
  const thresholds = workspace.resident(`${output}: theta`, () => Float32Array.from(theta));
  const limits = [
    { buffer: thresholds, columns: inner, rows: outer },
    { buffer: bounds, columns: 5, rows: 1 },
  ] as const;
  const arrays = [e, a, ...limits];
  for (const loss of LOSSES.keys()) {
    for (const squared of [false, true]) {
      const groups = squared ? squares : groupsOf(inner, 1);
      const place = { ...once, total: squared ? Infinity : inner };
      await sumRows(tile, lossKernel(groups, loss, squared), arrays, [batch, steps, batch], groups, place, ([sum]) => {
        counts.losses[index]![2 * loss + Number(squared)]! += sum!;
      });
    }
  }

  const reach = workspace.resident(`${output}: reach, ${steps}`, () => Float32Array.from(reachAfterSteps(unit, steps, tau)));
  const clipped = [a, limits[0], { buffer: reach, columns: steps, rows: 1 }, limits[1]];
  const groups = groupsOf(inner, 1);
  await sumRows(tile, clippedKernel(groups), clipped, [batch, steps * batch], groups, { outer, steps, total: inner }, (perStep) =>
    addTo(counts.clipped[index]!, perStep),
  );
}
