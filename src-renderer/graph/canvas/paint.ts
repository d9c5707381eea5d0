/** Draws blocks, lines and names on a canvas for a viewport. Names keep their size on screen and appear where they fit. */
import type { Viewport } from '@xyflow/react';
import { INSIDE } from '../layout/measures.ts';
import { shortened } from '../nodes/words.ts';
import { meets } from '../state/detail.ts';
import type { Rect } from '../state/view-store.ts';
import type { Block, Blocks } from './blocks.ts';
import { codingColour, codingDash, type Palette } from './palette.ts';

export interface Painting extends Blocks {
  readonly palette: Palette;
  readonly font: string;
  readonly selected: ReadonlySet<string>;
  readonly found: ReadonlySet<string>;
  readonly viewport: Viewport;
  readonly width: number;
  readonly height: number;
  readonly pixelRatio: number;
  /** How much wider than high the drawing is made: a map of a long thin network would be a line. */
  readonly stretch?: number;
}

/** Names of blocks narrower than this on screen are left out, px. */
const LEAST_FOR_NAME = 44;
/** Lines are drawn where blocks are at least this high on screen, px: below that they are grey noise. */
const LEAST_FOR_LINES = 1.5;
const NAME_PX = 11;
/** Height of a gauge as a share of its block's. */
const GAUGE = 0.16;
/** Side of the corner of a block that differs, as a share of its height. */
const CORNER = 0.5;

export function paint(context: CanvasRenderingContext2D, painting: Painting): void {
  const { viewport, width, height, pixelRatio, blocks, palette, stretch = 1 } = painting;
  const { x, y, zoom } = viewport;
  const across = zoom * stretch;
  const view: Rect = { x: -x / across, y: -y / zoom, width: width / across, height: height / zoom };
  const inView = blocks.filter((block) => meets(block, view));
  context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
  context.clearRect(0, 0, width, height);
  context.setTransform(pixelRatio * across, 0, 0, pixelRatio * zoom, pixelRatio * x, pixelRatio * y);
  for (const block of inView) if (block.kind === 'frame') paintFrame(context, block, palette, zoom);
  if (40 * zoom >= LEAST_FOR_LINES) paintLines(context, painting);
  for (const block of inView) if (block.kind !== 'frame') paintBlock(context, block, painting);
  if (stretch !== 1) return;
  context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
  paintNames(context, inView, painting);
}

function paintFrame(
  context: CanvasRenderingContext2D,
  { x, y, width, height, depth }: Block,
  palette: Palette,
  zoom: number,
): void {
  context.fillStyle = depth % 2 === 0 ? palette.surface : palette.sunken;
  context.fillRect(x, y, width, height);
  context.strokeStyle = palette.hairline;
  context.lineWidth = 1 / zoom;
  context.strokeRect(x, y, width, height);
}

function paintLines(context: CanvasRenderingContext2D, { lines, palette, viewport: { zoom } }: Painting): void {
  context.lineWidth = Math.max(1, 0.8 / zoom);
  for (const { coding, path } of lines) {
    context.strokeStyle = codingColour(coding, palette);
    context.globalAlpha = 0.7;
    context.setLineDash(zoom > 0.2 ? [...codingDash(coding)] : []);
    context.stroke(path);
  }
  context.globalAlpha = 1;
  context.setLineDash([]);
}

function paintBlock(
  context: CanvasRenderingContext2D,
  block: Block,
  { palette, selected, found, viewport: { zoom } }: Painting,
): void {
  const { x, y, width, height, fill, ink, gauge, kind, hatched, id, outlined, differs } = block;
  context.fillStyle = fill;
  context.fillRect(x, y, width, height);
  if (hatched) hatch(context, block, palette, zoom);
  if (gauge !== undefined) {
    context.fillStyle = ink;
    const [from, to] = gauge;
    context.fillRect(x + width * from, y + height * (1 - GAUGE), width * (to - from), height * GAUGE);
  }
  if (differs) paintDifference(context, block, palette, zoom);
  const isSelected = selected.has(id);
  if (isSelected || found.has(id)) {
    context.strokeStyle = isSelected ? palette.accent : palette.warning;
    context.lineWidth = 2.5 / zoom;
    context.strokeRect(x - 1 / zoom, y - 1 / zoom, width + 2 / zoom, height + 2 / zoom);
  } else if (kind === 'group' || outlined) {
    context.strokeStyle = kind === 'group' ? palette.outline : palette.hairline;
    context.lineWidth = 1 / zoom;
    context.strokeRect(x, y, width, height);
  }
}

