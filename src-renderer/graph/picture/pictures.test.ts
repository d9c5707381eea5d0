// @vitest-environment happy-dom
/** Copying and saving pictures: what is handed over, under which name, and what is said where it cannot be. */
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { openGraph, WorkerOnPage } from '../../testing/open-graph.ts';
import { setWorkbench, workbench } from '../../state/index.ts';
import { nothingDerived } from '../../testing/laid-out-scene.ts';
import { moved, resized, setFlow } from '../state/camera.ts';
import { copyPicture, PICTURES, savePicture, setDerivedNow } from './pictures.ts';

/** What a canvas of the page makes; null for a picture that is too large for the machine. */
let png: Blob | null = null;
let canvases: HTMLCanvasElement[] = [];
let written: Record<string, Blob | Promise<Blob>>[] = [];
let saved: { readonly name: string; readonly blob: Blob }[] = [];
let blobs = new Map<string, Blob>();

beforeAll(() => {
  vi.stubGlobal('Worker', WorkerOnPage);
  vi.stubGlobal('fetch', () => Promise.resolve({ arrayBuffer: () => Promise.resolve(new ArrayBuffer(4)) }));
  vi.stubGlobal(
    'ClipboardItem',
    class {
      static supports = (type: string): boolean => type === 'image/svg+xml';
      readonly items: Record<string, Blob>;
      constructor(items: Record<string, Blob>) {
        this.items = items;
      }
    },
  );
  vi.stubGlobal(
    'Image',
    class {
      src = '';
      decode = (): Promise<void> => Promise.resolve();
    },
  );
  vi.spyOn(navigator.clipboard, 'write').mockImplementation((items) => {
    for (const item of items) written.push((item as unknown as { items: Record<string, Blob> }).items);
    return Promise.resolve();
  });
  vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
    const url = `blob:${blobs.size}`;
    blobs.set(url, blob as Blob);
    return url;
  });
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    saved.push({ name: this.download, blob: blobs.get(this.href)! });
  });
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockImplementation(
    () => ({ drawImage: () => {}, measureText: (text: string) => ({ width: 6 * text.length }) }) as never,
  );
  vi.spyOn(HTMLCanvasElement.prototype, 'toBlob').mockImplementation(function (this: HTMLCanvasElement, take) {
    canvases.push(this);
    take(png);
  });
  setFlow({ setViewport: (next: never) => moved(next) } as never);
  resized(1000, 700);
});
afterAll(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});
beforeEach(async () => {
  png = new Blob(['png'], { type: 'image/png' });
  [canvases, written, saved, blobs] = [[], [], [], new Map()];
  await openGraph();
  moved({ x: 0, y: 0, zoom: 1 });
  setDerivedNow(nothingDerived);
});

const said = () => workbench().notices.map(({ kind, message }) => `${kind}: ${message}`);
const sizeOf = (svg: string): number[] =>
  [...svg.matchAll(/ (?:width|height)="([\d.]+)"/g)].slice(0, 2).map(([, px]) => Number(px));

describe('a picture', () => {
  it.each(PICTURES)('%s is saved under the name of the project, and that is said', async (kind) => {
    await savePicture(kind);
    const ending = kind.endsWith('svg') ? 'svg' : 'png';
    expect(saved.map(({ name }) => name)).toEqual([`resnet20-graph.${ending}`]);
    expect(saved[0]!.blob.type).toBe(ending === 'svg' ? 'image/svg+xml' : 'image/png');
    expect(said()).toEqual([`info: resnet20-graph.${ending}: handed to the browser’s downloads`]);
  });

  it('as SVG is copied as a picture and as text', async () => {
    await copyPicture('whole-svg');
    expect(Object.keys(written[0]!)).toEqual(['image/svg+xml', 'text/plain']);
    const texts = await Promise.all(Object.values(written[0]!).map(async (blob) => (await blob).text()));
    expect(texts[0]).toBe(texts[1]);
    expect(texts[0]).toMatch(/^<svg [\s\S]*<title>resnet20<\/title>[\s\S]*@font-face[\s\S]*<\/svg>$/);
    expect(said()).toEqual(['info: Whole graph as SVG: copied']);
  });

  it('as PNG is copied as a picture', async () => {
    await copyPicture('view-png');
    expect(await written[0]!['image/png']).toBe(png);
  });

  it('of what is in view has the size of the view, of the whole that of the drawing and its margin', async () => {
    await copyPicture('view-svg');
    await copyPicture('whole-svg');
    const [view, whole] = await Promise.all(written.map(async (one) => sizeOf(await (await one['text/plain']!).text())));
    expect(view).toEqual([1000, 700]);
    expect(whole).not.toEqual(view);
  });

  it('as PNG is twice as fine as the window', async () => {
    await savePicture('view-png');
    expect([canvases[0]!.width, canvases[0]!.height]).toEqual([2000, 1400]);
  });
});

describe('a picture that is too large', () => {
  it('is as large as a canvas can be, and says how much smaller that is', async () => {
    moved({ x: 0, y: 0, zoom: 0.01 });
    await savePicture('view-png');
    const [{ width, height }] = canvases as [HTMLCanvasElement];
    expect(Math.max(width, height)).toBeLessThanOrEqual(16_384);
    expect(width * height).toBeLessThanOrEqual(120_000_000);
    expect(width / height).toBeCloseTo(10 / 7, 2);
    expect(said()[0]).toMatch(/^info: The picture is \d+\u202f% of its size: a PNG cannot be larger\./);
  });

  it('for the machine is not saved, and says why and what to do', async () => {
    png = null;
    await savePicture('view-png');
    expect(saved).toEqual([]);
    expect(said()).toEqual([
      'error: The picture could not be made: it is too large for this machine. Try a smaller part of the graph, or SVG.',
    ]);
  });
});

describe('what goes wrong', () => {
  it('with the clipboard is said', async () => {
    vi.mocked(navigator.clipboard.write).mockRejectedValueOnce(new Error('Write permission denied.'));
    await copyPicture('whole-svg');
    expect(said()).toEqual([
      'error: The picture could not be made: Write permission denied. Try a smaller part of the graph, or SVG.',
    ]);
  });

  it('of a model that is only looked at the picture is named for a network', async () => {
    setWorkbench({ project: null });
    await savePicture('whole-svg');
    expect(saved[0]!.name).toBe('network-graph.svg');
  });

  it('without a drawing there is no picture', async () => {
    setDerivedNow(null);
    await savePicture('whole-svg');
    expect([saved, said()]).toEqual([[], []]);
  });
});
