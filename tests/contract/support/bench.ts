/** What the suite works on: a small network, its images in class folders, and projects of it, made through the contract. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import type { Preprocess, ProjectView } from '../../../src-shared/contract/index.ts';
import { residual } from '../../fixtures/small-networks.ts';
import { onnxBytes, randomValues } from '../../support/onnx-graph.ts';
import { rawImage } from '../../support/test-images.ts';
import type { HostUnderTest, RunningHost, Transport } from './host-under-test.ts';
import { type TestWindow, testWindow } from './window.ts';
import { onCommandLine } from '../../../src-shared/message/index.ts';

export const CLASSES = ['ant', 'bee', 'cat', 'dog'];
const PER_CLASS = 15;
export const SAMPLES = CLASSES.length * PER_CLASS;

/** As a person fills it in: bytes to about ±1. */
export const PREPROCESS: Preprocess = {
  layout: 'NCHW',
  colour: 'RGB',
  dtype: 'float32',
  interpolation: 'bilinear',
  size: [12, 12],
  scale: 1 / 255,
  mean: 0.5,
  std: 0.5,
};

export interface Bench {
  readonly folder: string;
  readonly userFolder: string;
  readonly model: string;
  readonly images: string;
  at(name: string): string;
}

/** A folder with model and images, there while the tests of a file run. */
export function bench(): Bench {
  const folder = mkdtempSync(join(tmpdir(), 'spikeloom-contract-'));
  const at = (name: string): string => join(folder, name);
  const made = { folder, at, userFolder: at('user'), model: at('residual.onnx'), images: at('images') };
  beforeAll(async () => {
    writeFileSync(made.model, onnxBytes(residual));
    for (const [index, name] of CLASSES.entries()) {
      mkdirSync(join(made.images, name), { recursive: true });
      for (let i = 0; i < PER_CLASS; i++) {
        const noise = randomValues(12 * 12 * 3, 100 * index + i + 1);
        const pixels = Uint8Array.from(noise, (value) => Math.max(0, Math.min(255, 128 + 40 * value + 20 * index)));
        const png = await rawImage(pixels, 12, 12, 3).png().toBuffer();
        writeFileSync(join(made.images, name, `${String(i).padStart(2, '0')}.png`), png);
      }
    }
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  return made;
}

/** Starts hosts and connects windows, and ends all of them after the tests. */
export function runner(host: HostUnderTest, { userFolder }: Pick<Bench, 'userFolder'>) {
  const running = new Set<RunningHost>();
  const windows = new Set<TestWindow>();
  const transports = new Set<Transport>();
  const start = async (folder = userFolder): Promise<RunningHost> => {
    const started = await host.start(folder);
    running.add(started);
    return started;
  };
  const connect = async (to: RunningHost): Promise<TestWindow> => {
    const window = testWindow(await to.connect());
    windows.add(window);
    return window;
  };
  afterAll(async () => {
    const options = [...windows].flatMap((window) => window.options());
    for (const one of [...windows, ...transports]) one.close();
    await Promise.all([...running].map((one) => one.end()));
    expect(options, 'what the window was told names options of the command line').toEqual([]);
  });
  return {
    start,
    connect,
    /** A connection for a window of another kind than `connect` makes. */
    transport: async (to: RunningHost): Promise<Transport> => {
      const made = await to.connect();
      transports.add(made);
      return made;
    },
    kill: async (one: RunningHost): Promise<void> => {
      running.delete(one);
      await one.kill();
    },
  };
}

/** A host with a window on a project, which the tests of a suite share and change in their order. */
export interface ProjectBench extends ReturnType<typeof runner> {
  readonly made: Bench;
  running: RunningHost;
  window: TestWindow;
  /** The project as it was opened first. */
  view: ProjectView;
  path: string;
}

/** A bench with the project `p.spikeloom`, open when the first test begins. */
export function projectBench(host: HostUnderTest): ProjectBench {
  const made = bench();
  const on = { made, ...runner(host, made) } as ProjectBench;
  beforeAll(async () => {
    on.running = await on.start();
    on.window = await on.connect(on.running);
    on.view = await makeProject(on.window, made, 'p.spikeloom');
    on.path = on.view.path;
  });
  return on;
}

/** Makes a project and opens it. */
export async function makeProject(window: TestWindow, { model, images, at }: Bench, name: string): Promise<ProjectView> {
  const { job } = await window.call('project.create', {
    model,
    out: at(name),
    preprocess: PREPROCESS,
    dataset: images,
    calibration: { source: images, batch: 20, skipBad: false },
  });
  const end = await window.jobEnd(job);
  if (end.state !== 'done') throw new Error(`${name} was not made: ${end.error && onCommandLine(end.error.message)}`);
  return window.call('project.open', { path: at(name) });
}
