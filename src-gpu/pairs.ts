/** Operations of a matrix product (docs/algorithm.md §7): pairs of non-zero factors in x∘y, x∘B and A∘y. */
import { SpikeloomError } from '../src-shared/errors/index.ts';
import type { ValueId } from '../src-shared/network/index.ts';
import { atBatch, isBatchSize, type Shape, sizeOf } from '../src-shared/tensor/index.ts';
import { factorsKernel, pairsKernel } from './kernels/counts.ts';
import type { TileCounts } from '../src-shared/engine/index.ts';
import { addTo } from './counting.ts';
import type { Tile } from './tile.ts';
import { repeated } from './workspace.ts';

export interface ProductOperand {
  readonly value: ValueId;
  readonly shape: Shape;
  /** The constant part that is sent at every step in addition to the stored value. */
  readonly constant: Float64Array | undefined;
  /** `[steps · B, …]` */
  readonly estimates: GPUBuffer;
}

const EXACT = 2 ** 24;

/** `counted`: position of the counted layer. A square has one operand on both sides. */
export async function countPairs(
  tile: Tile,
  operands: readonly ProductOperand[],
  steps: number,
  counted: number,
  counts: TileCounts,
): Promise<void> {
  const { workspace, batch } = tile;
  const [x, y] = [operands[0]!, operands[Math.min(1, operands.length - 1)]!];
  for (const { shape, value } of [x, y]) {
    if (isBatchSize(shape[0]!) && shape.length > 2 && tile.layout(value).outer === 1) continue;
    throw new SpikeloomError(
      'engine.failed',
      `The gpu engine cannot count the product that reads ${value}, whose batch is not its first axis.`,
    );
  }
  const [rowsOfX, inner] = x.shape.slice(-2) as [number, number];
  const columnsOfY = y.shape.at(-1)!;
  const matrices = ({ shape }: ProductOperand): number[] => atBatch(shape.slice(0, -2), 1);
  const [xs, ys] = matricesOf(matrices(x), matrices(y));
  const rows = steps * batch;
  const factors = async (
    { value, constant, estimates, shape }: ProductOperand,
    side: 'columns' | 'rows',
    ofEstimates: boolean,
  ) => {
    const { inner: entries } = tile.layout(value);
    const columns = sizeOf(atBatch(shape.slice(0, -2), 1)) * inner;
    const b = ofEstimates || !constant ? undefined : workspace.resident(`${value}: constant`, () => Float32Array.from(constant));
    const buffer = ofEstimates ? estimates : steps === 1 ? tile.read(value) : await tile.readAll(value);
    const result = { buffer: tile.temporary(rows * columns), columns, rows };
    const text = factorsKernel(side, inner, side === 'columns' ? rowsOfX : columnsOfY);
    const arrays = [
      { buffer, columns: entries, rows },
      { buffer: b ?? repeated(workspace, 0, entries), columns: entries, rows: 1 },
    ];
    await tile.dispatch(text, arrays, [], result);
    return result;
  };
  const arrays = [
    await factors(x, 'columns', false),
    await factors(y, 'rows', false),
    await factors(x, 'columns', true),
    await factors(y, 'rows', true),
    indices(tile, `${x.value} ${y.value}: left`, xs),
    indices(tile, `${x.value} ${y.value}: right`, ys),
  ];
  const split = Math.ceil((3 * rowsOfX * columnsOfY * inner) / EXACT);
  const columns = xs.length * split;
  const buffer = tile.readBack(rows * columns, (values) => {
    const perStep = new Float64Array(tile.steps);
    values.forEach((pairs, at) => (perStep[Math.floor(at / columns / batch)]! += pairs));
    addTo(counts.operations[counted]!, perStep);
    addTo(counts.accumulates[counted]!, perStep);
  });
  await tile.dispatch(pairsKernel(inner, split), arrays, [batch], { buffer, columns, rows });
}

const indices = (tile: Tile, name: string, values: readonly number[]) => ({
  buffer: tile.workspace.resident(name, () => Float32Array.from(values)),
  columns: values.length,
  rows: 1,
});

/** The matrix of each operand for every pair of matrices. The leading axes of a sample broadcast. */
function matricesOf(x: readonly number[], y: readonly number[]): [number[], number[]] {
  const rank = Math.max(x.length, y.length);
  const padded = (shape: readonly number[]): number[] => [...new Array<number>(rank - shape.length).fill(1), ...shape];
  const [left, right] = [padded(x), padded(y)];
  const sizes = left.map((size, axis) => Math.max(size, right[axis]!));
  const indexOf = (shape: number[], pair: number): number => {
    let [rest, index, stride] = [pair, 0, 1];
    for (let axis = rank - 1; axis >= 0; axis--) {
      const position = rest % sizes[axis]!;
      rest = (rest - position) / sizes[axis]!;
      if (shape[axis] !== 1) index += position * stride;
      stride *= shape[axis]!;
    }
    return index;
  };
  const pairs = Array.from({ length: sizeOf(sizes) }, (_, pair) => pair);
  return [pairs.map((pair) => indexOf(left, pair)), pairs.map((pair) => indexOf(right, pair))];
}
