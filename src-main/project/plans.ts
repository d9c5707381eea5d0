/** Conversion plans of a project: every saved version, with its parent and the reason. Plans are never changed. */
import type { Session } from './session.ts';

export interface NewPlan {
  readonly model: number;
  /** The version that this one was made from. */
  readonly parent?: number;
  /** The reason in a few words */
  readonly message: string;
  /** The plan as its file contains it (docs/cli.md): JSON text, checked by the caller. */
  readonly json: string;
  /** Time, ISO 8601. */
  readonly at: string;
}

export interface PlanRecord {
  readonly id: number;
  readonly model: number;
  readonly parent: number | null;
  readonly message: string;
  readonly json: string;
  readonly created: string;
}

const SELECT = 'SELECT id, model_id AS model, parent_id AS parent, message, json, created FROM plans';

export function planFunctions(session: Session) {
  return {
    /** Adds a version and returns its id. */
    savePlan: (plan: NewPlan): number =>
      session.write(() =>
        session.run(
          'INSERT INTO plans (model_id, parent_id, message, json, created) VALUES (?, ?, ?, ?, ?)',
          plan.model,
          plan.parent ?? null,
          plan.message,
          plan.json,
          plan.at,
        ),
      ),
    /** Removes a version with its calibrations. Throws if a run, an export or another version refers to it. */
    dropPlan: (id: number): void =>
      session.write(() => {
        session.run('DELETE FROM calibrations WHERE plan_id = ?', id);
        session.run('DELETE FROM plans WHERE id = ?', id);
      }),
    plan: (id: number): PlanRecord | undefined => session.one<PlanRecord>(`${SELECT} WHERE id = ?`, id),
    latestPlan: (): PlanRecord | undefined => session.one<PlanRecord>(`${SELECT} ORDER BY id DESC LIMIT 1`),
    /** All versions, oldest first. */
    plans: (): PlanRecord[] => session.all<PlanRecord>(`${SELECT} ORDER BY id`),
  };
}
