/** What cases found, in words, and how many samples of outputs were compared, agreed, or were reached by a tie. */
import { isUnexplained } from '../../src-main/engines/agreement/answers.ts';
import type { Outcome } from './run-case.ts';

/** Differences that no tie explains, one line for each output. */
export function describeFindings({ agreement, floatFindings }: Outcome): string[] {
  const unexplained = agreement.differences.filter(isUnexplained);
  const lines = [...Map.groupBy(unexplained, ({ output }) => output)].map(([output, differences]) => {
    const worst = Math.max(...differences.map(({ distance }) => distance));
    const first = differences.some(({ steps }) => steps === 1) ? 'from the first step on' : 'at the end';
    return `${output}: ${worst.toExponential(1)} off ${first}, ${differences.length} samples`;
  });
  return [...lines, ...floatFindings];
}

export interface Tally {
  /** Adds a case; returns the names of its outputs in which at least one sample agrees. */
  add(outcome: Outcome): ReadonlySet<string>;
  /** Share of samples that agree to rounding. */
  share(): number;
  report(): string;
}

export function tally(): Tally {
  let [compared, differing] = [0, 0];
  const shifts = new Map<number, number>();
  return {
    add({ agreement, spiking }) {
      compared += agreement.compared;
      differing += agreement.differences.length;
      for (const { shift } of agreement.differences) if (shift !== undefined) shifts.set(shift, (shifts.get(shift) ?? 0) + 1);
      const { outputs } = spiking.network;
      const each = agreement.compared / outputs.length;
      const counts = Map.groupBy(agreement.differences, ({ output }) => output);
      return new Set(outputs.map(({ name }) => name).filter((name) => (counts.get(name)?.length ?? 0) < each));
    },
    share: () => 1 - differing / compared,
    report: () => {
      const ties = [...shifts].sort(([a], [b]) => a - b).map(([shift, count]) => `${count} by thresholds moved by ${shift}`);
      return `samples of outputs after the first and the last step: ${compared} compared, ${compared - differing} agree, reached by a tie: ${ties.join(', ') || 'none'}`;
    },
  };
}