/** A corner for what differs, with an edge that sets it off from every fill. */
function paintDifference(context: CanvasRenderingContext2D, { x, y, width, height }: Rect, palette: Palette, zoom: number): void {
  const side = Math.min(height * CORNER, width);
  context.beginPath();
  context.moveTo(x + width - side, y);
  context.lineTo(x + width, y);
  context.lineTo(x + width, y + side);
  context.closePath();
  context.fillStyle = palette.ink;
  context.fill();
  context.strokeStyle = palette.raised;
  context.lineWidth = 1 / zoom;
  context.stroke();
}

/** Stripes for what was not measured. */
function hatch(context: CanvasRenderingContext2D, { x, y, width, height }: Rect, palette: Palette, zoom: number): void {
  context.save();
  context.beginPath();
  context.rect(x, y, width, height);
  context.clip();
  context.beginPath();
  const step = 6 / zoom;
  for (let at = x - height; at < x + width; at += step) {
    context.moveTo(at, y + height);
    context.lineTo(at + height, y);
  }
  context.strokeStyle = palette.outline;
  context.lineWidth = 1 / zoom;
  context.stroke();
  context.restore();
}

/**
 * Names at the size of the window's small text. Those of frames, outer ones first, have an outline of the ground, since lines may run
 * there, and are left out where another one stands already.
 */
function paintNames(context: CanvasRenderingContext2D, blocks: readonly Block[], painting: Painting): void {
  const { viewport, palette, font } = painting;
  context.font = `500 ${NAME_PX}px ${font}`;
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
  context.lineWidth = 3;
  const taken: Rect[] = [];
  for (const block of blocks) {
    const place = nameOnScreen(block, viewport);
    if (!place) continue;
    const { name, x, y } = place;
    if (block.kind === 'frame') {
      const own = { x, y: y - NAME_PX / 2, width: name.length * NAME_PX * CHARACTER, height: NAME_PX };
      if (taken.some((other) => meets(own, other))) continue;
      taken.push(own);
      context.strokeStyle = block.depth % 2 === 0 ? palette.surface : palette.sunken;
      context.strokeText(name, x, y);
    }
    context.fillStyle = block.ink;
    context.fillText(name, x, y);
  }
}

/** A block's name as far as it fits, and where it stands; null where there is no room. */
function nameOnScreen(block: Block, viewport: Viewport): { name: string; x: number; y: number } | null {
  const { kind } = block;
  const width = block.width * viewport.zoom;
  const height = block.height * viewport.zoom;
  const least = kind === 'frame' ? 2 * NAME_PX : kind === 'group' ? NAME_PX - 2 : NAME_PX + 1;
  if (width < LEAST_FOR_NAME || height < least) return null;
  const name = fitted(block.name, width - 8);
  const down = kind === 'frame' ? Math.max(NAME_PX / 2 + 1, (INSIDE.head / 2) * viewport.zoom) : height / 2;
  return name === ''
    ? null
    : { name, x: block.x * viewport.zoom + viewport.x + 4, y: block.y * viewport.zoom + viewport.y + down };
}

/** Width of a character as a share of the text's height, the mean of the fonts in use: measuring every name would cost more. */
const CHARACTER = 0.56;

/** The name, shortened with an ellipsis to a width; empty where nothing sensible fits. */
function fitted(name: string, width: number): string {
  const most = Math.floor(width / (NAME_PX * CHARACTER));
  if (name.length <= most) return name;
  return most < 4 ? '' : shortened(name, most - 1);
}
