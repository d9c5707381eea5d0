/** Copies and saves a chart as PNG, SVG or CSV, and says that it is there, or why not. */
import { csvOf, type ChartTable } from '../../src-shared/charts/table.ts';
import { messageOf } from '../../src-shared/errors/index.ts';
import { notify, workbench } from '../state/index.ts';
import { chartTexts as texts } from '../texts/charts.ts';
import { inWindow } from '../texts/messages.ts';
import { copyText } from '../ui/index.ts';
import { copyPng, copySvg, fontFace, pngOf, saveBlob, svgBlob } from './hand-over.ts';
import { type Picture, standalone } from './standalone.ts';

/** Forms that a chart is taken in. */
export const KINDS = ['png', 'svg', 'csv'] as const;
export type Kind = (typeof KINDS)[number];

/** What a chart is taken from. */
export interface ChartSource {
  readonly title: string;
  readonly table: () => ChartTable;
  /** An element on the page, or a document; null if nothing is drawn. */
  readonly svg: () => SVGElement | string | null;
}

export const copyChart = (source: ChartSource, kind: Kind): Promise<void> =>
  withNotice(async () => {
    if (kind === 'csv') await copyText(csvOf(source.table()));
    else {
      const picture = await pictureOf(source);
      await (kind === 'svg' ? copySvg(picture.svg) : copyPng(picture.svg, picture));
    }
    return texts.copied(source.title, kind.toUpperCase());
  });

export const saveChart = (source: ChartSource, kind: Kind): Promise<void> =>
  withNotice(async () => {
    const file = `${fileWords(workbench().project?.name ?? 'chart')}-${fileWords(source.title)}.${kind}`;
    if (kind === 'csv') saveBlob(new Blob([`${csvOf(source.table())}\n`], { type: 'text/csv' }), file);
    else {
      const picture = await pictureOf(source);
      saveBlob(kind === 'svg' ? svgBlob(picture.svg) : await pngOf(picture.svg, picture), file);
    }
    return texts.saved(file);
  });

async function pictureOf({ title, svg }: ChartSource): Promise<Picture> {
  const drawing = svg();
  if (drawing === null) throw new Error(texts.noPicture);
  const element =
    typeof drawing === 'string'
      ? (new DOMParser().parseFromString(drawing, 'image/svg+xml').documentElement as unknown as SVGElement)
      : drawing;
  if (element.isConnected && typeof drawing !== 'string') return standalone(element, title, await fontFace());
  // Styles are known of what is on the page alone.
  const place = document.createElement('div');
  place.className = 'chart-aside';
  place.append(element);
  document.body.append(place);
  try {
    return standalone(element, title, await fontFace());
  } finally {
    place.remove();
  }
}

async function withNotice(work: () => Promise<string>): Promise<void> {
  try {
    notify({ kind: 'info', message: await work() });
  } catch (error) {
    notify({ kind: 'error', message: texts.failed(inWindow(messageOf(error)).replace(/[.\s]+$/, '')) });
  }
}

/** A title as a part of a file's name: `Energy by layer, pJ` becomes `energy-by-layer-pj`. */
const fileWords = (title: string): string =>
  title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '');
