/** Names in exported files: C identifiers that resemble the names of the network, each one's own. */
import { expect, it } from 'vitest';
import { identifierOf, identifiers, isIdentifier } from './identifiers.ts';

const NAMES = ['/layer1/conv/Conv_output_0', 'input.1', 'x', '3x3', 'float', 'é', '', '::', 'a b', '__x__', 'NULL'];

it.each(NAMES)('"%s" becomes an identifier', (name) => {
  expect(isIdentifier(identifierOf(name))).toBe(true);
});

it('keeps what can be kept', () => {
  expect(NAMES.slice(0, 5).map(identifierOf)).toEqual(['layer1_conv_Conv_output_0', 'input_1', 'x', 'n_3x3', 'n_float']);
});

it('gives no name twice, nor one that is taken', () => {
  const unique = identifiers(['a', 'a_3']);
  expect(['a', 'a', '/a/', 'b', 'b'].map(unique)).toEqual(['a_2', 'a_4', 'a_5', 'b', 'b_2']);
});

it.each(['float', '1st', 'a-b', '', 'a b', 'main'])('"%s" is no identifier', (name) => {
  expect(isIdentifier(name)).toBe(false);
});
