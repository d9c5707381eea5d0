/** Text that a person types into a field. */
import { expect, it } from 'vitest';
import { readFieldValue } from './field-value.ts';

it('reads numbers and names that the schema allows', () => {
  expect(readFieldValue('threshold.percentile', ' 99,95 ')).toEqual({ value: 99.95 });
  expect(readFieldValue('steps', '16')).toEqual({ value: 16 });
  expect(readFieldValue('initial', '-0,5')).toEqual({ value: -0.5 });
  expect(readFieldValue('coding', 'rate')).toEqual({ value: 'rate' });
});

it('says what is allowed otherwise', () => {
  expect(readFieldValue('thresholds', '17')).toEqual({ problem: 'must be a whole number from 1 to 16' });
  expect(readFieldValue('threshold.value', '')).toEqual({ problem: 'must be a number above 0' });
  expect(readFieldValue('threshold.percentile', '100')).toEqual({ problem: 'must be a number between 0 and 100, both excluded' });
  expect(readFieldValue('initial', '-1.1')).toEqual({ problem: 'must be a number from -1 to 1' });
  expect(readFieldValue('threshold.method', 'mean')).toEqual({
    problem: 'must be one of max, percentile, iteration, measured, balanced',
  });
});
