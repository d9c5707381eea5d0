/** A page for tests: it runs units of the gpu engine on a device of its own, opened as the engine's page opens one. A test calls its `runUnit`. */
import { shareDevice } from '../../../src-gpu/live-device.ts';
import { runUnit } from '../../../src-gpu/self-test/run-unit.ts';
import { SOFTWARE } from '../../../src-gpu/index.ts';
import { openDevice } from '../../../src-gpu-page/adapters.ts';
import { loadRuntime } from '../../../src-gpu-page/runtime.ts';
import { writeOnnx } from '../../../src-main/onnx/write-onnx.ts';
import type { UnitCase } from '../../../src-shared/engine/unit-case.ts';

const opened = openDevice(SOFTWARE).then(async (device) => shareDevice(device, await loadRuntime(), writeOnnx).share());

Object.assign(globalThis, { runUnit: async (one: UnitCase) => runUnit(await opened, one) });
