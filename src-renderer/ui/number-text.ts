/** What a person may type where a number is wanted, and what it means. */
import { uiTexts } from '../texts/ui.ts';

export interface NumberRule {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  /** True where only whole numbers will do. */
  readonly whole?: boolean | undefined;
  /** A further check: what is wrong, or null. */
  readonly check?: ((value: number) => string | null) | undefined;
}

export type NumberReading = { readonly value: number } | { readonly wrong: string };

const NUMBER = /^[+\-−]?(\d+\.?\d*|\.\d+)(e[+\-−]?\d+)?$/i;

/** Reads a number; spaces and a typographic minus are allowed, a comma is not (it would be a point for some, nothing for others). */
export function readNumber(text: string, { min, max, whole = false, check }: NumberRule = {}): NumberReading {
  const bare = text.replaceAll(/\s/g, '');
  if (bare === '') return { wrong: uiTexts.needed };
  if (!NUMBER.test(bare)) return { wrong: uiTexts.notANumber(text.trim()) };
  const value = Number(bare.replaceAll('−', '-'));
  if (!Number.isFinite(value)) return { wrong: uiTexts.notANumber(text.trim()) };
  if (whole && !Number.isInteger(value)) return { wrong: uiTexts.notWhole };
  if ((min !== undefined && value < min) || (max !== undefined && value > max)) return { wrong: uiTexts.outOfRange(min, max) };
  const wrong = check?.(value) ?? null;
  return wrong === null ? { value } : { wrong };
}

/** The text of a number in a field: all digits that tell it from others, no more. */
export const numberText = (value: number): string => String(value).replace('e+', 'e');

/**
 * `value` moved by a step and brought back to the step's own grid, so that 0.1 + 0.2 is 0.3; kept within the bounds. Moving from
 * outside of the bounds leads to the nearest.
 */
export function stepped(value: number, by: number, { min, max }: NumberRule = {}): number {
  const digits = Math.min(12, Math.max(0, -Math.floor(Math.log10(Math.abs(by)))) + 2);
  const next = Number((value + by).toFixed(digits));
  return Math.min(max ?? Infinity, Math.max(min ?? -Infinity, next));
}
