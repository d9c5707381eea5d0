/** One batch and several, in words. */
import { expect, it } from 'vitest';
import { resumptionText } from './resumption-text.ts';

it('says how many batches were there from before, where there were some', () => {
  expect([0, 1, 2].map(resumptionText)).toEqual(['', ' (1 batch was there from before)', ' (2 batches were there from before)']);
});
