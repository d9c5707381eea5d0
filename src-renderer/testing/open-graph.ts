/** The constructed project on the graph's canvas, for tests of what stands on it. There is no browser: the layout is computed on the page. */
import { afterAll, beforeAll, vi } from 'vitest';
import { moved, resized, setFlow } from '../graph/state/camera.ts';
import { showGraph } from '../graph/state/scene.ts';
import { workbench } from '../state/index.ts';
import { openWindow, WorkerOnPage } from './open-window.ts';

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
