/** The constructed project on the graph's canvas, for tests of what stands on it. There is no browser: the layout is computed on the page. */
import { afterAll, beforeAll, vi } from 'vitest';
import { createArranger } from '../graph/layout/arrange.ts';
import type { LayoutRequest, LayoutResponse } from '../graph/layout/protocol.ts';
import { moved, resized, setFlow } from '../graph/state/camera.ts';
import { showGraph } from '../graph/state/scene.ts';
import { workbench } from '../state/index.ts';
import { openWindow } from './scripted-services.ts';

const WIDTH = 1000;
const HEIGHT = 700;

/** Gives the tests of a file a canvas of 1000 × 700 pixels whose camera moves as it is told, and the layout's worker. Called once, outside of tests. */
export function onCanvas(): void {
  beforeAll(() => {
    vi.stubGlobal('Worker', WorkerOnPage);
    setFlow({ setViewport: (next: never) => moved(next) } as never);
    resized(WIDTH, HEIGHT);
  });
  afterAll(() => void vi.unstubAllGlobals());
}

/** Opens the constructed project in a fresh store and lays its graph out. */
export async function openGraph(): Promise<void> {
  await openWindow();
  await showGraph(workbench().project!.graph);
}

/** The layout worker without a thread: answers soon, as `Worker` of a page that has none. */
export class WorkerOnPage {
  private readonly arranger = createArranger();
  private listen: (event: { readonly data: LayoutResponse }) => void = () => {};

  addEventListener(name: string, listener: (event: { readonly data: LayoutResponse }) => void): void {
    if (name === 'message') this.listen = listener;
  }

  postMessage({ id, ...request }: LayoutRequest): void {
    const { layout, computed } = this.arranger.arrange(request);
    queueMicrotask(() => this.listen({ data: { id, kind: 'done', layout, computed, milliseconds: 0 } }));
  }

  terminate(): void {
    this.listen = () => {};
  }
}
