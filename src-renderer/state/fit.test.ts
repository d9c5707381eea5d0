/** The chosen target: what is asked of the services, when it is asked again, and what is shown meanwhile. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SpikeloomError } from '../../src-shared/errors/index.ts';
import type { FitReport } from '../../src-shared/fit/index.ts';
import { setLayers } from '../../src-shared/plan/index.ts';
import { PATH } from '../testing/constructed-project.ts';
import { type HeldCall, scriptedServices, type ScriptedServices, settled } from '../testing/scripted-services.ts';
import { currentPlan, editPlan, followFit, openProject, setTargetChoice, setWorkbench, workbench } from './index.ts';

let services: ScriptedServices;
let held: readonly HeldCall<'network.fit'>[];
let end: () => void;
beforeEach(async () => {
  services = scriptedServices();
  held = services.hold('network.fit');
  end = followFit();
  await openProject(PATH);
  setWorkbench({ connection: 'open' });
});
afterEach(() => end());

const report = (target: FitReport['target'], fits: boolean): FitReport => ({
  ...{ target, label: target, fits, violations: [], cores: [], unplaced: [], notes: [] },
});
const answer = async (index: number, one: FitReport): Promise<void> => {
  held[index]!.answer(one);
  await settled();
};
const edit = (thresholds: number): void => {
  const [layer] = workbench().project!.graph.layers;
  editPlan('edit', 'inspector', setLayers(currentPlan()!, [layer!.name], { thresholds }));
};

describe('the network and a target', () => {
  it('are not compared before one is chosen', async () => {
    edit(3);
    await settled();
    expect([held.length, workbench().fit]).toEqual([0, { report: null, error: null }]);
  });

  it('are compared with the working plan and the sizes of memory, in bytes', async () => {
    setTargetChoice({ target: 'mcu', flash: '1M', weights: 'int8' });
    await settled();
    const budget = { flash: 2 ** 20, ram: null, weights: 'int8' };
    expect(held.map(({ request }) => request)).toEqual([{ path: PATH, plan: currentPlan(), target: 'mcu', budget }]);
    await answer(0, report('mcu', true));
    expect(workbench().fit.report).toMatchObject({ target: 'mcu', fits: true });
  });

  it('are compared again after each change of the plan, with the last answer shown meanwhile', async () => {
    setTargetChoice({ target: 'speck2e' });
    await settled();
    await answer(0, report('speck2e', false));
    edit(3);
    await settled();
    expect(held).toHaveLength(2);
    expect(held[1]!.request.plan).toEqual(currentPlan());
    expect(workbench().fit.report?.fits).toBe(false);
    await answer(1, report('speck2e', true));
    expect(workbench().fit.report?.fits).toBe(true);
  });

  it('are not shown by an answer that comes too late', async () => {
    setTargetChoice({ target: 'speck2e' });
    await settled();
    edit(6);
    await settled();
    await answer(1, report('speck2e', true));
    await answer(0, report('speck2e', false));
    expect(workbench().fit.report?.fits).toBe(true);
  });

  it('lose the answer of another target at once, and every answer with the target', async () => {
    setTargetChoice({ target: 'speck2e' });
    await settled();
    await answer(0, report('speck2e', false));
    setTargetChoice({ target: 'xylo-imu' });
    expect(workbench().fit.report).toBeNull();
    await settled();
    await answer(1, report('xylo-imu', false));
    setTargetChoice({ target: null });
    expect(workbench().fit).toEqual({ report: null, error: null });
  });

  it('are not compared for a selection, or other news that change nothing', async () => {
    setTargetChoice({ target: 'speck2e' });
    await settled();
    setWorkbench({ selection: ['x'] });
    setTargetChoice({});
    await settled();
    expect(held).toHaveLength(1);
  });

  it('say why they could not be compared', async () => {
    setTargetChoice({ target: 'speck2e' });
    await settled();
    held[0]!.fail(new SpikeloomError('project.missing', 'The model is gone.'));
    await settled();
    expect(workbench().fit).toMatchObject({ report: null, error: { code: 'project.missing', message: 'The model is gone.' } });
  });

  it('are compared again when the connection is back', async () => {
    setTargetChoice({ target: 'speck2e' });
    await settled();
    setWorkbench({ connection: 'lost' });
    setWorkbench({ connection: 'open' });
    await settled();
    expect(held).toHaveLength(2);
  });

  it('a choice that an older window stored is read as far as it can be', async () => {
    setWorkbench({ layout: { ...workbench().layout, views: { target: { target: 'loihi', ram: 'much' } } } });
    await settled();
    expect(held).toHaveLength(0);
  });
});
