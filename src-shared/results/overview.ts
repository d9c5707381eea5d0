/**
 * The overview of a run: its shares with their intervals beside the float network's, what comes of it in one sentence, and what is odd
 * about its course. The window and `evaluate --json` have the same numbers from here.
 */
import { courseFindings, fallOf } from './course.ts';
import type { Estimate } from './proportions.ts';
import type { RunReport } from './run-report.ts';
import { floatShare, shareIn, stepShares, type StepShares } from './step-shares.ts';
import { verdictOf } from './verdict.ts';

/** A mean of the steps `from`…`to` that gives the answer, and its share of right answers (without labels: of the float network's). */
export interface Readout {
  readonly from: number;
  readonly to: number;
  readonly share: Estimate;
}

/** The overview of a run. */
export interface Overview {
  readonly samples: number;
  /** The float network's accuracy; null without labels. */
  readonly float: Estimate | null;
  /** The float network's energy in 32 bits, in pJ per sample. */
  readonly floatPj: number;
  readonly steps: readonly StepShares[];
  /** The delayed readout with the best share after the last step, the earliest of equals; null if it was not counted. */
  readonly bestReadout: Readout | null;
  readonly verdict: string;
  /** Sentences on what is odd: a curve that falls again, or never converges. Empty if nothing is. */
  readonly findings: readonly string[];
}

/** The overview of a finished run. */
export function overviewOf(report: RunReport): Overview {
  const [float, steps] = [floatShare(report), stepShares(report)];
  return {
    samples: report.settings.dataset.samples,
    float,
    floatPj: report.steps.at(-1)!.energy.float32_pj,
    steps,
    bestReadout: bestReadout(report),
    verdict: verdictOf(float, steps, fallOf(report)),
    findings: courseFindings(report),
  };
}

function bestReadout(report: RunReport): Readout | null {
  const { delayed_readout: rows, steps } = report;
  if (!rows) return null;
  const ends = rows.map(({ from, accuracy, agreement }) => ({ from, value: (accuracy ?? agreement).at(-1)! }));
  const best = ends.reduce((most, one) => (one.value > most.value ? one : most));
  return { from: best.from, to: steps.length, share: shareIn(report)(best.value) };
}
