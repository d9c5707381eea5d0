/** Checks whether a spiking network fits a target. Nothing is computed from the values of weights, so a check takes milliseconds. */
import { checkChip } from './chip-rules.ts';
import { checkGeometry } from './core-geometry.ts';
import { placeOnCores } from './cores.ts';
import { elementsOf } from './elements.ts';
import { placeFullyConnected } from './fully-connected.ts';
import { placeInMemory } from './memory.ts';
import type { Budget, FitReport, FitSubject } from './report.ts';
import type { Target } from './target.ts';
import { type TargetId, TARGETS } from './targets.ts';
import { createViolations, type Violations } from './violations.ts';

/** Spikeloom writes files for none of the chips' own tools. */
const NO_EXPORTER =
  'Spikeloom has no exporter for the tools of this chip. This check says what would have to change before a network could run there, and nothing more.';

/** Checks a network against a target. Throws `model.batch` for a processor if the batch cannot be told from other axes. */
export function checkFit(id: TargetId, subject: FitSubject, budget: Budget): FitReport {
  const target = TARGETS[id];
  const found = createViolations(target.sources);
  const { cores, unplaced } = place(target, subject, budget, found);
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

function place(target: Target, subject: FitSubject, budget: Budget, found: Violations): Pick<FitReport, 'cores' | 'unplaced'> {
  if (target.kind === 'memory') return placeInMemory(target, subject, budget, found);
  const elements = elementsOf(subject.spiking);
  checkChip(target, subject, elements, found);
  if (target.kind === 'fully-connected') return placeFullyConnected(target, subject, elements, found);
  checkGeometry(target, elements, found);
  return placeOnCores(target, elements, found);
}
