/**
 * A drawing of the window as an SVG document that every program can read: colours, strokes and fonts that come from style sheets and
 * custom properties are written into it, and its title stands above it.
 */
import { allowedInXml } from '../../src-shared/format/index.ts';
import { fonts } from '../../src-shared/theme/tokens.ts';
import { colourNow } from '../ui/index.ts';
import type { PictureSize } from './hand-over.ts';

/** A document and its size. */
export interface Picture extends PictureSize {
  readonly svg: string;
}

const NAMESPACE = 'http://www.w3.org/2000/svg';
/** Space around the drawing, and the height of its title, in px. */
const MARGIN = 12;
const TITLE = 24;

/** What style sheets may decide about a shape. */
const PAINT = [
  ...[
    'fill',
    'fill-opacity',
    'stroke',
    'stroke-width',
    'stroke-opacity',
    'stroke-dasharray',
    'stroke-linejoin',
    'stroke-linecap',
  ],
  'opacity',
  'display',
];
const TYPE = ['font-size', 'font-weight', 'text-anchor', 'dominant-baseline'];

/** The picture of a drawing under its title, in the colours of now. `face`: the font as a rule of a style sheet. */
export function standalone(drawing: SVGElement, title: string, face: string): Picture {
  const { width, height } = drawing.getBoundingClientRect();
  const inside = drawing.cloneNode(true) as SVGElement;
  resolve(drawing, inside);
  for (const [name, value] of Object.entries({ x: MARGIN, y: MARGIN + TITLE, width, height })) {
    inside.setAttribute(name, String(value));
  }
  const size = { width: Math.ceil(width) + 2 * MARGIN, height: Math.ceil(height) + 2 * MARGIN + TITLE };
  return { ...size, svg: titled(new XMLSerializer().serializeToString(inside), title, size, face) };
}

function titled(inside: string, title: string, { width, height }: PictureSize, face: string): string {
  const family = escaped(fonts.text);
  const words = escaped(title);
  return [
    `<svg xmlns="${NAMESPACE}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${family}">`,
    `<title>${words}</title><style>${face}</style>`,
    `<rect width="${width}" height="${height}" fill="${colourNow('surface')}"/>`,
    `<text x="${MARGIN}" y="${MARGIN + 13}" font-size="13" font-weight="600" fill="${colourNow('ink')}">${words}</text>`,
    inside,
    '</svg>',
  ].join('\n');
}

/** Gives a copy of a drawing the looks of the drawing. Both have the same elements. */
function resolve(drawn: Element, copy: Element): void {
  const style = getComputedStyle(drawn);
  for (const name of drawn.tagName === 'text' || drawn.tagName === 'tspan' ? [...PAINT, ...TYPE] : PAINT) {
    const value = style.getPropertyValue(name);
    if (value !== '') copy.setAttribute(name, value);
  }
  copy.removeAttribute('style');
  copy.removeAttribute('class');
  for (const [index, child] of [...drawn.children].entries()) resolve(child, copy.children[index]!);
}

const escaped = (text: string): string =>
  allowedInXml(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
