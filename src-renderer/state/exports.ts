/** The exports of the open project. They are read when something shows them, since a package may have been moved meanwhile. */
import { host } from '../host/client.ts';
import { setWorkbench, workbench } from './workbench.ts';

/** Reads the exports of the open project, and whether each package is still there. Another project that is opened meanwhile keeps its own. */
export async function readExports(): Promise<void> {
  const path = workbench().project?.path;
  if (path === undefined) return;
  const exports = await host().call('export.list', { path });
  if (workbench().project?.path === path) setWorkbench({ exports });
}
