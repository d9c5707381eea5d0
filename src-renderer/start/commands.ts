/** Commands of files: a project opened, begun, closed; the example. A browser keeps Ctrl+N and Ctrl+W for itself: hence the Alt. */
import { defineCommand } from '../commands/define-command.ts';
import { chooseFile } from '../files/index.ts';
import { attempt, closeProject, workbench } from '../state/index.ts';
import { startTexts } from '../texts/start.ts';
import { startFromPath } from './new-project/model-actions.ts';
import { openExample, openPath, stopOpening } from './opening.ts';

const isConnected = ({ connection }: { readonly connection: string }): boolean => connection === 'open';

/** Asks for a model, then leaves what is open for the start screen. */
async function newProject(): Promise<void> {
  const path = await chooseFile('model');
  if (path === null) return;
  stopOpening();
  if (workbench().project) await closeProject();
  startFromPath(path);
}

async function chooseProject(): Promise<void> {
  const path = await chooseFile('project', workbench().project?.path);
  if (path !== null) await openPath(path);
}

export const fileNew = defineCommand({
  id: 'file.new',
  title: startTexts.newProject,
  keys: ['Mod+Alt+N'],
  inText: true,
  when: isConnected,
  run: () => attempt(newProject),
});

export const fileOpen = defineCommand({
  id: 'file.open',
  title: startTexts.open,
  keys: ['Mod+O'],
  inText: true,
  when: isConnected,
  run: () => attempt(chooseProject),
});

export const fileExample = defineCommand({
  id: 'file.example',
  title: startTexts.example,
  keys: ['Mod+Alt+E'],
  inText: true,
  when: isConnected,
  run: () => void openExample(),
});

export const fileClose = defineCommand({
  id: 'file.close',
  title: startTexts.close,
  keys: ['Mod+Alt+W'],
  inText: true,
  when: (state) => state.project !== null && isConnected(state),
  run: () => attempt(closeProject),
});
