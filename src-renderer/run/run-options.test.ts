/** What a run is started with. */
import { expect, it } from 'vitest';
import { batchFor, readRunOptions } from './run-options.ts';

it('is what was chosen, else the samples of the project', () => {
  const project = { dataset: 'images' };
  const recording = { on: true, layers: 'a.relu', samples: '0, 5' };
  const chosen = { dataset: 'others', samples: null, batch: 5, recording };
  expect(readRunOptions(chosen, project)).toEqual(chosen);
  // As windows left it before the batch, or spikes to record, could be chosen.
  const nothing = { batch: null, recording: { on: false, layers: '', samples: '0' } };
  expect(readRunOptions({ dataset: 'others', samples: 40 }, project)).toEqual({ dataset: 'others', samples: 40, ...nothing });
  expect(readRunOptions({ samples: 40 }, project)).toEqual({ dataset: 'images', samples: 40, ...nothing });
  expect(readRunOptions({ dataset: 3, samples: -1, batch: 0.5, recording: { on: 1 } }, project)).toEqual({
    dataset: 'images',
    samples: 200,
    ...nothing,
  });
  expect(readRunOptions(undefined, null)).toEqual({ dataset: null, samples: 200, ...nothing });
});

it('comes in batches that show progress', () => {
  expect([1, 200, 400, 10_000, null].map(batchFor)).toEqual([10, 20, 40, 100, 100]);
});
