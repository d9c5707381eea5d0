/** Sizes of memory as people write them: `1M`, `256K`, `1.5M`, `65536`. */
import { SpikeloomError } from '../errors/index.ts';
import { option, type OptionId, say } from '../message/index.ts';

const FACTORS: Readonly<Record<string, number>> = { '': 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 };

/** Bytes of a size such as `256K`; undefined if the text is not a size. K, M and G stand for 2¹⁰, 2²⁰ and 2³⁰ bytes. */
export function bytesOf(text: string): number | undefined {
  const found = /^(\d+(?:\.\d+)?)\s*([KMG]?)(?:i?B)?$/i.exec(text.trim());
  if (!found) return undefined;
  const bytes = Number(found[1]) * FACTORS[found[2]!.toUpperCase()]!;
  return Number.isSafeInteger(bytes) && bytes >= 1 ? bytes : undefined;
}

/** Bytes of the value of an option. Throws `option.invalid` if it is not a size. */
export function bytesOfOption(id: OptionId, text: string): number {
  const bytes = bytesOf(text);
  if (bytes !== undefined) return bytes;
  const message = say`${option(id)}: "${text}" is not a size of memory; give bytes, or a number with K, M or G, such as 256K`;
  throw new SpikeloomError('option.invalid', message, { at: { option: id } });
}
