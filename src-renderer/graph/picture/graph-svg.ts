/**
 * The graph as an SVG document: the near level of detail, drawn with plain shapes and texts that every program can read (no
 * foreign elements, no colours that only a browser can mix).
 */
import { xmlText } from '../../../src-shared/format/index.ts';
import { heatColour, codingColour, codingDash, type Palette } from '../canvas/palette.ts';
import type { Derived } from '../derived.ts';
import { curve, edgeShapes } from '../edges/edge-shapes.ts';
import { INSIDE } from '../layout/measures.ts';
import type { Point } from '../layout/protocol.ts';
import { BADGE_FIELDS } from '../model/badges.ts';
import { createNodeMaker, type GraphFlowNode } from '../nodes/node-data.ts';
import { shortened, wordsOf } from '../nodes/words.ts';
import { graphTexts } from '../../texts/graph.ts';
import type { Rect, Scene } from '../state/view-store.ts';

export interface SvgInput {
  readonly scene: Scene;
  readonly derived: Derived;
  readonly palette: Palette;
  /** The part of the drawing that is shown, px at zoom 1. */
  readonly area: Rect;
  /** Width of a text in px. */
  readonly measure: (text: string, px: number, weight: number) => number;
  readonly font: { readonly family: string; readonly face: string };
  readonly title: string;
}

const NONE: ReadonlySet<string> = new Set();

/** The document. Edges are drawn above frames and below nodes, as in the window. */
export function graphSvg(input: SvgInput): string {
  const { scene, derived, palette, area, font, title } = input;
  const make = createNodeMaker();
  const all = make({ scene, derived, detail: 'near', window: area, selection: NONE, focus: null, found: NONE });
  const frames = all.filter(({ data }) => data.isOpen);
  const boxes = all.filter(({ data }) => !data.isOpen);
  const { x, y, width, height } = area;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${num(width)}" height="${num(height)}" viewBox="${[x, y, width, height].map(num).join(' ')}" font-family="${escaped(font.family)}">`,
    `<title>${escaped(title)}</title>`,
    `<style>${font.face}</style>`,
    rect(area, palette.sunken),
    ...frames.map((frame) => frameShape(frame, input)),
    ...edgeLines(input),
    ...boxes.map((box) => boxShape(box, input)),
    '</svg>',
  ].join('\n');
}

function frameShape(node: GraphFlowNode, input: SvgInput): string {
  const { palette } = input;
  const { item } = node.data;
  const own = rectOf(node);
  const count = item.kind === 'group' && item.repeat ? ` ${graphTexts.blocks(item.repeat.count)}` : '';
  const name = `${(item.kind === 'group' && item.path) || item.label}${count}`;
  return [
    rect(own, palette.surface, { stroke: palette.outline, rx: 6, opacity: 0.6 }),
    `<path d="M${num(own.x)} ${num(own.y + INSIDE.head)}h${num(own.width)}" stroke="${palette.hairline}"/>`,
    text(fitted(name, own.width - 24, NAME, input), own.x + 12, own.y + INSIDE.head / 2 + 5, NAME, palette.ink),
  ].join('');
}

interface Style {
  readonly px: number;
  readonly weight: number;
}
const NAME: Style = { px: 13, weight: 500 };
const KIND: Style = { px: 12, weight: 400 };
const FACTS: Style = { px: 11, weight: 400 };
const LABEL: Style = { px: 10, weight: 400 };
const INSET = 12;
const GAP = 6;

function boxShape(node: GraphFlowNode, input: SvgInput): string {
  const { palette } = input;
  const { item, badges, heat, heatText, map, gauge, difference } = node.data;
  const own = rectOf(node);
  const isEnd = item.kind === 'leaf' && item.end !== null;
  const { name, kind, facts } = wordsOf(item);
  const step = typeof heat === 'number' ? heatColour(heat, map, palette) : null;
  const ink = step?.ink ?? palette.ink;
  const quiet = step?.ink ?? palette.muted;
  const aside = [difference && graphTexts.difference.mark(difference.count), heatText].filter(Boolean).join('  ');
  const asideWidth = aside === '' ? 0 : input.measure(aside, KIND.px, 500) + GAP;
  const count = item.kind === 'group' && item.repeat ? ` ${graphTexts.blocks(item.repeat.count)}` : '';
  const left = own.x + INSET;
  const room = own.width - 2 * INSET - asideWidth;
  const shownName = fitted(`${name}${count}`, room, NAME, input);
  const kindRoom = room - input.measure(shownName, NAME.px, NAME.weight) - GAP;
  const shownKind = fitted(kind, kindRoom, KIND, input);
  const lines = badges ? 3 : 2;
  const top = own.y + (own.height - (lines === 3 ? 54 : 32)) / 2;
  return [
    rect(own, step?.fill ?? (isEnd ? palette.surface : palette.raised), {
      stroke: difference ? palette.ink : palette.outline,
      rx: isEnd ? own.height / 2 : 4,
    }),
    isEnd ? '' : rect({ ...own, width: 4 }, stripeOf(node, input)),
    step && gauge
      ? rect(
          { x: own.x + own.width * gauge[0], y: own.y + own.height - 4, width: own.width * (gauge[1] - gauge[0]), height: 4 },
          step.ink,
        )
      : '',
    text(shownName, left, top + 13, NAME, ink),
    shownKind === '' ? '' : text(shownKind, own.x + own.width - INSET - asideWidth, top + 13, KIND, quiet, 'end'),
    aside === '' ? '' : text(aside, own.x + own.width - INSET, top + 13, { px: 12, weight: 500 }, ink, 'end'),
    text(fitted(facts, own.width - 2 * INSET, FACTS, input), left, top + 28, FACTS, quiet),
    badges ? badgesShape(node, left, top + 35, own.width - 2 * INSET, input) : '',
  ].join('');
}

