/** Edits as a window makes them: from the plan it has to the one it wants, named, for the revision it knows. */
import type { PlanDocument, ProjectView } from '../../../src-shared/contract/index.ts';
import { type PartialSettings, type Plan, planTransaction, setLayers } from '../../../src-shared/plan/index.ts';
import type { TestWindow } from './window.ts';

/** Sets fields of a layer; the revision afterwards. */
export async function editLayer(
  window: TestWindow,
  { path }: Pick<ProjectView, 'path'>,
  layer: string,
  settings: PartialSettings,
): Promise<number> {
  const document = await window.call('plan.document', { path });
  return editPlan(window, path, document, setLayers(document.plan, [layer], settings), `${layer} to ${JSON.stringify(settings)}`);
}

export async function editPlan(
  window: TestWindow,
  path: string,
  { plan, revision }: PlanDocument,
  next: Plan,
  label: string,
): Promise<number> {
  const transaction = planTransaction(label, 'inspector', plan, next);
  return (await window.call('plan.commit', { path, client: window.id, revision, transaction })).revision;
}
