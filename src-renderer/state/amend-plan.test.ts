/** Typing that goes on in one place: one step of the history, here and with the services. */
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { bench, makeProject, runner } from '../../tests/contract/support/bench.ts';
import { browserHost } from '../../tests/contract/support/browser.ts';
import { channelOf } from '../../tests/contract/support/window-channel.ts';
import { host, speakOver } from '../host/client.ts';
import { amendPlan, currentPlan, editPlan, openProject, undoPlan, workbench } from './index.ts';

const made = bench();
const { start, connect, transport } = runner(browserHost, made);
const path = made.at('p.spikeloom');

beforeAll(async () => {
  const running = await start();
  await makeProject(await connect(running), made, 'p.spikeloom');
  speakOver(channelOf(await transport(running)));
});
beforeEach(() => openProject(path));

const labels = (): readonly string[] => workbench().history!.done.map(({ label }) => label);
const document = () => host().call('plan.document', { path });
const untilSent = () => expect.poll(async () => (await document()).revision).toBe(workbench().revision);

it('takes the place of the latest step, and the services have the same', async () => {
  const [before, first] = [labels(), currentPlan()];
  editPlan('T to 1', 'text', { ...first, steps: 1 });
  amendPlan('T to 16', 'text', { ...first, steps: 16 });
  expect(labels()).toEqual([...before, 'T to 16']);
  await untilSent();
  const { plan, done } = await document();
  expect(plan).toEqual(currentPlan());
  expect(done.map(({ label }) => label)).toEqual(labels());

  undoPlan();
  expect(currentPlan()).toEqual(first);
  await untilSent();
});

it('back to what was there before leaves no step', async () => {
  const [before, first] = [labels(), currentPlan()];
  editPlan('T to 1', 'text', { ...first, steps: 1 });
  amendPlan('T reset', 'text', first);
  expect(labels()).toEqual(before);
  expect(currentPlan()).toEqual(first);
  await untilSent();
});
