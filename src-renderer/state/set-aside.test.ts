/** Changes that the services refuse are never lost: made again where they fit, else kept with the project until they are taken or forgotten. */
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { EMPTY_PLAN, type Plan, setLayers } from '../../src-shared/plan/index.ts';
import { bench, makeProject, runner } from '../../tests/contract/support/bench.ts';
import { browserHost } from '../../tests/contract/support/browser.ts';
import { editPlan as editElsewhere } from '../../tests/contract/support/edits.ts';
import { channelOf } from '../../tests/contract/support/window-channel.ts';
import type { TestWindow } from '../../tests/contract/support/window.ts';
import { speakOver } from '../host/client.ts';
import { currentPlan, dropSetAside, editPlan, openProject, takeSetAside, undoPlan, workbench } from './index.ts';
import { readSetAside } from './set-aside.ts';

const made = bench();
const { start, connect, transport } = runner(browserHost, made);
const path = made.at('p.spikeloom');
let other: TestWindow;
let layer: string;
/** What another window does to the plan before this window's next change arrives; undefined for nothing. */
let elsewhere: ((plan: Plan) => Plan) | undefined;

beforeAll(async () => {
  const running = await start();
  other = await connect(running);
  layer = (await makeProject(other, made, 'p.spikeloom')).graph.layers[1]!.name;
  const channel = channelOf(await transport(running));
  let sent = Promise.resolve();
  speakOver({
    ...channel,
    send: (message) => {
      const change = message.kind === 'call' && message.name === 'plan.commit' ? elsewhere : undefined;
      if (change) elsewhere = undefined;
      sent = sent.then(async () => {
        if (change) await changeElsewhere(change);
        channel.send(message);
      });
    },
  });
});

async function changeElsewhere(change: (plan: Plan) => Plan): Promise<void> {
  const document = await other.call('plan.document', { path });
  await editElsewhere(other, path, document, change(document.plan), 'elsewhere');
}

/** The plan as a new project has it, known to both windows. */
beforeEach(async () => {
  const { plan } = await other.call('plan.document', { path });
  if (JSON.stringify(plan) !== JSON.stringify(EMPTY_PLAN)) await changeElsewhere(() => EMPTY_PLAN);
  await openProject(path);
});

const aside = () => readSetAside(workbench().layout.views['plan-set-aside']);

it('in other places than what was changed elsewhere: made again, under their own name', async () => {
  elsewhere = (plan) => ({ ...plan, tau: 0.5 });
  editPlan('T to 3', 'text', { ...currentPlan(), steps: 3 });
  await expect.poll(() => currentPlan()).toEqual({ ...EMPTY_PLAN, steps: 3, tau: 0.5 });
  expect(workbench().history!.done.at(-1)!.label).toBe('T to 3');
  expect(aside()).toEqual([]);
  await expect.poll(async () => (await other.call('plan.document', { path })).plan).toEqual(currentPlan());
});

it('in the same places: kept with the project, then laid over the plan, which can be undone', async () => {
  elsewhere = (plan) => ({ ...plan, steps: 5 });
  editPlan('T to 3', 'text', { ...currentPlan(), steps: 3 });
  editPlan('rate', 'text', setLayers(currentPlan(), [layer], { coding: 'rate' }));
  await expect.poll(() => aside().length).toBe(1);
  expect(currentPlan().steps).toBe(5);
  expect(aside()[0]!.plan.steps).toBe(3);
  takeSetAside(0);
  expect(currentPlan().steps).toBe(3);
  expect(currentPlan().layers).toEqual(setLayers(EMPTY_PLAN, [layer], { coding: 'rate' }).layers);
  expect(aside()).toEqual([]);
  undoPlan();
  expect(currentPlan().steps).toBe(5);
  await expect.poll(async () => (await other.call('plan.document', { path })).revision).toBe(workbench().revision);
});

it('are forgotten only when the person says so, and what another version stored is nothing', async () => {
  elsewhere = (plan) => ({ ...plan, steps: 5 });
  editPlan('T to 3', 'text', { ...currentPlan(), steps: 3 });
  await expect.poll(() => aside().length).toBe(1);
  dropSetAside(0);
  expect(aside()).toEqual([]);
  expect(readSetAside([{ base: 'no plan', plan: '{' }])).toEqual([]);
  expect(readSetAside(EMPTY_PLAN)).toEqual([]);
});
