/** The page that hosts the gpu engine. It shows nothing: it answers calls to the engine on each port that it is given. */
import { createGpuEngine } from '../src-gpu/index.ts';
import { writeOnnx } from '../src-main/onnx/write-onnx.ts';
import { type EngineMessage, type FromEnginePage, isEnginePort, serveEngine } from '../src-shared/engine/index.ts';
import { openDevice } from './adapters.ts';
import { loadRuntime } from './runtime.ts';

window.addEventListener('message', ({ data, source, ports: [port] }: MessageEvent<unknown>) => {
  // Only scripts of this window send ports: the preload script of the desktop program, or a test.
  if (source !== window || port === undefined || !isEnginePort(data)) return;
  const { adapter } = data;
  const tell = (message: FromEnginePage): void => port.postMessage(message);
  const engine = createGpuEngine({ open: () => openDevice(adapter), runtime: loadRuntime, writeModel: writeOnnx });
  const receive = serveEngine(engine, tell);
  port.onmessage = (event: MessageEvent<EngineMessage>) => receive(event.data);
  tell({ kind: 'ready' });
});
