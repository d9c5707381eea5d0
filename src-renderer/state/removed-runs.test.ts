// @vitest-environment happy-dom
/** Removing runs: off the list at once, back with the notice's action, gone for good when the notice goes. */
import { beforeEach, expect, it } from 'vitest';
import { constructedGraph } from '../testing/constructed-graph.ts';
import { constructedProject } from '../testing/constructed-project.ts';
import { scriptedServices, settled } from '../testing/scripted-services.ts';
import { closeProject, dismissNotice, openProject, removeRuns, setWorkbench, workbench } from './index.ts';

const view = constructedProject(constructedGraph(1));
/** What the services were asked for about runs, in order. */
let asked: string[];

beforeEach(async () => {
  asked = [];
  const services = scriptedServices();
  services.on('project.open', () => view);
  services.on('run.report', () => Promise.reject(new Error('not needed')));
  for (const name of ['run.remove', 'run.keep', 'run.discard'] as const)
    services.on(name, ({ ids }) => {
      asked.push(`${name} ${ids.join()}`);
      return {};
    });
  services.on('project.close', () => ({}));
  services.on('recent.list', () => []);
  await openProject(view.path).catch(() => {});
  setWorkbench({ notices: [] });
});

const notice = () => workbench().notices.at(-1)!;

it('puts them back with the action of the notice', async () => {
  await removeRuns([1]);
  dismissNotice(notice().id, true);
  await settled();
  expect(asked).toEqual(['run.remove 1']);
});

it('removes them for good when the notice goes', async () => {
  await removeRuns([1, 2]);
  dismissNotice(notice().id);
  await settled();
  expect(asked).toEqual(['run.remove 1,2', 'run.discard 1,2']);
});

it('has one notice for all that can be put back', async () => {
  await removeRuns([1]);
  await removeRuns([2]);
  expect(workbench().notices).toHaveLength(1);
  const { action, id } = notice();
  dismissNotice(id, true);
  action!.run();
  await settled();
  expect(asked).toEqual(['run.remove 1', 'run.remove 2', 'run.keep 1,2']);
});

it('removes them for good before the project is closed', async () => {
  await removeRuns([1]);
  await closeProject();
  await settled();
  expect(asked).toEqual(['run.remove 1', 'run.discard 1']);
});
