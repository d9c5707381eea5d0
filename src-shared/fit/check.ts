/**
 * Checks whether a spiking network fits a target. The check of a chip computes nothing from the values of weights, so that it takes
 * milliseconds.
 */
import { checkChip } from './chip-rules.ts';
import { checkGeometry } from './core-geometry.ts';
import { placeOnCores } from './cores.ts';
import { elementsOf } from './elements.ts';
import { placeFullyConnected } from './fully-connected.ts';
import { placeInMemory, type PlanMemory } from './memory.ts';
import type { Budget, FitReport, FitSubject } from './report.ts';
import type { MemoryTarget, Target } from './target.ts';
import { type TargetId, TARGETS } from './targets.ts';
import { createViolations, type Violations } from './violations.ts';

/** Spikeloom writes files for none of the chips' own tools. */
const NO_EXPORTER =
  'Spikeloom has no exporter for the tools of this chip. This check says what would have to change before a network could run there, and nothing more.';

/** Checks a network against a chip. */
export function checkFit(id: TargetId, subject: FitSubject): FitReport {
  const target = TARGETS[id];
  if (target.kind === 'memory') throw new Error(`${id} is no chip`);
  const found = createViolations(target.sources);
  return reportOf(id, found, placeOnChip(target, subject, found));
}

/** Checks a network against a processor, whose memory the user gives. Throws as `PlanMemory`. */
export function checkMemory(id: TargetId, subject: FitSubject, plan: PlanMemory, budget: Budget): FitReport {
  const target = TARGETS[id];
  if (target.kind !== 'memory') throw new Error(`${id} has memory of its own`);
  const found = createViolations(target.sources);
  return reportOf(id, found, placeInMemory(target, subject, plan, budget, found));
}

type Placed = Pick<FitReport, 'cores' | 'unplaced'>;

function reportOf(id: TargetId, found: Violations, { cores, unplaced }: Placed): FitReport {
  const target = TARGETS[id];
  return {
    target: id,
    label: target.label,
    fits: found.list.length === 0,
    violations: [...found.list],
    cores,
    unplaced,
    notes: [...(target.kind === 'memory' ? [] : [NO_EXPORTER]), ...target.notes],
  };
}

function placeOnChip(target: Exclude<Target, MemoryTarget>, subject: FitSubject, found: Violations): Placed {
  const elements = elementsOf(subject);
  checkChip(target, subject, elements, found);
  if (target.kind === 'fully-connected') return placeFullyConnected(target, subject, elements, found);
  checkGeometry(target, elements, found);
  return placeOnCores(target, elements, found);
}
