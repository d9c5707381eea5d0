/** The graph as a picture for papers, slides and reports: copied or saved, as SVG or PNG. Nothing leaves this machine. */
import fontUrl from '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?url';
import { fonts } from '../../../src-shared/theme/tokens.ts';
import { messageOf } from '../../../src-shared/errors/index.ts';
import { notify, workbench } from '../../state/index.ts';
import { graphTexts } from '../../texts/graph.ts';
import { inWindow } from '../../texts/messages.ts';
import { percent } from '../../ui/format.ts';
import { paletteNow } from '../canvas/palette.ts';
import { inView } from '../state/camera.ts';
import { graphView, type Rect, type Scene } from '../state/view-store.ts';
import type { Derived } from '../derived.ts';
import { graphSvg } from './graph-svg.ts';

export const PICTURES = ['whole-svg', 'whole-png', 'view-svg', 'view-png'] as const;
export type Picture = (typeof PICTURES)[number];

/** Space around the whole graph, px. */
const MARGIN = 24;
/** Pixels of a PNG for each px of the drawing, so that it stays sharp in print. */
const SHARP = 2;
/** Longest side and most pixels of a canvas in Chromium that can still be read back. */
const MOST = { side: 16_384, pixels: 120_000_000 } as const;

/** The plan's and the run's part in the drawing now; the drawing itself sets it. */
let derivedNow: Derived | null = null;
export const setDerivedNow = (derived: Derived | null): void => void (derivedNow = derived);

/** Copies a picture. Says that it is there, or why not. */
export async function copyPicture(kind: Picture): Promise<void> {
  await withPicture(kind, async (svg, area) => {
    if (kind.endsWith('svg')) {
      const type = 'image/svg+xml';
      const text = new Blob([svg], { type: 'text/plain' });
      // As text too: that is how drawing programs and editors take it.
      const both = ClipboardItem.supports(type)
        ? { [type]: new Blob([svg], { type }), 'text/plain': text }
        : { 'text/plain': text };
      await navigator.clipboard.write([new ClipboardItem(both)]);
    } else await navigator.clipboard.write([new ClipboardItem({ 'image/png': pngOf(svg, area) })]);
    notify({ kind: 'info', message: graphTexts.picture.copied(graphTexts.picture.of[kind]) });
  });
}

/** Saves a picture where the browser, or in Electron the person, says. */
export async function savePicture(kind: Picture): Promise<void> {
  await withPicture(kind, async (svg, area) => {
    const isSvg = kind.endsWith('svg');
    const blob = isSvg ? new Blob([svg], { type: 'image/svg+xml' }) : await pngOf(svg, area);
    const link = document.createElement('a');
    link.href = URL.createObjectURL(blob);
    link.download = `${workbench().project?.name ?? 'network'}-graph.${isSvg ? 'svg' : 'png'}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    notify({ kind: 'info', message: graphTexts.picture.saved(link.download) });
  });
}

async function withPicture(kind: Picture, take: (svg: string, area: Rect) => Promise<void>): Promise<void> {
  const { scene } = graphView();
  if (!scene || !derivedNow) return;
  try {
    const area = kind.startsWith('view') ? inView() : wholeOf(scene);
    const svg = graphSvg({
      scene,
      derived: derivedNow,
      palette: paletteNow(),
      area,
      measure: measureText(),
      font: { family: fonts.text, face: await fontFace() },
      title: workbench().project?.name ?? scene.graph.input.name,
    });
    await take(svg, area);
  } catch (error) {
    notify({ kind: 'error', message: graphTexts.picture.failed(inWindow(messageOf(error)).replace(/[.\s]+$/, '')) });
  }
}

function wholeOf({ layout, tree }: Scene): Rect {
  const { x, y, width, height } = layout.boxes.get(tree.root)!;
  return { x: x - MARGIN, y: y - MARGIN, width: width + 2 * MARGIN, height: height + 2 * MARGIN };
}

/** The picture as a PNG; smaller than it should be if a canvas cannot be as large, and then it says so. */
async function pngOf(svg: string, { width, height }: Rect): Promise<Blob> {
  const scale = Math.min(SHARP, MOST.side / width, MOST.side / height, Math.sqrt(MOST.pixels / (width * height)));
  const image = new Image(width, height);
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = Math.floor(width * scale);
    canvas.height = Math.floor(height * scale);
    canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (!blob) throw new Error(graphTexts.picture.tooLarge);
    if (scale < 1) notify({ kind: 'info', message: graphTexts.picture.smaller(percent(scale, 0)) });
    return blob;
  } finally {
    URL.revokeObjectURL(url);
  }
}

function measureText(): (text: string, px: number, weight: number) => number {
  const context = document.createElement('canvas').getContext('2d')!;
  return (text, px, weight) => {
    context.font = `${weight} ${px}px ${fonts.text}`;
    return context.measureText(text).width;
  };
}

let face: Promise<string> | undefined;

/** The window's font inside the picture: one that is opened elsewhere looks the same without it installed. */
function fontFace(): Promise<string> {
  face ??= readFont().catch((error: unknown) => {
    face = undefined;
    throw error;
  });
  return face;
}

async function readFont(): Promise<string> {
  const answer = await fetch(fontUrl);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const url = `data:font/woff2;base64,${base64(bytes)}`;
  return `@font-face{font-family:'Inter Variable';font-weight:100 900;src:url(${url}) format('woff2')}`;
}

function base64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}
