/** What happens to files that are dropped on the window: a model begins a project, a project opens, samples go to their step. */
import { type DroppedFile, followDrops } from '../files/index.ts';
import { host } from '../host/client.ts';
import { attempt, closeProject, notify, workbench } from '../state/index.ts';
import { startTexts } from '../texts/start.ts';
import { draft } from './new-project/draft.ts';
import { startFromFile } from './new-project/model-actions.ts';
import { setSource } from './new-project/sample-actions.ts';
import { openPath, stopOpening } from './opening.ts';

/** Called once, when the window starts. */
export const followStartDrops = (): void => followDrops((files) => attempt(() => take(files)));

async function take(files: readonly DroppedFile[]): Promise<void> {
  // Of several, what is certain to be meant: a model comes with files beside it.
  const taken = files.find(isModel) ?? files.find(isProject) ?? files[0];
  if (!taken) return;
  const { file, isFolder } = taken;
  const isNative = workbench().info?.host === 'electron';
  const wantsSamples = draft()?.step === 'samples';
  if (files.length > 1) notify({ kind: 'info', message: startTexts.droppedMany(file.name, files.length - 1) });
  if (isModel(taken)) {
    stopOpening();
    if (workbench().project) await closeProject();
    await startFromFile(file);
  } else if (isProject(taken)) {
    if (isNative) await openPath((await host().upload(file)).path);
    else refuse(startTexts.droppedProject(file.name));
  } else if (wantsSamples && isFolder && !isNative) refuse(startTexts.droppedFolder(file.name));
  else if (wantsSamples) setSource((await host().upload(file)).path);
  else refuse(startTexts.droppedOther(file.name));
}

const endsWith =
  (ending: string) =>
  ({ file, isFolder }: DroppedFile): boolean =>
    !isFolder && file.name.toLowerCase().endsWith(ending);
const isModel = endsWith('.onnx');
const isProject = endsWith('.spikeloom');

const refuse = (message: string): void => void notify({ kind: 'error', message });
