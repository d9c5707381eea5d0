/** What a run is started with. */
import { expect, it } from 'vitest';
import { batchFor, readRunOptions } from './run-options.ts';

it('is what was chosen, else the samples of the project', () => {
  const project = { dataset: 'images' };
  const chosen = { dataset: 'others', samples: null, batch: 5 };
  expect(readRunOptions(chosen, project)).toEqual(chosen);
  // As a window of before the batch could be chosen left it.
  expect(readRunOptions({ dataset: 'others', samples: 40 }, project)).toEqual({ dataset: 'others', samples: 40, batch: null });
  expect(readRunOptions({ samples: 40 }, project)).toEqual({ dataset: 'images', samples: 40, batch: null });
  expect(readRunOptions({ dataset: 3, samples: -1, batch: 0.5 }, project)).toEqual({
    dataset: 'images',
    samples: 200,
    batch: null,
  });
  expect(readRunOptions(undefined, null)).toEqual({ dataset: null, samples: 200, batch: null });
});

it('comes in batches that show progress', () => {
  expect([1, 200, 400, 10_000, null].map(batchFor)).toEqual([10, 20, 40, 100, 100]);
});
