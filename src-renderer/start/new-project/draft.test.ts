/** Making a project: what each step asks the services, what its answers allow, and answers that come too late. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { JobState } from '../../../src-shared/contract/index.ts';
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import { setWorkbench, workbench } from '../../state/index.ts';
import { PATH } from '../../testing/constructed-project.ts';
import { constructedGraph } from '../../testing/constructed-graph.ts';
import { error, free, inspection, pass, preview, services, testsOfDrafts } from '../../testing/draft-services.ts';
import { cancelCreating, createProject } from './create-actions.ts';
import { canEnter, type Draft, draft, EMPTY_DRAFT, NOT_ASKED, preprocessOf, readingOf, setDraft, useDraft } from './draft.ts';
import { chooseInput, chooseReading, endDraft, inspect, lookAtGraph, startFromFile, startFromPath } from './model-actions.ts';
import { checkPlace, forgetPlace, setPlace } from './place-actions.ts';
import { setSource } from './sample-actions.ts';

testsOfDrafts();

describe('a model', () => {
  it('at a path is inspected, with a place beside it and the preprocessing beside it', async () => {
    startFromPath('/m/a b.ONNX');
    expect(draft()).toMatchObject({ step: 'model', file: '/m/a b.ONNX', fileName: 'a b.ONNX', isCopy: false });
    expect(draft()).toMatchObject({ out: '/m/a b.spikeloom', inspection: { busy: true }, found: { busy: true } });
    await pass();
    expect(draft()).toMatchObject({ inspection: { value: inspection, error: null, busy: false }, found: { busy: false } });
    expect(services.requests('model.inspect')).toEqual([{ file: '/m/a b.ONNX' }]);
  });

  it.each([
    ['C:\\nets\\n.onnx', 'C:\\nets\\n.spikeloom'],
    ['/n.onnx', '/n.spikeloom'],
    ['/m/no-ending', '/m/no-ending.spikeloom'],
    ['/m/x.onnx.onnx', '/m/x.onnx.spikeloom'],
    ['/m/odd\\name.onnx', '/m/odd\\name.spikeloom'],
    [`/m/${'n'.repeat(200)}.onnx`, `/m/${'n'.repeat(200)}.spikeloom`],
  ])('at %s has its project at %s', (file, out) => {
    startFromPath(file);
    expect(draft()?.out).toBe(out);
  });

  it('that another takes the place of says nothing more', async () => {
    const held = services.hold('model.inspect');
    startFromPath('/m/first.onnx');
    startFromPath('/m/second.onnx');
    held[0]!.fail(error);
    held[1]!.answer(inspection);
    await pass();
    expect(draft()).toMatchObject({ file: '/m/second.onnx', inspection: { value: inspection, error: null } });
  });

  it('that is given up says nothing more', async () => {
    const held = services.hold('model.inspect');
    startFromPath('/m/net.onnx');
    endDraft();
    held[0]!.answer(inspection);
    await pass();
    expect(draft()).toBeNull();
  });

  it('that cannot be read says why; the last inspection stays for other choices', async () => {
    startFromPath('/m/net.onnx');
    await pass();
    services.on('model.inspect', () => {
      throw error;
    });
    chooseReading({ outputs: ['z'] });
    await pass();
    expect(draft()?.inspection).toMatchObject({ value: inspection, error: { code: 'model.invalid' }, busy: false });
    expect(canEnter('samples', draft()!)).toBe(false);
  });

  it('whose input cannot be told asks which, and goes on with it', async () => {
    const inputs = [{ name: 'a', shape: null, open: [], numbers: true }];
    services.on('model.inspect', () => {
      throw new SpikeloomError('model.inputs', 'Which?');
    });
    services.on('model.inputs', () => inputs);
    startFromPath('/m/net.onnx');
    await pass();
    expect(draft()).toMatchObject({ inputs, inspection: { value: null, error: { code: 'model.inputs' } } });
    services.on('model.inspect', () => inspection);
    chooseInput('a', [224, 224]);
    await pass();
    expect(services.requests('model.inspect').at(-1)).toEqual({ file: '/m/net.onnx', input: 'a', size: [224, 224] });
    expect(draft()?.inspection.value).toEqual(inspection);
  });

  it('whose inputs cannot be read either has only its first error', async () => {
    services.on('model.inspect', () => {
      throw new SpikeloomError('model.inputs', 'Which?');
    });
    services.on('model.inputs', () => {
      throw error;
    });
    startFromPath('/m/net.onnx');
    await pass();
    expect(draft()).toMatchObject({ inputs: null, inspection: { error: { code: 'model.inputs' } } });
  });

  it('that was dropped on a browser is copied; its project goes to the home folder', async () => {
    await startFromFile(new File([''], 'net.onnx'));
    expect(draft()).toMatchObject({ isCopy: true, file: '/home/someone/uploads/net.onnx', out: '/home/ann/net.spikeloom' });
    expect(draft()?.inspection.value).toEqual(inspection);
  });

  it('is looked at as a graph, unless it is given up meanwhile', async () => {
    const held = services.hold('model.graph');
    startFromPath('/m/net.onnx');
    await pass();
    const graph = constructedGraph(1);
    const [first] = [lookAtGraph()];
    startFromPath('/m/other.onnx');
    held[0]!.answer({ name: '', graph });
    await first;
    expect(workbench().looked).toBeNull();
    const second = lookAtGraph();
    held[1]!.answer({ name: '', graph });
    await second;
    expect(workbench().looked).toEqual({ name: 'other.onnx', graph });
  });

  it('without a draft is asked for nothing', async () => {
    await inspect();
    await lookAtGraph();
    await checkPlace();
    setSource('/x');
    setPlace('/y');
    await createProject();
    await cancelCreating();
    expect(draft()).toBeNull();
    for (const name of ['model.inspect', 'project.place', 'samples.preview', 'project.create'] as const)
      expect(services.requests(name)).toEqual([]);
  });
});

describe('steps', () => {
  const ready: Draft = {
    ...EMPTY_DRAFT,
    inspection: { value: inspection, error: null, busy: false },
    source: '/a',
    preview: { value: preview(1), error: null, busy: false },
  };
  const wire = { code: 'x', message: '' };
  it.each<[string, Partial<Draft>, boolean, boolean]>([
    ['everything', {}, true, true],
    ['no inspection', { inspection: NOT_ASKED }, false, false],
    ['an inspection that goes on', { inspection: { ...ready.inspection, busy: true } }, false, false],
    ['an inspection that failed', { inspection: { ...ready.inspection, error: wire } }, false, false],
    ['blocked nodes', { inspection: { ...ready.inspection, value: { ...inspection, convertible: false } } }, false, false],
    ['preprocessing that is looked for', { found: { ...NOT_ASKED, busy: true } }, false, false],
    ['no samples', { source: '' }, true, false],
    ['no preview', { preview: NOT_ASKED }, true, false],
    ['a preview that goes on', { preview: { ...ready.preview, busy: true } }, true, false],
    ['a preview that failed', { preview: { ...ready.preview, error: wire } }, true, false],
  ])('with %s', (_, change, samples, project) => {
    const now = { ...ready, ...change };
    expect([canEnter('model', now), canEnter('samples', now), canEnter('project', now)]).toEqual([true, samples, project]);
  });

  it('hand on only choices that were made', () => {
    expect(readingOf(EMPTY_DRAFT)).toEqual({});
    expect(readingOf({ ...EMPTY_DRAFT, input: 'x', size: [], outputs: ['y'], dequantise: false })).toEqual({
      ...{ input: 'x', size: [], outputs: ['y'], dequantise: false },
    });
    expect(preprocessOf(EMPTY_DRAFT)).toBeNull();
  });
});

describe('creating', () => {
  const job = (id: string, change: Partial<JobState> = {}): JobState => ({
    ...{ id, kind: 'create', title: 'Make', path: PATH, state: 'running', phase: 'importing', done: 0, total: 0 },
    ...{ remainingMs: null, error: null, run: null, started: '', finished: null, notes: [] },
    ...change,
  });
  let count = 0;
  beforeEach(async () => {
    services.on('project.create', () => ({ job: `make-${++count}` }));
    startFromPath('/m/net.onnx');
    setDraft({ source: '/s', batch: 7, skipBad: true, outputs: ['y'] });
    await pass();
  });
  const current = (): string => `make-${count}`;

  it('asks for what was chosen, where the place is known to be one', async () => {
    forgetPlace();
    void createProject();
    await pass();
    expect(services.requests('project.place')).toHaveLength(1);
    expect(services.requests('project.create')).toEqual([
      {
        ...{ model: '/m/net.onnx', out: '/m/net.spikeloom', dataset: null, outputs: ['y'] },
        calibration: { source: '/s', batch: 7, skipBad: true },
      },
    ]);
  });

  it('starts one job, however often it is asked', async () => {
    void createProject();
    void createProject();
    await pass();
    void createProject();
    await pass();
    expect(services.requests('project.create')).toHaveLength(1);
    expect(draft()?.job).toBe(current());
  });

  it('does not begin where a project is in the way', async () => {
    services.on('project.place', () => ({ ...free, exists: true, free: '/m/net-2.spikeloom' }));
    await createProject();
    expect(services.requests('project.create')).toEqual([]);
    setDraft({ replace: true });
    void createProject();
    await pass();
    expect(services.requests('project.create')).toMatchObject([{ replace: true }]);
  });

  it('ends with the project open and the draft gone', async () => {
    services.on('project.open', () => {
      throw new SpikeloomError('project.missing', 'Asked for.');
    });
    void createProject();
    await pass();
    setWorkbench({ jobs: [job(current(), { state: 'done' })] });
    await pass();
    expect(draft()).toBeNull();
    expect(services.requests('project.open')).toEqual([{ path: PATH }]);
  });

  it('that fails says why, and can be tried again', async () => {
    void createProject();
    await pass();
    setWorkbench({ jobs: [job(current(), { state: 'failed', error: { code: 'model.blocked', message: 'Blocked.' } })] });
    await pass();
    expect(draft()).toMatchObject({ job: null, failure: { code: 'model.blocked' } });
    void createProject();
    await pass();
    expect(draft()).toMatchObject({ job: current(), failure: null });
    expect(services.requests('project.create')).toHaveLength(2);
  });

  it('that cannot be started can be tried again', async () => {
    services.on('project.create', () => {
      throw new SpikeloomError('output.unwritable', 'No room.');
    });
    await createProject();
    await createProject();
    expect(services.requests('project.create')).toHaveLength(2);
    expect(draft()).toMatchObject({ job: null, failure: { code: 'output.unwritable' } });
  });

  it('that is cancelled keeps the draft, without an error', async () => {
    services.on('job.cancel', () => ({}));
    void createProject();
    await pass();
    await cancelCreating();
    expect(services.requests('job.cancel')).toEqual([{ job: current() }]);
    setWorkbench({ jobs: [job(current(), { state: 'cancelled' })] });
    await pass();
    expect(draft()).toMatchObject({ job: null, failure: null, source: '/s' });
  });

  it.each(['failed', 'cancelled', 'done'] as const)(
    'for a draft that was given up says nothing to the next (%s)',
    async (state) => {
      void createProject();
      await pass();
      const first = current();
      endDraft();
      startFromPath('/m/second.onnx');
      setDraft({ job: 'second', source: '/t' });
      await pass();
      setWorkbench({ jobs: [job(first, { state, error: state === 'failed' ? { code: 'x', message: 'x' } : null })] });
      await pass();
      expect(useDraft.getState().draft).toMatchObject({ file: '/m/second.onnx', job: 'second', failure: null });
      expect(services.requests('project.open')).toEqual([]);
    },
  );
});
