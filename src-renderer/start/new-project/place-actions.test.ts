/** The place of a project that is being made: what is typed, whether it is free, and answers that come too late. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { ProjectPlace } from '../../../src-shared/contract/index.ts';
import { error, free, pass, services, testsOfDrafts } from '../../testing/draft-services.ts';
import { type Draft, draft, NOT_ASKED, placeProblem, setDraft } from './draft.ts';
import { startFromPath } from './model-actions.ts';
import { setPlace } from './place-actions.ts';

testsOfDrafts();

describe('the place', () => {
  beforeEach(async () => {
    startFromPath('/m/net.onnx');
    await pass();
  });

  it.each([
    ['mine', '/m/mine.spikeloom'],
    ['mine.spikeloom', '/m/mine.spikeloom'],
    ['/tmp/x', '/tmp/x.spikeloom'],
    ['', ''],
  ])('%j is %s', async (typed, out) => {
    setDraft({ replace: true, failure: { code: 'x', message: '' } });
    setPlace(typed);
    expect(draft()).toMatchObject({ out, replace: false, failure: null, place: { busy: true } });
    await pass();
    expect(draft()?.place).toEqual({ value: free, error: null, busy: false });
  });

  it('is that of the last path, also when the one before answers last', async () => {
    const held = services.hold('project.place');
    setPlace('/a');
    setPlace('/b');
    held[1]!.answer(free);
    held[0]!.fail(error);
    await pass();
    expect(draft()?.place).toMatchObject({ value: free, error: null });
  });

  const place = (value: Partial<ProjectPlace> | null, more: Partial<Draft['place']> = {}): Draft['place'] => ({
    ...{ value: value && { ...free, ...value }, error: null, busy: false },
    ...more,
  });
  it.each([
    ['not asked', NOT_ASKED, false, undefined],
    ['free', place(free), false, undefined],
    ['taken', place({ exists: true }), false, 'exists'],
    ['to be replaced', place({ exists: true }), true, undefined],
    ['no place', place({ problem: 'No folder.' }), false, 'wrong'],
    ['no place, to be replaced', place({ exists: true, problem: 'A folder.' }), true, 'wrong'],
    ['not known', place(null, { error: { code: 'x', message: '' } }), false, 'wrong'],
    ['being asked', place({ exists: true, problem: 'x' }, { busy: true }), false, undefined],
  ] as const)('that is %s', (_, of, replace, problem) => expect(placeProblem({ place: of, replace })).toBe(problem));
});
