/** Jobs as Electron starts them, with stand-ins for Electron's own parts, whose hidden windows show the real page in Chromium. */
import { gpuWindows } from '../../src-main/hosts/electron/gpu-window.ts';
import { startUtilityProcess } from '../../src-main/hosts/electron/utility-process.ts';
import { startJobsWith } from '../../src-main/services/jobs/run-job.ts';
import type { EnginePort } from '../../src-shared/engine/index.ts';
import { electronStandIn, type StandInWindow } from './electron-stand-in.ts';
import type { GpuPage } from './gpu-page.ts';

/** From now on, jobs of this program get the engine of `page`. Returns the windows that were opened. */
export function startJobsWithPage(page: GpuPage): readonly StandInWindow[] {
  const standIn = electronStandIn();
  standIn.onWindow = (window) => {
    window.webContents.onPorts = (request, [port]) => {
      void page
        .connect(request as EnginePort, (message) => port!.postMessage(message))
        .then((send) => {
          port!.on('message', ({ data }: { readonly data: never }) => send(data));
          port!.start();
        });
    };
  };
  const openEngine = gpuWindows(standIn.electron, { pages: 'build/gpu-page', preload: 'gpu-preload.cjs' });
  startJobsWith(() => startUtilityProcess(standIn.electron, openEngine));
  return standIn.windows;
}
