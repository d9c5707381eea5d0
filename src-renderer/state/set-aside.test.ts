/** Changes that the services refuse are never lost: made again where they fit, else kept with the project until they are taken or forgotten. */
import { expect, it } from 'vitest';
import { wireError } from '../../src-shared/contract/index.ts';
import { SpikeloomError } from '../../src-shared/errors/index.ts';
import { EMPTY_PLAN, type Plan, setLayers } from '../../src-shared/plan/index.ts';
import type { Channel } from '../host/channel.ts';
import { speakOver } from '../host/client.ts';
import { constructedProject, PATH } from '../testing/constructed-project.ts';
import { constructedGraph } from '../testing/constructed-graph.ts';
import { fakeChannel } from '../testing/fake-host.ts';
import { currentPlan, dropSetAside, editPlan, openProject, takeSetAside, undoPlan, workbench } from './index.ts';
import { readSetAside } from './set-aside.ts';

const aside = () => readSetAside(workbench().layout.views['plan-set-aside']);
const [, second] = constructedProject(constructedGraph(3)).graph.layers.map(({ name }) => name) as [string, string];

/** Services that refuse the next commit as made for another plan; `elsewhere` is what another window has done by then. */
function refusing(elsewhere: (plan: Plan) => Plan): Channel {
  const channel = fakeChannel('resnet20');
  let refused = false;
  let listen: Parameters<Channel['onMessage']>[0] = () => {};
  let other: ((plan: Plan) => Plan) | undefined = elsewhere;
  return {
    ...channel,
    onMessage: (listener) => {
      listen = listener;
      channel.onMessage((message) => {
        const response = message.kind === 'done' ? (message.response as { document?: { plan: Plan } } | null) : null;
        if (refused && response?.document && other) {
          const { document } = response;
          listener({ ...message, response: { ...response, document: { ...document, plan: other(document.plan) } } } as never);
          other = undefined;
        } else listener(message);
      });
    },
    send: (message) => {
      if (refused || message.kind !== 'call' || message.name !== 'plan.commit') return channel.send(message);
      refused = true;
      listen({ kind: 'failed', id: message.id, error: wireError(new SpikeloomError('plan.stale', 'Changed elsewhere.')) });
    },
  };
}
const refusals = async (channel: Channel): Promise<void> => {
  speakOver(channel);
  await openProject(PATH);
};

it('in other places than what was changed elsewhere: made again, under their own name', async () => {
  await refusals(refusing((plan) => ({ ...plan, tau: 0.5 })));
  const start = currentPlan();
  editPlan('T to 3', 'text', { ...start, steps: 3 });
  await expect.poll(() => currentPlan()).toEqual({ ...start, steps: 3, tau: 0.5 });
  expect(workbench().history!.done.at(-1)!.label).toBe('T to 3');
  expect(aside()).toEqual([]);
});

it('in the same places: kept with the project, then laid over the plan, which can be undone', async () => {
  await refusals(refusing((plan) => ({ ...plan, steps: 5 })));
  const start = currentPlan();
  editPlan('T to 3', 'text', { ...start, steps: 3 });
  editPlan('rate', 'text', setLayers(currentPlan(), [second], { coding: 'rate' }));
  await expect.poll(() => aside().length).toBe(1);
  expect(currentPlan().steps).toBe(5);
  expect(aside()[0]!.plan.steps).toBe(3);
  takeSetAside(0);
  expect(currentPlan().steps).toBe(3);
  expect(currentPlan().layers).toEqual(setLayers(start, [second], { coding: 'rate' }).layers);
  expect(aside()).toEqual([]);
  undoPlan();
  expect(currentPlan().steps).toBe(5);
});

it('are forgotten only when the person says so, and what another version stored is nothing', async () => {
  await refusals(refusing((plan) => ({ ...plan, steps: 5 })));
  editPlan('T to 3', 'text', { ...currentPlan(), steps: 3 });
  await expect.poll(() => aside().length).toBe(1);
  dropSetAside(0);
  expect(aside()).toEqual([]);
  expect(readSetAside([{ base: 'no plan', plan: '{' }])).toEqual([]);
  expect(readSetAside(EMPTY_PLAN)).toEqual([]);
});
