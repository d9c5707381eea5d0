/**
 * The table that holds the services to their messages (tests/bad-input), given to a host as a window would: it says the same sentence, in
 * the answer or the error that the window shows. Where the window shows each is a matter of tests/e2e/bad-input.spec.ts.
 */
import { copyFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { at, performedBy, type Performer, removeBench } from '../bad-input/bench.ts';
import { MODEL_CASES, writeModels } from '../bad-input/model-cases.ts';
import { PLACE_CASES, writePlaces } from '../bad-input/place-cases.ts';
import { PLAN_CASES, writePlans } from '../bad-input/plan-cases.ts';
import { SAMPLE_CASES, writeSamples } from '../bad-input/sample-cases.ts';
import type { BadCase } from '../bad-input/table.ts';
import { SpikeloomError } from '../../src-shared/errors/index.ts';
import type { Message } from '../../src-shared/message/index.ts';
import { inWindow } from '../../src-renderer/texts/messages.ts';
import { browserHost } from './support/browser.ts';
import { runner } from './support/bench.ts';
import { Refused, type TestWindow } from './support/window.ts';

/** What the host said of bad input. */
class Said extends Error {}
/** Input that no call of the contract takes, and why. */
class NoCall extends Error {}

/** The calls that refuse: an error is what the host said. */
const asked = <T>(answer: Promise<T>): Promise<T> =>
  answer.catch((error: unknown) => {
    throw error instanceof Refused ? new Said(error.message) : error;
  });
/** Sentences that are part of an answer. */
function saidIn(sentence: Message | null): void {
  if (sentence !== null) throw new Said(inWindow(sentence));
}

/** Permissions do not bind root, nor a host that it started: the table then plays another user in this process alone. */
function requireRights(): void {
  if (process.geteuid?.() !== process.getuid?.()) throw new NoCall('the host is not bound by permissions here');
}

function requireNoPlan({ options = {}, file }: Parameters<Performer['convert']>[0]['plan']): void {
  if (file !== undefined || Object.entries(options).some(([name, value]) => name !== 'steps' || value !== 2))
    throw new NoCall('the window reads plans and numbers itself, by the functions that the services use');
}

/** A project that the host may write, and a model with a preprocessing beside it. */
const OWN = at('window.spikeloom');
const BESIDE = at('with-preprocess');

/** The commands as calls of the contract. */
function contractPerformer(window: TestWindow): Performer {
  const runOn = async (path: string, dataset: string): Promise<never> => {
    const { readOnly, model: known } = await asked(window.call('project.open', { path }));
    saidIn(known.missing);
    saidIn(readOnly);
    const model = at('model.onnx');
    const preview = { model, project: path, source: dataset, count: 1, purpose: 'run' } as const;
    await asked(window.call('samples.preview', preview));
    const engine = { batch: 100, engine: 'reference', threads: null } as const;
    const { job } = await asked(window.call('run.start', { path, dataset, samples: 5, ...engine }));
    throw new Said(inWindow((await window.jobEnd(job)).error?.message ?? ''));
  };
  /** What stays open would be what the next case meets. */
  const runAndClose = (path: string, dataset: string): Promise<never> =>
    runOn(path, dataset).finally(() => window.call('project.close', { path }));
  return {
    async convert({ model, input, preprocess, plan, calibration: { source, skipBad }, out }) {
      requireRights();
      requireNoPlan(plan);
      let file = model;
      if (typeof preprocess === 'string') {
        // A window reads what lies beside the model.
        file = `${BESIDE}.onnx`;
        copyFileSync(model, file);
        copyFileSync(preprocess, `${BESIDE}.json`);
      }
      const chosen = { ...(input === undefined ? {} : { input }) };
      const { nodes } = await asked(window.call('model.inspect', { file, ...chosen }));
      const blocked = nodes.find(({ status }) => status === 'blocked');
      if (blocked) throw new Said(`node ${blocked.name} (${blocked.type}): ${inWindow(blocked.why ?? '')}`);
      if (source === undefined) throw new NoCall('without samples the window does not go on');
      const images = file === model ? source : at('wrong-size');
      await asked(
        window.call('samples.preview', { model: file, source: images, count: 64, purpose: 'calibration', skipBad, ...chosen }),
      );
      saidIn((await window.call('project.place', { out })).problem);
      throw new Error('the host found nothing wrong');
    },
    async simulate({ model, inputs, labels, out, skipBad, plan }) {
      requireRights();
      requireNoPlan(plan);
      if (labels !== undefined) throw new NoCall('labels come with the samples');
      if (out !== at('out/results')) throw new NoCall('runs are kept in the project: no folder is written');
      if (skipBad) {
        await asked(window.call('samples.preview', { model, source: inputs, count: 64, purpose: 'calibration', skipBad }));
        throw new Error('the host found nothing wrong');
      }
      return runAndClose(model.endsWith('.spikeloom') ? model : OWN, inputs);
    },
    async evaluate({ project, dataset }) {
      requireRights();
      return runAndClose(project, dataset);
    },
    report: () => Promise.reject(new NoCall('reports are pages that the command line writes')),
    merge: () => Promise.reject(new NoCall('parts of an evaluation are joined by the command line')),
  };
}

/** Cases that no call of the contract takes: all of them, so that none is left out unseen. */
const WITHOUT_CALL = [
  'no calibration set',
  ...['too few labels', 'a label ≥ K', 'an unknown neuron', 'an unknown coding', 'options that a project does not take'],
  ...PLAN_CASES.map(({ what }) => what),
  ...PLACE_CASES.map(({ what }) => what).filter((what) => /^(report|merge|simulate (below|onto))/.test(what)),
];
const PERMISSIONS = /without permission/;

const { start, connect } = runner(browserHost, { userFolder: at('user-of-the-host') });
const withoutCall = new Map<string, string>();
let performer: Performer;

beforeAll(async () => {
  writeModels();
  writePlans();
  await writeSamples();
  await writePlaces();
  copyFileSync(at('good.spikeloom'), OWN);
  performer = contractPerformer(await connect(await start()));
});
afterAll(removeBench);

const thrownBy = (one: BadCase): Promise<unknown> =>
  one.run().then(
    () => undefined,
    (error: unknown) => error,
  );

/** The sentence without what was asked for: a window asks for something else, or for nothing yet. */
const bare = (sentence: string): string =>
  sentence.replace(/, so that [^;]+/, '').replaceAll(at('samples.npy: not JSON'), `${BESIDE}.json: not JSON`);

describe.each([
  ['models', MODEL_CASES],
  ['samples', SAMPLE_CASES],
  ['plans and options', PLAN_CASES],
  ['projects and places', PLACE_CASES],
])('a host says of bad %s what services say', (_, cases) => {
  it.each(cases)('$what', async (one) => {
    const error = await thrownBy(one);
    if (!(error instanceof SpikeloomError)) throw error;
    const end = await performedBy(performer, () => thrownBy(one));
    if (end instanceof NoCall) return void withoutCall.set(one.what, end.message);
    if (!(end instanceof Said)) throw end;
    expect(end.message.length).toBeGreaterThan(20);
    const [sentence, said] = [bare(inWindow(error.sentence)), bare(end.message)];
    // A window has the file, the node or the other reasons beside it.
    expect(said.includes(sentence) || sentence.includes(said), `${sentence}\n${said}`).toBe(true);
  });
});

it('every case has had a call, or has none', () => {
  for (const [what, why] of withoutCall) console.log(`no call: ${what}: ${why}`);
  const left = [...withoutCall.keys()].filter((what) => !PERMISSIONS.test(what));
  expect(left.toSorted()).toEqual([...new Set(WITHOUT_CALL)].toSorted());
});
