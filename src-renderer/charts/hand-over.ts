/** Hands pictures and texts to the clipboard or to the browser’s downloads. Nothing leaves this machine. */
import fontUrl from '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?url';
import { notify } from '../state/index.ts';
import { chartTexts } from '../texts/charts.ts';
import { percent } from '../ui/format.ts';

/** The size of a picture in px. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** Pixels of a PNG for each px of the drawing, so that it stays sharp in print. */
const SHARP = 2;
/** Longest side and most pixels of a canvas in Chromium that can still be read back. */
const MOST = { side: 16_384, pixels: 120_000_000 } as const;
const SVG = 'image/svg+xml';

/** Copies an SVG document, as text too: that is how drawing programs and editors take it. */
export async function copySvg(svg: string): Promise<void> {
  const text = new Blob([svg], { type: 'text/plain' });
  const both = ClipboardItem.supports(SVG)
    ? { [SVG]: new Blob([svg], { type: SVG }), 'text/plain': text }
    : { 'text/plain': text };
  await navigator.clipboard.write([new ClipboardItem(both)]);
}

/** Copies an SVG document as a PNG. */
export const copyPng = (svg: string, size: PictureSize): Promise<void> =>
  navigator.clipboard.write([new ClipboardItem({ 'image/png': pngOf(svg, size) })]);

/** Saves a picture or a text where the browser, or in Electron the person, says. */
export function saveBlob(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

export const svgBlob = (svg: string): Blob => new Blob([svg], { type: SVG });

/** An SVG document as a PNG; smaller than it should be if a canvas cannot be as large, and then a notice says so. */
export async function pngOf(svg: string, { width, height }: PictureSize): Promise<Blob> {
  const scale = Math.min(SHARP, MOST.side / width, MOST.side / height, Math.sqrt(MOST.pixels / (width * height)));
  const image = new Image(width, height);
  const url = URL.createObjectURL(svgBlob(svg));
  try {
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = Math.floor(width * scale);
    canvas.height = Math.floor(height * scale);
    canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (!blob) throw new Error(chartTexts.tooLarge);
    if (scale < 1) notify({ kind: 'info', message: chartTexts.smaller(percent(scale, 0)) });
    return blob;
  } finally {
    URL.revokeObjectURL(url);
  }
}

let face: Promise<string> | undefined;

/** The window's font as a rule of a style sheet, to be put into a picture: opened elsewhere, it looks the same without the font installed. */
export function fontFace(): Promise<string> {
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
