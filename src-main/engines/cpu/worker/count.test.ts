/** Kernels that count non-zero values count as a loop over them does, whatever is left over behind whole vectors. */
import { beforeAll, expect, test } from 'vitest';
import { buildKernels } from '../../../../scripts/build-kernels.mjs';
import { randomValues } from '../../../../tests/support/onnx-graph.ts';
import { loadKernels } from './kernels.ts';

const MATRICES = 2;
const ROWS = 5;

beforeAll(() => buildKernels());

test.each([3, 4, 16, 37, 64, 65])('non-zero values of the rows and columns of matrices with %i columns', async (columns) => {
  const memory = await loadKernels();
  const length = MATRICES * ROWS * columns;
  const values = memory.reserve(4 * length);
  const perColumn = memory.reserve(4 * MATRICES * columns);
  const perRow = memory.reserve(4 * MATRICES * ROWS);
  // Half of them zero.
  memory.floats(values, length).set(randomValues(length, columns, 1).map((value) => (value > 0 ? value : 0)));
  memory.kernels.countColumns(values, MATRICES, ROWS, columns, perColumn);
  memory.kernels.countRows(values, MATRICES * ROWS, columns, perRow);
  const ofColumns = new Array<number>(MATRICES * columns).fill(0);
  const ofRows = new Array<number>(MATRICES * ROWS).fill(0);
  memory.floats(values, length).forEach((value, index) => {
    const row = Math.floor(index / columns);
    if (value === 0) return;
    ofRows[row]!++;
    ofColumns[Math.floor(row / ROWS) * columns + (index % columns)]!++;
  });
  expect([...memory.integers(perColumn, ofColumns.length)]).toEqual(ofColumns);
  expect([...memory.integers(perRow, ofRows.length)]).toEqual(ofRows);
});
