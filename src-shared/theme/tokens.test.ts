import { describe, expect, it } from 'vitest';
import { type ColourName, colours, type Scheme } from './tokens.ts';

const channel = (byte: number): number => (byte <= 0.04045 ? byte / 12.92 : ((byte + 0.055) / 1.055) ** 2.4);

/** Relative luminance of `#rrggbb` (WCAG 2.2). */
function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => channel(Number.parseInt(colour.slice(at, at + 2), 16) / 255));
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light! + 0.05) / (dark! + 0.05);
}

const SCHEMES: readonly Scheme[] = ['light', 'dark', 'high-contrast'];
const LEVELS: readonly ColourName[] = ['sunken', 'surface', 'raised', 'floating', 'hover', 'selection'];

describe.each(SCHEMES)('%s', (scheme) => {
  const between = (a: ColourName, b: ColourName): number => contrast(colours[a][scheme], colours[b][scheme]);

  it.each<ColourName>(['ink', 'muted', 'accent', 'danger', 'warning', 'ok', 'fourth'])(
    '%s can be read on every level',
    (text) => {
      for (const level of LEVELS)
        expect(between(text, level), level).toBeGreaterThanOrEqual(scheme === 'high-contrast' ? 7 : 4.5);
    },
  );

  it('text on the accent can be read', () => {
    expect(between('on-accent', 'accent')).toBeGreaterThanOrEqual(4.5);
  });

  it.each<ColourName>(['outline', 'focus', 'second', 'third'])('%s can be seen on every level', (line) => {
    for (const level of ['sunken', 'surface', 'raised', 'floating'] as const) {
      expect(between(line, level), level).toBeGreaterThanOrEqual(3);
    }
  });
});
