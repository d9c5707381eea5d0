/** What a run is started with. */
import { expect, it } from 'vitest';
import { batchFor, readRunOptions } from './run-options.ts';

it('is what was chosen, else the images of the project', () => {
  const project = { dataset: 'images' };
  expect(readRunOptions({ dataset: 'others', samples: null }, project)).toEqual({ dataset: 'others', samples: null });
  expect(readRunOptions({ samples: 40 }, project)).toEqual({ dataset: 'images', samples: 40 });
  expect(readRunOptions({ dataset: 3, samples: -1 }, project)).toEqual({ dataset: 'images', samples: 200 });
  expect(readRunOptions(undefined, null)).toEqual({ dataset: null, samples: 200 });
});

it('comes in batches that show progress', () => {
  expect([1, 200, 400, 10_000, null].map(batchFor)).toEqual([10, 20, 40, 100, 100]);
});
