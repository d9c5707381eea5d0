/** What a person types about spikes to record: taken, or refused with the field and what is wrong. */
import { expect, it } from 'vitest';
import { mostSpikeBytes, SPIKE_BUDGET } from '../../src-shared/spikes/index.ts';
import { readChoice } from './read-choice.ts';

const layer = (name: string, neurons: number) => ({ name, model: 'mt', levels: 8, neurons }) as const;
const RUN = { layers: [layer('a.relu', 100), layer('a.relu2', 1000), layer('b.relu', 2_000_000)], steps: 8, samples: 10 };

it.each([
  ['a.relu', '0', ['a.relu'], [0]],
  [' a.relu2 , a.relu,', '7, 0,7', ['a.relu', 'a.relu2'], [0, 7]],
  ['a.*', '9', ['a.relu', 'a.relu2'], [9]],
])('%s and %s', (layers, samples, names, indices) => {
  const read = readChoice({ layers, samples }, RUN);
  const sized = RUN.layers.filter(({ name }) => names.includes(name));
  expect(read).toEqual({ choice: { layers: names, samples: indices }, mostBytes: mostSpikeBytes(sized, indices.length, 8) });
});

it.each([
  ['', '0', 'layers', 'name at least one layer'],
  ['a.relu, c', '0', 'layers', 'no neuron layer is called c'],
  ['a.relu', '', 'samples', 'name at least one sample'],
  ['a.relu', '1-3', 'samples', 'whole numbers from 0'],
  ['a.relu', '-1', 'samples', 'whole numbers from 0'],
  ['a.relu', '10', 'samples', 'there is no sample 10; the last one is 9'],
  ['*', '0, 1', null, 'leave out one sample'],
  ['*', '0, 1, 2, 3, 4', null, 'leave out 4 samples'],
])('"%s" and "%s" are wrong in %s', (layers, samples, field, wrong) => {
  const read = readChoice({ layers, samples }, RUN);
  expect(read).toMatchObject({ field, wrong: expect.stringContaining(wrong) as unknown });
});

it('a layer that is too large alone is named; a number of samples that is not known limits nothing', () => {
  const huge = { ...RUN, layers: [layer('a', 10), layer('huge', SPIKE_BUDGET)] };
  expect(readChoice({ layers: '*', samples: '0' }, huge)).toMatchObject({
    wrong: expect.stringContaining('huge first') as unknown,
  });
  expect(readChoice({ layers: 'a.relu', samples: '99' }, { ...RUN, samples: null })).toHaveProperty('choice');
});
