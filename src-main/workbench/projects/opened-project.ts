/** A project that is open: its file, its network, its working plan, and the windows that look at it. */
import type { Graph } from '../../../src-shared/contract/index.ts';
import type { Message } from '../../../src-shared/message/index.ts';
import type { Project } from '../../project/index.ts';
import type { CalibrationBrief } from '../../services/view/calibration-brief.ts';
import type { ModelView } from '../../services/view/model-contents.ts';
import type { WorkingPlan } from './working-plan.ts';

export interface OpenedProject {
  readonly path: string;
  readonly project: Project;
  model: ModelView;
  /** The reason why the model cannot be used now; null if it can. */
  missing: Message | null;
  readonly graph: Graph;
  readonly working: WorkingPlan;
  /** The calibration that has every threshold of the working plan; the newest if none has. */
  calibration: CalibrationBrief;
  /** Summaries of calibrations that were shown before, by number. */
  readonly briefs: Map<number, CalibrationBrief>;
  /** The outdated layers that the windows were last told about. */
  outdated: readonly string[];
  /** Runs that a window took off the list and may put back, each with the connection of that window. */
  readonly removed: Map<number, object>;
  /** Connections of the windows that have the project open. */
  readonly windows: Set<object>;
}
