/** The graph as a picture for papers, slides and reports: copied or saved, as SVG or PNG. Nothing leaves this machine. */
import { fonts } from '../../../src-shared/theme/tokens.ts';
import { messageOf } from '../../../src-shared/errors/index.ts';
import { copyPng, copySvg, fontFace, pngOf, saveBlob, svgBlob } from '../../charts/hand-over.ts';
import { notify, workbench } from '../../state/index.ts';
import { chartTexts } from '../../texts/charts.ts';
import { graphTexts } from '../../texts/graph.ts';
import { inWindow } from '../../texts/messages.ts';
import { paletteNow } from '../canvas/palette.ts';
import { inView } from '../state/camera.ts';
import { graphView, type Rect, type Scene } from '../state/view-store.ts';
import type { Derived } from '../derived.ts';
import { graphSvg } from './graph-svg.ts';

export const PICTURES = ['whole-svg', 'whole-png', 'view-svg', 'view-png'] as const;
export type Picture = (typeof PICTURES)[number];

/** Space around the whole graph, px. */
const MARGIN = 24;

/** The plan's and the run's part in the drawing now; the drawing itself sets it. */
let derivedNow: Derived | null = null;
export const setDerivedNow = (derived: Derived | null): void => void (derivedNow = derived);

/** Copies a picture. Says that it is there, or why not. */
export async function copyPicture(kind: Picture): Promise<void> {
  await withPicture(kind, async (svg, area) => {
    await (kind.endsWith('svg') ? copySvg(svg) : copyPng(svg, area));
    notify({ kind: 'info', message: graphTexts.picture.copied(graphTexts.picture.of[kind]) });
  });
}

/** Saves a picture where the browser, or in Electron the person, says. */
export async function savePicture(kind: Picture): Promise<void> {
  await withPicture(kind, async (svg, area) => {
    const isSvg = kind.endsWith('svg');
    const name = `${workbench().project?.name ?? 'network'}-graph.${isSvg ? 'svg' : 'png'}`;
    saveBlob(isSvg ? svgBlob(svg) : await pngOf(svg, area), name);
    notify({ kind: 'info', message: chartTexts.saved(name) });
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

function measureText(): (text: string, px: number, weight: number) => number {
  const context = document.createElement('canvas').getContext('2d')!;
  return (text, px, weight) => {
    context.font = `${weight} ${px}px ${fonts.text}`;
    return context.measureText(text).width;
  };
}
