/** Projects of networks of 3,000 operators, made by a host as a person would make them, and the address of the window that opens each. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildWindow } from '../../../scripts/build-window.ts';
import { bigTangle } from '../../../src-renderer/testing/big-graph.ts';
import { startBrowserProgram } from '../../contract/support/browser.ts';
import { testWindow } from '../../contract/support/window.ts';
import { largeModel, writeLargeSamples } from '../../e2e/support/models.ts';
import { onnxBytes, randomTensor, type TestNode } from '../../support/onnx-graph.ts';
import { onCommandLine } from '../../../src-shared/message/index.ts';

const CHANNELS = 4;
const SIDE = 4;
const OPERATORS = 3000;
const WINDOW = { kernel_shape: [3n, 3n], pads: [1n, 1n, 1n, 1n] };
/** What stands in an ONNX file for an operator of the tangle; a pooling for those that change shapes or bring neurons of another kind. */
const TYPES: Readonly<Record<string, string>> = { Conv: 'Conv', Relu: 'Relu', Add: 'Sum' };

/** The tangle of tests/graph (no two modules alike) as an ONNX file, with one small kernel for all convolutions. */
function tangleModel(): Uint8Array {
  const { nodes, input } = bigTangle(OPERATORS);
  const outputs = new Map([[input.id, 'input']]);
  const written = nodes.map(({ id, op, path, inputs }): TestNode => {
    const type = TYPES[op] ?? 'MaxPool';
    const name = `/${path.replaceAll('.', '/')}/${type}`;
    outputs.set(id, `${name}_output_0`);
    return {
      name,
      type,
      inputs: [...inputs.map((one) => outputs.get(one)!), ...(type === 'Conv' ? ['w'] : [])],
      outputs: [`${name}_output_0`],
      attributes: type === 'Conv' || type === 'MaxPool' ? WINDOW : {},
    };
  });
  return onnxBytes({
    nodes: written,
    weights: { w: randomTensor([CHANNELS, CHANNELS, 3, 3], 1, 0.02) },
    inputs: [{ name: 'input', shape: ['batch', CHANNELS, SIDE, SIDE] }],
    outputs: [written.at(-1)!.outputs[0]!],
  });
}

export const LARGE = {
  large: { name: 'equal blocks', model: largeModel },
  tangle: { name: 'no two modules alike', model: tangleModel },
} as const;
type Large = keyof typeof LARGE;

export interface LargeProjects extends AsyncDisposable {
  /** Address of the window that opens a project. It lets one page in; the next call has another. */
  address(kind: Large): string;
}

/** Builds the window, starts a host and makes the projects. Rejects with an Error that says which could not be made. */
export async function makeLargeProjects(): Promise<LargeProjects> {
  buildWindow((text) => console.error(text));
  const folder = mkdtempSync(join(tmpdir(), 'spikeloom-bench-'));
  const at = (name: string): string => join(folder, name);
  const host = await startBrowserProgram(at('user'), ['--port', '0']);
  const window = testWindow(await host.connect());
  const source = at('samples.npy');
  writeLargeSamples(source, 4);
  for (const [kind, { model }] of Object.entries(LARGE)) {
    const file = at(`${kind}.onnx`);
    writeFileSync(file, model());
    const calibration = { source, batch: 4, skipBad: false };
    const { job } = await window.call('project.create', {
      ...{ model: file, out: at(`${kind}.spikeloom`), calibration, dataset: source },
    });
    const { state, error } = await window.jobEnd(job);
    if (state !== 'done') throw new Error(`the project ${kind} was not made: ${error && onCommandLine(error.message)}`);
  }
  window.close();
  return {
    address: (kind) => {
      const url = new URL(host.address);
      url.searchParams.set('open', at(`${kind}.spikeloom`));
      return url.href;
    },
    [Symbol.asyncDispose]: async () => {
      await host.end();
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}
