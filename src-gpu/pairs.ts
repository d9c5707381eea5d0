/** Operations of a matrix product (docs/algorithm.md §7): pairs of non-zero factors in x∘y, x∘B and A∘y. */
import { SpikeloomError } from '../src-shared/errors/index.ts';
import type { ValueId } from '../src-shared/network/index.ts';
import { atBatch, isBatchSize, type Shape, sizeOf } from '../src-shared/tensor/index.ts';
import { factorsKernel, gatherKernel, pairsKernel } from './kernels/counts.ts';
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
    const entries = sizeOf(atBatch(shape, 1));
    const columns = sizeOf(atBatch(shape.slice(0, -2), 1)) * inner;
    const b = ofEstimates || !constant ? undefined : workspace.resident(`${value}: constant`, () => Float32Array.from(constant));
    const stored = ofEstimates ? estimates : steps === 1 ? tile.read(value) : await tile.readAll(value);
    const buffer = await samplesFirst(tile, value, stored, rows);
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

/** A value with all entries of a sample in a row, `[T · B, entries]`, wherever its batch lies. */
async function samplesFirst(tile: Tile, value: ValueId, buffer: GPUBuffer, rows: number): Promise<GPUBuffer> {
  const { outer, inner } = tile.layout(value);
  if (outer === 1) return buffer;
  const gathered = { buffer: tile.temporary(rows * outer * inner), columns: outer * inner, rows };
  await tile.dispatch(gatherKernel, [{ buffer, columns: inner, rows: outer * rows }], [inner, rows], gathered);
  return gathered.buffer;
}

/** Throws `engine.failed` for a product whose pairs cannot be counted: a batch among the rows or columns of its matrices. */
export function checkCountable(operands: readonly Pick<ProductOperand, 'value' | 'shape'>[]): void {
  for (const { shape, value } of operands) {
    if (!shape.slice(-2).some(isBatchSize)) continue;
    const message = `The gpu engine cannot count the matrix product that reads ${value}, whose batch is one of its last two axes; use the cpu engine.`;
    throw new SpikeloomError('engine.failed', message, { at: { node: value } });
  }
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
