/**
 * The drops to expect of a plan on other samples: those that were measured, less the luck of the best of many plans, and with how much they vary.
 * Both rest on the answers that differ from the float network's.
 */
import type { Spending } from './budget.ts';
import { type Point, spendingOf } from './points.ts';

/** The number of differing answers that the usual loss counts as. */
const USUAL_WEIGHT = 100;

/**
 * Of the answers that differ from the float network's, the share by which losses usually exceed gains: the more, the more answers differ. Plans
 * that were tried on 1,000 images of the example networks lost 0 to 0.1 of 2 % differing ones, 0.1 to 0.3 of 5 %, and 0.5 of 30 %.
 */
const usualLoss = (differing: number): number => Math.min(0.5, 0.05 + 2 * differing);

/** The number of differing answers that those expected from the divergence count as. */
const EXPECTED_WEIGHT = 25;

/** The number of answers to expect that differ on as many other samples: those found, drawn towards those that the divergence leads to expect. */
function differingOn({ samples, agree, usual }: Point): number {
  const found = samples - agree;
  const weight = found / (found + EXPECTED_WEIGHT);
  return weight * found + (1 - weight) * usual;
}

/**
 * The spending to expect on other samples. The best of many plans owes its accuracy partly to luck, and its few differing answers too. These are
 * known more surely than the balance of losses and gains among them, which is therefore drawn towards the usual one, the less the more of them there are.
 */
export function expectedSpending(point: Point): Spending {
  const spending = spendingOf(point);
  const differing = differingOn(point);
  const agreementDrop = (100 * differing) / point.samples;
  if (!point.labelled) return { ...spending, accuracyDrop: agreementDrop, agreementDrop };
  const usual = agreementDrop * usualLoss(differing / point.samples);
  const weight = ownWeight(point);
  return { ...spending, accuracyDrop: weight * spending.accuracyDrop + (1 - weight) * usual, agreementDrop };
}

/**
 * Standard deviations by which a drop on other samples may exceed the expected one without being held against a plan. A normal deviate stays
 * below 0.43 twice as often as it exceeds it.
 */
const CAUTION = 0.43;

/**
 * The spending that a plan stays within on as many other samples about twice as often as not. Beside the expected drop it counts how much a
 * drop varies: each answer that moves between right and wrong does so by chance, on the other samples and on these, from which the balance is
 * known. A plan with few different answers may therefore come near to a budget, and one with many must stay away from it.
 */
export function cautiousSpending(point: Point): Spending {
  const spending = expectedSpending(point);
  const { samples, agree, moved } = point;
  const [found, expected] = [samples - agree, differingOn(point)];
  const differing = Math.sqrt(2 * expected);
  const agreementDrop = spending.agreementDrop + (100 * CAUTION * differing) / samples;
  const movedOn = found === 0 ? expected : (moved * expected) / found;
  const balance = Math.sqrt(movedOn * (1 + ownWeight(point)));
  const accuracyDrop = spending.accuracyDrop + (100 * CAUTION * (point.labelled ? balance : differing)) / samples;
  return { ...spending, accuracyDrop, agreementDrop };
}

/** The weight 0…1 of the drop that was measured in the one that is expected. */
export function ownWeight({ labelled, samples, agree }: Point): number {
  return labelled ? (samples - agree) / (samples - agree + USUAL_WEIGHT) : 1;
}
