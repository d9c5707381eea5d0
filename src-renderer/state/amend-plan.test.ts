/** Typing that goes on in one place: one step of the history, here and with the services. */
import { expect, it } from 'vitest';
import { host, speakOver } from '../host/client.ts';
import { PATH } from '../testing/constructed-project.ts';
import { fakeChannel } from '../testing/fake-host.ts';
import { amendPlan, currentPlan, editPlan, openProject, undoPlan, workbench } from './index.ts';

const labels = (): readonly string[] => workbench().history!.done.map(({ label }) => label);

it('takes the place of the latest step, and the services have the same', async () => {
  speakOver(fakeChannel('resnet20'));
  await openProject(PATH);
  const [before, start] = [labels(), currentPlan()];

  editPlan('T to 1', 'text', { ...start, steps: 1 });
  amendPlan('T to 16', 'text', { ...start, steps: 16 });
  expect(labels()).toEqual([...before, 'T to 16']);
  await expect.poll(async () => (await host().call('plan.document', { path: PATH })).revision).toBe(workbench().revision);
  const document = await host().call('plan.document', { path: PATH });
  expect(document.plan).toEqual(currentPlan());
  expect(document.done.map(({ label }) => label)).toEqual(labels());

  undoPlan();
  expect(currentPlan()).toEqual(start);
});

it('back to what was there before leaves no step', async () => {
  speakOver(fakeChannel('resnet20'));
  await openProject(PATH);
  const [before, start] = [labels(), currentPlan()];
  editPlan('T to 1', 'text', { ...start, steps: 1 });
  amendPlan('T reset', 'text', start);
  expect(labels()).toEqual(before);
  expect(currentPlan()).toEqual(start);
  await expect.poll(async () => (await host().call('plan.document', { path: PATH })).revision).toBe(workbench().revision);
});
