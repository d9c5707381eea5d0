/** Paths that no file can have, wherever a call takes one: each gets an error with a name, and a sentence that does not fill the screen. */
import { beforeAll, expect, it } from 'vitest';
import type { RequestOf, WireError } from '../../../src-shared/contract/index.ts';
import { bench, makeProject, PREPROCESS, runner } from '../support/bench.ts';
import type { HostUnderTest } from '../support/host-under-test.ts';
import { codeOf, type Refused, type TestWindow } from '../support/window.ts';

/** Refused by the contract, before anything is begun with them. */
const IMPOSSIBLE: Readonly<Record<string, string>> = {
  'with a NUL': '/tmp/a\0b',
  'longer than any system allows': 'x'.repeat(40_000),
};
/** Refused by the system. */
const REFUSED: Readonly<Record<string, string>> = {
  'with a name of 5,000 characters': `/tmp/${'x'.repeat(5000)}`,
  'of 2,500 folders': `/tmp${'/x'.repeat(2500)}`,
  'that is empty': '',
};
const LONGEST_MESSAGE = 700;

export function badPathSuite(host: HostUnderTest): void {
  const made = bench();
  const { start, connect } = runner(host, made);
  let window: TestWindow;
  let project: string;
  beforeAll(async () => {
    window = await connect(await start());
    project = (await makeProject(window, made, 'p.spikeloom')).path;
  });

  const { model, images } = made;
  const create = (part: object): RequestOf<'project.create'> => ({
    model,
    out: made.at('never.spikeloom'),
    preprocess: PREPROCESS,
    dataset: null,
    calibration: { source: images, batch: 20, skipBad: false },
    ...part,
  });
  const engine = { batch: 1, engine: 'reference', threads: null } as const;
  /** Every place in the contract that takes a path of a file or folder, with the rest of its request right. */
  const inCalls: Readonly<Record<string, (path: string) => Promise<unknown>>> = {
    'files.list': (folder) => window.call('files.list', { folder }),
    'recent.forget': (path) => window.call('recent.forget', { path }),
    'model.inspect': (file) => window.call('model.inspect', { file }),
    'model.inputs': (file) => window.call('model.inputs', { file }),
    'model.preprocess': (file) => window.call('model.preprocess', { file }),
    'samples.columns': (source) => window.call('samples.columns', { source }),
    'samples.preview, model': (path) => window.call('samples.preview', { model: path, source: images, count: 1 }),
    'samples.preview, source': (source) => window.call('samples.preview', { model, source, count: 1, preprocess: PREPROCESS }),
    'samples.preview, project': (path) => window.call('samples.preview', { model, project: path, source: images, count: 1 }),
    'project.place': (out) => window.call('project.place', { out }),
    'project.open': (path) => window.call('project.open', { path }),
    'project.close': (path) => window.call('project.close', { path }),
    'plan.document': (path) => window.call('plan.document', { path }),
  };
  const calibration = (source: string): RequestOf<'project.create'>['calibration'] => ({ source, batch: 20, skipBad: false });
  const inJobs: Readonly<Record<string, (path: string) => Promise<{ readonly job: string }>>> = {
    'project.create, model': (path) => window.call('project.create', create({ model: path })),
    'project.create, out': (out) => window.call('project.create', create({ out })),
    'project.create, calibration': (source) => window.call('project.create', create({ calibration: calibration(source) })),
    'project.create, dataset': (dataset) => window.call('project.create', create({ dataset })),
    'run.start': (dataset) => window.call('run.start', { path: project, dataset, samples: 1, ...engine }),
    'calibration.start': (source) => window.call('calibration.start', { path: project, source, ...engine }),
  };

  it.each(Object.entries(IMPOSSIBLE))('a path %s is refused wherever it is asked for', async (_, path) => {
    for (const [place, ask] of Object.entries({ ...inCalls, ...inJobs }))
      expect(await codeOf(ask(path)), place).toBe('contract.request');
  });

  it.each(Object.entries(REFUSED))('a path %s is refused by name, and in few words', async (_, path) => {
    const problems: string[] = [];
    for (const [place, ask] of Object.entries(inCalls)) {
      const refused = await ask(path).then(
        () => undefined,
        (error: unknown) => error as Refused,
      );
      if (refused) problems.push(...problemsOf(place, refused.wire));
    }
    expect(problems).toEqual([]);
  });

  it('a job is refused by name, too', async () => {
    const { job } = await inJobs['project.create, model']!(REFUSED['with a name of 5,000 characters']!);
    const { error } = await window.jobEnd(job);
    expect(problemsOf('project.create', error!)).toEqual([]);
  });
}

/** The faults of the error that refuses a path. */
const problemsOf = (place: string, { code, message, details }: WireError): string[] => [
  ...(code === 'internal' ? [`${place}: ${details}`] : []),
  ...(message.length > LONGEST_MESSAGE ? [`${place}: ${code}: ${message.length} characters`] : []),
];
