/** Services that answer to a draft of a project: a model, samples, a free place. For the tests of its steps. */
import { afterEach, beforeEach, vi } from 'vitest';
import type { ModelInspection, ProjectPlace, SamplePreview } from '../../src-shared/contract/index.ts';
import { SpikeloomError } from '../../src-shared/errors/index.ts';
import { host } from '../host/client.ts';
import { endDraft } from '../start/new-project/model-actions.ts';
import { useOpening } from '../start/opening.ts';
import { setWorkbench } from '../state/index.ts';
import { scriptedServices, type ScriptedServices } from './scripted-services.ts';

export const inspection: ModelInspection = {
  model: { name: 'net', file: '/m/net.onnx', producer: '', opset: 17 },
  input: { name: 'x', shape: '[1, 3, 32, 32]' },
  outputs: [{ name: 'y', shape: '[1, 10]' }],
  nodes: [],
  totals: { native: 0, rewritten: 0, 'real-valued': 0, blocked: 0 },
  convertible: true,
  layers: [{ name: 'relu', rule: 'relu' }],
  declared: ['y'],
  quantised: false,
  notes: [],
};
export const preview = (count: number): SamplePreview => ({
  ...{ count, classes: null, preprocess: null, shape: [3, 32, 32], samples: [], notes: [] },
});
export const free: ProjectPlace = { path: '/m/net.spikeloom', exists: false, problem: null, free: null };
export const error = new SpikeloomError('model.invalid', 'No model.');

/** The services that answer, from a test's beginning to its end. */
export let services: ScriptedServices;
/** Gives every test of a file services that answer to a draft, and its own time. */
export function testsOfDrafts(): void {
  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    services = scriptedServices('empty');
    services.on('model.inspect', () => inspection);
    services.on('model.preprocess', () => ({ preprocess: null, from: null, notes: [] }));
    services.on('samples.preview', ({ count }) => preview(count));
    services.on('project.place', () => free);
    setWorkbench({ info: { ...(await host().call('app.info', {})), home: '/home/ann' } });
  });
  afterEach(() => {
    endDraft();
    useOpening.setState({ opening: null });
    vi.useRealTimers();
  });
}
/** Lets answers come, and `milliseconds` pass. */
export const pass = (milliseconds = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(milliseconds);
/** A preview is asked for a moment after the last change. */
export const PREVIEW_MS = 250;
