/**
 * Typed access to a canonical node's attributes. A missing attribute is a bug of the operator's `read`, not bad input, so
 * these throw a plain TypeError.
 */
import type { Attributes } from '../../network.ts';

/** A number. */
export function num(attributes: Attributes, key: string): number {
  const value = attributes[key];
  if (typeof value !== 'number') throw new TypeError(`attribute ${key} is not a number`);
  return value;
}

/** A list of numbers. */
export function nums(attributes: Attributes, key: string): readonly number[] {
  const value = attributes[key];
  if (typeof value !== 'object') throw new TypeError(`attribute ${key} is not a list`);
  return value;
}

/** A word. */
export function text(attributes: Attributes, key: string): string {
  const value = attributes[key];
  if (typeof value !== 'string') throw new TypeError(`attribute ${key} is not a string`);
  return value;
}

/** Numbers as an ONNX attribute of type INTS. */
export const big = (values: readonly number[]): bigint[] => values.map(BigInt);
