/** Damage: to bytes, as bad copies and bad memory do it, and to plain data, as a program gone wrong or an attacker writes it. */
import type { Random } from './random.ts';

/** Counts and sizes that programs stumble over. */
const NUMBERS: readonly number[] = [
  ...[0, 1, 2, 3, -1, -2, 7, 255, 256, 65_535, 65_536],
  ...[2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 40, 2 ** 53, -(2 ** 31), 0.5, 1e-300, 1e300],
];

/** The bytes with one to four places changed: values set, inserted, removed, moved, or the end cut off. */
export function damageBytes(bytes: Uint8Array, random: Random, frontHeavy = true): Uint8Array {
  let damaged: Uint8Array = Uint8Array.from(bytes);
  for (let count = random.int(4); count >= 0; count--) {
    // Structure mostly lies in front, values behind.
    const at = Math.floor(random.next() ** (frontHeavy ? 2 : 1) * damaged.length);
    const length = 1 + random.int(random.chance(0.2) ? 200 : 8);
    const kind = random.next();
    if (kind < 0.5) damaged[at] = random.int(256);
    else if (kind < 0.6) damaged[at] = damaged[at]! ^ (1 << random.int(8));
    else if (kind < 0.7) damaged.set(Uint8Array.of(255, 255, 255, 255).subarray(0, damaged.length - at), at);
    else if (kind < 0.8) damaged = joined(damaged.subarray(0, at), damaged.subarray(at + length));
    else if (kind < 0.9) {
      const from = random.int(damaged.length);
      damaged = joined(damaged.subarray(0, at), damaged.slice(from, from + length), damaged.subarray(at));
    } else damaged = damaged.slice(0, at);
    if (damaged.length === 0) break;
  }
  return damaged;
}

const joined = (...parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(Buffer.concat(parts));

/** A place in plain data: an element of a list, or a field of an object. */
interface Slot {
  readonly holder: Record<string, unknown> | unknown[];
  readonly key: string | number;
  readonly value: unknown;
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !ArrayBuffer.isView(value) && !isLong(value);

/** A 64-bit integer as protobufjs decodes it. */
const isLong = (value: unknown): boolean => typeof value === 'object' && value !== null && 'low' in value && 'high' in value;

function slotsOf(value: unknown, found: Slot[] = []): Slot[] {
  if (!isPlain(value) && !Array.isArray(value)) return found;
  const holder = value as Slot['holder'];
  for (const key of Object.keys(holder)) {
    const slot = { holder, key: Array.isArray(holder) ? Number(key) : key, value: (holder as Record<string, unknown>)[key] };
    found.push(slot);
    slotsOf(slot.value, found);
  }
  return found;
}

/** Changes one to three places of plain data in itself; what moves elsewhere is of the same kind, so that much of it still makes sense. */
export function damageData(root: object, random: Random): void {
  for (let count = random.int(3); count >= 0; count--) {
    const slots = slotsOf(root);
    if (slots.length === 0) return;
    const slot = random.pick(slots);
    const alike = slots.filter(({ value }) => kindOf(value) === kindOf(slot.value));
    // A copy: what holds itself cannot be written.
    damageSlot(slot, structuredClone(random.pick(alike).value), random);
  }
}

const kindOf = (value: unknown): string =>
  Array.isArray(value) ? 'list' : isLong(value) ? 'number' : ArrayBuffer.isView(value) ? 'bytes' : typeof value;

function damageSlot({ holder, key, value }: Slot, other: unknown, random: Random): void {
  const set = (changed: unknown): void => {
    (holder as Record<string | number, unknown>)[key] = changed;
  };
  const kind = random.next();
  if (kind < 0.15 && Array.isArray(holder)) holder.splice(Number(key), 1);
  else if (kind < 0.25 && Array.isArray(holder)) holder.splice(Number(key), 0, other);
  else if (kind < 0.3 && !Array.isArray(holder)) delete holder[key];
  else if (kind < 0.55) set(other);
  else if (kindOf(value) === 'number')
    set(random.chance(0.5) ? Number(value) + random.pick([1, -1, 2, -Number(value)]) : random.pick(NUMBERS));
  else if (typeof value === 'string')
    set(random.pick(['', `${value}x`, value.slice(1), '\n', '*', '__proto__', '\u0000', 'é'.repeat(300)]));
  else if (typeof value === 'boolean') set(!value);
  else if (value instanceof Uint8Array)
    set(random.chance(0.5) ? value.subarray(0, random.int(value.length + 1)) : damageBytes(value, random, false));
  else if (Array.isArray(value) && value.length > 1) value.reverse();
  else if (value === null) set(random.pick(NUMBERS));
}
