// @vitest-environment happy-dom
/** Opening projects, waiting for jobs, and walking back and forth in the window's history. */
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { JobState, ProjectView } from '../../src-shared/contract/index.ts';
import { SpikeloomError } from '../../src-shared/errors/index.ts';
import { closeProject, setLayout, setWorkbench, workbench } from '../state/index.ts';
import { constructedGraph } from '../testing/constructed-graph.ts';
import { constructedProject, PATH } from '../testing/constructed-project.ts';
import { scriptedServices, type ScriptedServices, settled } from '../testing/scripted-services.ts';
import { defineView } from '../views/index.ts';
import { followAddress } from './address.ts';
import { jobEnd } from './job-end.ts';
import { draft, EMPTY_DRAFT, setDraft, useDraft } from './new-project/draft.ts';
import { openExample, openPath, stopOpening, useOpening } from './opening.ts';

const OTHER = '/home/someone/other.spikeloom';
const view: ProjectView = constructedProject(constructedGraph(1));
const job = (change: Partial<JobState> = {}): JobState => ({
  ...{ id: 'make', kind: 'create', title: 'Make', path: PATH, state: 'running', phase: 'importing', done: 0, total: 0 },
  ...{ remainingMs: null, error: null, run: null, started: '', finished: null, notes: [] },
  ...change,
});
const newer = new SpikeloomError('project.newer', 'Made by a newer version.');

let services: ScriptedServices;
beforeEach(() => {
  services = scriptedServices();
  services.on('project.open', ({ path }) => ({ ...view, path }));
});
afterEach(() => useOpening.setState({ opening: null }));
const opening = () => useOpening.getState().opening;
const open = (): string | undefined => workbench().project?.path;

describe('opening', () => {
  it('says what is being opened, and nothing once it is open', async () => {
    const done = openPath(PATH);
    expect(opening()).toMatchObject({ name: 'resnet20', job: null, error: null });
    await done;
    expect([open(), opening()]).toEqual([PATH, null]);
  });

  it('that fails is said on the start screen, and can be tried again', async () => {
    services.on('project.open', () => {
      throw newer;
    });
    await openPath(PATH);
    expect(opening()).toMatchObject({ error: { code: 'project.newer' } });
    expect(workbench().notices).toEqual([]);
    services.on('project.open', () => view);
    opening()!.again();
    await expect.poll(open).toBe(PATH);
  });

  it('that fails is said in a notice where a project is open', async () => {
    await openPath(PATH);
    services.on('project.open', () => {
      throw newer;
    });
    await openPath(OTHER);
    expect([open(), opening()]).toEqual([PATH, null]);
    expect(workbench().notices.map(({ message }) => message)).toEqual(['Made by a newer version.']);
  });

  it('another takes the place of the first, whose failure is not said', async () => {
    const held = services.hold('project.open');
    const first = openPath(OTHER);
    await settled();
    const both = [first, openPath(PATH)];
    await settled();
    held[0]!.fail(newer);
    held[1]!.answer(view);
    await Promise.all(both);
    expect([open(), opening()]).toEqual([PATH, null]);
  });

  it('that is taken back opens nothing', async () => {
    const held = services.hold('project.open');
    const done = openPath(PATH);
    await settled();
    stopOpening();
    held[0]!.answer(view);
    await done;
    expect([open(), opening()]).toEqual([undefined, null]);
  });

  it('the example waits for the job that makes it', async () => {
    services.on('project.example', () => ({ path: OTHER, job: 'make' }));
    const done = openExample();
    await settled();
    expect(opening()).toMatchObject({ job: 'make' });
    setWorkbench({ jobs: [job({ state: 'done' })] });
    await done;
    expect(open()).toBe(OTHER);
  });

  it('the example that was taken back while it was made is not opened', async () => {
    services.on('project.example', () => ({ path: OTHER, job: 'make' }));
    const done = openExample();
    await settled();
    stopOpening();
    setWorkbench({ jobs: [job({ state: 'done' })] });
    await done;
    expect([open(), opening()]).toEqual([undefined, null]);
  });
});

describe('the end of a job', () => {
  const outcome = (): Promise<unknown> => jobEnd('make').catch(({ code }: SpikeloomError) => code);

  it.each([
    ['done', job({ state: 'done' }), 'make'],
    ['failed', job({ state: 'failed', error: { code: 'model.blocked', message: '' } }), 'model.blocked'],
    ['failed without a reason', job({ state: 'failed' }), 'cancelled'],
    ['cancelled', job({ state: 'cancelled' }), 'cancelled'],
  ])('%s is told, whether it comes or is there', async (_, ended, told) => {
    const read = async (end: Promise<unknown>) => {
      const value = await end;
      return typeof value === 'object' ? (value as JobState).id : value;
    };
    const before = outcome();
    setWorkbench({ jobs: [job()] });
    setWorkbench({ jobs: [ended] });
    expect(await read(before)).toBe(told);
    expect(await read(outcome())).toBe(told);
  });

  it('is waited for over a lost connection', async () => {
    const end = outcome();
    setWorkbench({ jobs: [job()] });
    setWorkbench({ connection: 'lost' });
    setWorkbench({ connection: 'open', jobs: [job({ done: 5 })] });
    setWorkbench({ jobs: [job({ state: 'done' })] });
    expect(await end).toMatchObject({ id: 'make', state: 'done' });
  });

  it('never comes where services that were started anew do not know it', async () => {
    const end = outcome();
    setWorkbench({ jobs: [job()] });
    setWorkbench({ connection: 'lost' });
    setWorkbench({ connection: 'open', jobs: [] });
    expect(await end).toBe('job.missing');
  });

  it('is not given up for a list of jobs that it is not in yet', async () => {
    let ended = false;
    const end = outcome().finally(() => (ended = true));
    setWorkbench({ jobs: [job({ id: 'another' })] });
    await settled();
    expect(ended).toBe(false);
    setWorkbench({ jobs: [job({ state: 'done' })] });
    await end;
  });
});

