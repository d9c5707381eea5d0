/** The saved plan version that a job of the working plan works with. */
import { resolvePlan } from '../../../src-shared/plan/index.ts';
import { readOnlyError } from '../../services/project/read-only.ts';
import type { Emit } from '../types.ts';
import type { OpenedProject } from './opened-project.ts';

/** The version that equals the working plan; saved now, under `message`, if there is none. Throws if the plan cannot run. */
export function versionToRun(emit: Emit, one: OpenedProject, message: string): number {
  const { working, graph } = one;
  resolvePlan(working.plan, graph.layers);
  if (working.saved.same) return working.saved.version;
  const version = working.save(message);
  emit('plan.saved', { path: one.path, version });
  return version.id;
}

/** Throws `project.read-only` for a project that jobs cannot write into. `consequence`: the action that fails, as the end of a sentence. */
export function requireWritable({ project }: OpenedProject, consequence: string): void {
  if (project.readOnly !== undefined) throw readOnlyError(project, consequence);
}
