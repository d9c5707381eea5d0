/** Numbers and comments as C text. Floats are written exactly, so that every compiler reads the same bits. */

const bits = new DataView(new ArrayBuffer(4));

/** A 32-bit float as a C literal with exactly its value: `0.5f`, `0x1.99999ap-4f`, `INFINITY` (of math.h). */
export function floatLiteral(value: number): string {
  const single = Math.fround(value);
  if (Number.isNaN(single)) return 'NAN';
  if (!Number.isFinite(single)) return single < 0 ? '-INFINITY' : 'INFINITY';
  if (Object.is(single, -0)) return '-0.0f';
  const short = String(single);
  if (short.length <= 8 && !short.includes('e')) return `${short.includes('.') ? short : `${short}.0`}f`;
  bits.setFloat32(0, single);
  const word = bits.getUint32(0);
  const exponent = (word >>> 23) & 0xff;
  // Six hexadecimal digits hold the 23 bits behind the point, with a zero at the end.
  const digits = ((word & 0x7fffff) << 1).toString(16).padStart(6, '0').replace(/0+$/, '');
  const lead = exponent === 0 ? '0' : '1';
  const power = exponent === 0 ? -126 : exponent - 127;
  return `${single < 0 ? '-' : ''}0x${lead}${digits === '' ? '' : `.${digits}`}p${power}f`;
}

/** A finite 64-bit float ≥ 0 as a C literal with exactly its value. */
export function doubleLiteral(value: number): string {
  const wide = new DataView(new ArrayBuffer(8));
  wide.setFloat64(0, value);
  const word = wide.getBigUint64(0);
  const exponent = Number(word >> 52n);
  const digits = (word & ((1n << 52n) - 1n)).toString(16).padStart(13, '0').replace(/0+$/, '');
  if (exponent === 0 && digits === '') return '0.0';
  return `0x${exponent === 0 ? 0 : 1}${digits === '' ? '' : `.${digits}`}p${exponent === 0 ? -1022 : exponent - 1023}`;
}

/** Text that may stand inside a C comment. */
export const commented = (text: string): string =>
  text
    .replaceAll('*/', '* /')
    .replaceAll('/*', '/ *')
    .replaceAll(/[^\x20-\x7e]/g, '?');

/** A product of an index and a stride, without needless factors. */
export const times = (index: string, factor: number): string => (factor === 1 ? index : `${index} * ${factor}`);

/** Indents lines by one level. */
export const indented = (lines: readonly string[]): string[] => lines.map((line) => (line === '' ? '' : `  ${line}`));