describe('the history of the window', () => {
  /** Entries as the browser would keep them. */
  let entries: { state: unknown; address: string }[];
  let at: number;
  beforeAll(() => {
    const load = () => Promise.resolve(() => null);
    for (const id of ['results', 'plan']) defineView({ id, title: id, place: 'bottom', load });
    const take = (state: unknown, url?: string | URL | null): { state: unknown; address: string } => ({
      state: structuredClone(state),
      address: String(url ?? ''),
    });
    window.history.pushState = (state, _, url) => void (entries = [...entries.slice(0, ++at), take(state, url)]);
    window.history.replaceState = (state, _, url) => void (entries[at] = take(state, url));
    entries = [];
    at = 0;
    setWorkbench({ info: {} as never });
    followAddress();
  });
  beforeEach(async () => {
    setWorkbench({ info: {} as never });
    await closeProject();
    useDraft.setState({ draft: null });
    await settled();
    entries = [{ state: { kind: 'home' }, address: '' }];
    at = 0;
    walk(0);
    await settled();
  });
  const walk = (to: number): void => {
    at = to;
    window.dispatchEvent(Object.assign(new Event('popstate'), { state: entries[at]!.state }));
  };
  const kinds = (): readonly unknown[] => entries.map(({ state }) => (state as { kind: string }).kind);

  it('has an entry for each place, and one for changes of a moment', async () => {
    useDraft.setState({ draft: EMPTY_DRAFT });
    await settled();
    useDraft.setState({ draft: { ...EMPTY_DRAFT, fileName: 'x' } });
    await settled();
    await openPath(PATH);
    await settled();
    setLayout({ front: { bottom: 'plan' } });
    setLayout({ folded: ['side'] });
    await settled();
    expect(kinds()).toEqual(['home', 'draft', 'project', 'project']);
    expect(entries.map(({ address }) => new URL(address || 'http://x/').searchParams.get('open'))).toEqual([
      null,
      null,
      PATH,
      PATH,
    ]);
  });

  it('leads back to a view and forth again', async () => {
    await openPath(PATH);
    await settled();
    setLayout({ front: { bottom: 'plan' } });
    await settled();
    walk(1);
    await settled();
    expect(workbench().layout.front.bottom).toBe('results');
    walk(2);
    await settled();
    expect(workbench().layout.front.bottom).toBe('plan');
    expect(entries).toHaveLength(3);
  });

  it('leads out of a project and into it again', async () => {
    await openPath(PATH);
    await settled();
    walk(0);
    await expect.poll(open).toBeUndefined();
    await settled();
    walk(1);
    await expect.poll(open).toBe(PATH);
    await settled();
    expect(kinds()).toEqual(['home', 'project']);
  });

  it('keeps a new project that Back has left until Forward', async () => {
    useDraft.setState({ draft: { ...EMPTY_DRAFT, fileName: 'kept' } });
    await settled();
    walk(0);
    await settled();
    expect(draft()).toBeNull();
    walk(1);
    await settled();
    expect(draft()?.fileName).toBe('kept');
  });

  it('does not leave a project that is being made, and says where one is', async () => {
    useDraft.setState({ draft: { ...EMPTY_DRAFT, job: 'make' } });
    await settled();
    walk(0);
    await settled();
    expect(draft()?.job).toBe('make');
    expect(entries[at]!.state).toEqual({ kind: 'draft', step: 'model' });
  });

  it('does not go to a step that cannot be entered', async () => {
    useDraft.setState({ draft: EMPTY_DRAFT });
    await settled();
    setDraft({ step: 'samples' });
    await settled();
    setDraft({ step: 'model' });
    await settled();
    walk(2);
    await settled();
    expect(draft()?.step).toBe('model');
    expect(entries[2]!.state).toEqual({ kind: 'draft', step: 'model' });
  });

  it.each([[null], [{ kind: 'gone' }], ['text']])('takes an entry of something else (%j) for the start screen', async (state) => {
    await openPath(PATH);
    await settled();
    entries[1] = { state, address: '' };
    walk(1);
    await expect.poll(open).toBeUndefined();
  });

  it('a project that cannot be opened any more becomes the place that is shown', async () => {
    await openPath(PATH);
    await settled();
    walk(0);
    await expect.poll(open).toBeUndefined();
    await settled();
    services.on('project.open', () => {
      throw newer;
    });
    walk(1);
    await settled();
    expect(opening()).toMatchObject({ error: { code: 'project.newer' } });
    expect(entries[1]!.state).toEqual({ kind: 'home' });
  });
});
