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
  /** Why the model cannot be used now; null where it is there. */
  missing: Message | null;
  readonly graph: Graph;
  readonly working: WorkingPlan;
  /** The calibration that has the thresholds of the working plan; the newest where none has all of them. */
  calibration: CalibrationBrief;
  /** Calibrations in brief that were shown already, by number. */
  readonly briefs: Map<number, CalibrationBrief>;
  /** Layers that the windows were last told to be outdated. */
  outdated: readonly string[];
  /** Connections of the windows that have it open. */
  readonly windows: Set<object>;
}
