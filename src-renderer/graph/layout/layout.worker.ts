/** Entry of the layout worker: layouts are computed beside the window, so that it answers meanwhile. */
import { createArranger } from './arrange.ts';
import type { LayoutRequest, LayoutResponse } from './protocol.ts';

const arranger = createArranger();

self.addEventListener('message', ({ data }: MessageEvent<LayoutRequest>) => self.postMessage(answer(data)));

function answer(request: LayoutRequest): LayoutResponse {
  const started = performance.now();
  try {
    const { layout, computed } = arranger.arrange(request);
    return { id: request.id, kind: 'done', layout, computed, milliseconds: performance.now() - started };
  } catch (error) {
    return { id: request.id, kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}