function badgesShape(
  { data: { badges, coding } }: GraphFlowNode,
  left: number,
  top: number,
  room: number,
  input: SvgInput,
): string {
  const { palette } = input;
  let at = left;
  return BADGE_FIELDS.map((field) => {
    const mark = field === 'coding' ? 12 : 0;
    const shown = fitted(badges![field] ?? graphTexts.mixed, left + room - at - mark - 10, FACTS, input);
    if (shown === '') return '';
    const width = input.measure(shown, FACTS.px, FACTS.weight) + 10 + mark;
    const box = rect({ x: at, y: top, width, height: 18 }, palette.hover, { rx: 3 });
    const dot =
      mark === 0 ? '' : `<circle cx="${num(at + 9)}" cy="${num(top + 9)}" r="4" fill="${codingColour(coding, palette)}"/>`;
    const words = text(shown, at + 5 + mark, top + 13, FACTS, palette.ink);
    at += width + 4;
    return `${box}${dot}${words}`;
  }).join('');
}

/** The colour of the stripe that marks the kind of a node; as in nodes.css. */
function stripeOf({ data: { item, coding } }: GraphFlowNode, { palette }: SvgInput): string {
  if (item.kind === 'group') return coding === null ? palette.outline : codingColour(coding, palette);
  const form = item.node?.form;
  if (form === 'neuron') return codingColour(coding, palette);
  if (form === 'expectation') return palette.third;
  if (form === 'pooling' || form === 'product') return palette.fourth;
  return item.node?.counted ? palette.outline : 'none';
}

function edgeLines({ scene, derived, palette, area }: SvgInput): string[] {
  return edgeShapes(scene, derived, area).map(({ id, coding, ends, label, transcoders, middle }) => {
    const points = scene.layout.paths.get(id)!;
    const colour = codingColour(coding, palette);
    const dash = codingDash(coding);
    const dashes = dash.length > 0 ? ` stroke-dasharray="${dash.join(' ')}"` : '';
    const line = `<path d="${curve(points)}" fill="none" stroke="${colour}" stroke-width="1.25"${dashes}/>`;
    const words =
      label && label.at[0] < area.x + area.width ? text(label.text, label.at[0], label.at[1], LABEL, palette.muted) : '';
    return `${line}${ends ? arrow(points, colour) : ''}${words}${transcoders.length > 0 ? transcoder(middle, palette) : ''}`;
  });
}

/** The head of an arrow at the end of a line. */
function arrow(points: readonly Point[], colour: string): string {
  const [[ax, ay], [x, y]] = [points.at(-2)!, points.at(-1)!];
  const angle = (Math.atan2(y - ay, x - ax) * 180) / Math.PI;
  return `<path d="M-6 -2.5L0 0L-6 2.5Z" fill="${colour}" transform="translate(${num(x)} ${num(y)}) rotate(${num(angle)})"/>`;
}

const transcoder = ([x, y]: Point, palette: Palette): string =>
  `<g transform="translate(${num(x)} ${num(y)})"><circle r="9" fill="${palette.raised}" stroke="${palette.warning}" stroke-width="1.5"/><path d="M-5 -2H4M1.5 -4.5L4 -2M5 2H-4M-1.5 4.5L-4 2" fill="none" stroke="${palette.ink}" stroke-width="1.25"/></g>`;

const rectOf = ({ position: { x, y }, width = 0, height = 0 }: GraphFlowNode): Rect => ({ x, y, width, height });

interface RectStyle {
  readonly stroke?: string;
  readonly rx?: number;
  readonly opacity?: number;
}

function rect({ x, y, width, height }: Rect, fill: string, { stroke, rx, opacity }: RectStyle = {}): string {
  const more = `${stroke === undefined ? '' : ` stroke="${stroke}"`}${rx === undefined ? '' : ` rx="${rx}"`}${opacity === undefined ? '' : ` fill-opacity="${opacity}"`}`;
  return `<rect x="${num(x)}" y="${num(y)}" width="${num(width)}" height="${num(height)}" fill="${fill}"${more}/>`;
}

function text(words: string, x: number, y: number, { px, weight }: Style, fill: string, anchor?: 'end'): string {
  if (words === '') return '';
  const more = `${weight === 400 ? '' : ` font-weight="${weight}"`}${anchor === undefined ? '' : ` text-anchor="${anchor}"`}`;
  return `<text x="${num(x)}" y="${num(y)}" font-size="${px}" fill="${fill}"${more}>${escaped(words)}</text>`;
}

/** A text shortened with an ellipsis to a width; empty if nothing sensible fits. */
function fitted(words: string, width: number, { px, weight }: Style, { measure }: SvgInput): string {
  if (words === '' || measure(words, px, weight) <= width) return words;
  let [low, high] = [0, words.length];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (measure(shortened(words, middle), px, weight) <= width) low = middle;
    else high = middle - 1;
  }
  return low < 2 ? '' : shortened(words, low);
}

const num = (value: number): string => String(Math.round(value * 10) / 10);

/** A text of the picture. A character that XML does not allow is seen as one that is unknown. */
const escaped = (words: string): string => xmlText(words, '�');
