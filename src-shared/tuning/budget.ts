/**
 * Budgets of tuning: the most that a plan may lose or cost. They are written as `accuracy-drop<=0.3`, `agreement-drop<=1` (points),
 * `energy<=0.25` (of the float network's), `energy<=int8` (the energy of the network in 8-bit integers) and `steps<=4`.
 */
import { SpikeloomError } from '../errors/index.ts';
import { option, say } from '../message/index.ts';

/** The quantities that a budget can limit. */
export const BUDGET_QUANTITIES = ['accuracy-drop', 'agreement-drop', 'energy', 'steps'] as const;

/** A quantity that a budget limits. */
export type BudgetQuantity = (typeof BUDGET_QUANTITIES)[number];

/** One budget. A drop is in points, an energy is a ratio to the float network in 32 bits, or that of the network in 8-bit integers. */
export interface Budget {
  readonly quantity: BudgetQuantity;
  readonly limit: number | 'int8';
}

/** The figures of a plan that budgets limit. Drops are in points and may be negative. A ratio is null if the energy model has no price for it. */
export interface Spending {
  readonly accuracyDrop: number;
  readonly agreementDrop: number;
  readonly energyRatio: number | null;
  readonly int8Ratio: number | null;
  /** The last step that any sample takes. */
  readonly steps: number;
}

const FORM = /^\s*([a-z-]+)\s*<=\s*(\S+)\s*$/;

/** Reads a budget. Throws `option.invalid` for one that is not in the form above or cannot be met. */
export function parseBudget(text: string): Budget {
  const [, quantity, value = ''] = FORM.exec(text) ?? [];
  const known = BUDGET_QUANTITIES.find((one) => one === quantity);
  if (!known)
    throw wrong(
      text,
      `write QUANTITY<=LIMIT with one of the quantities ${BUDGET_QUANTITIES.join(', ')}, such as accuracy-drop<=0.3`,
    );
  if (known === 'energy' && value === 'int8') return { quantity: known, limit: 'int8' };
  const limit = Number(value);
  if (known === 'steps' && !(Number.isInteger(limit) && limit >= 1))
    throw wrong(text, 'the limit is a whole number of steps from 1');
  if (known === 'energy' && !(Number.isFinite(limit) && limit > 0))
    throw wrong(text, "the limit is int8, or a number above 0: a share of the float network's energy");
  if (known.endsWith('drop') && !(limit >= 0 && limit <= 100)) throw wrong(text, 'the limit is in points, from 0 to 100');
  return { quantity: known, limit };
}

/** A budget as it is written. */
export const formatBudget = ({ quantity, limit }: Budget): string => `${quantity}<=${limit}`;

function wrong(text: string, how: string): SpikeloomError {
  return new SpikeloomError('option.invalid', say`${option('budget')}: "${text}" is not a budget; ${how}.`, {
    at: { option: 'budget' },
  });
}

/** Rounding of a share of samples must not break a budget. */
const ROUNDING = 1e-9;

/** How far a plan exceeds a budget, as a share of the limit (of a drop: of the limit, or of one point if that is more); 0 within. */
export function excess({ quantity, limit }: Budget, spending: Spending): number {
  const over = (value: number, allowed: number, unit: number): number =>
    value <= allowed + ROUNDING ? 0 : (value - allowed) / unit;
  const points = typeof limit === 'number' ? limit : 0;
  switch (quantity) {
    case 'accuracy-drop':
      return over(spending.accuracyDrop, points, Math.max(1, points));
    case 'agreement-drop':
      return over(spending.agreementDrop, points, Math.max(1, points));
    case 'energy':
      if (limit === 'int8') return over(spending.int8Ratio ?? Infinity, 1, 1);
      return over(spending.energyRatio ?? Infinity, limit, limit);
    case 'steps':
      return over(spending.steps, points, points);
  }
}

/** The sum of the excesses; 0 if every budget is met. */
export const totalExcess = (budgets: readonly Budget[], spending: Spending): number =>
  budgets.reduce((sum, budget) => sum + excess(budget, spending), 0);

/** The most steps that the budgets allow; undefined if none limits them. */
export function mostSteps(budgets: readonly Budget[]): number | undefined {
  const limits = budgets.flatMap(({ quantity, limit }) => (quantity === 'steps' && limit !== 'int8' ? [limit] : []));
  return limits.length === 0 ? undefined : Math.min(...limits);
}

/**
 * The fewest samples that a part needs so that a budget means something: one wrong answer must not be more than the smallest drop that
 * is allowed, and 10 if none is limited. For a drop of 0 points 100 are asked for.
 */
export function samplesNeeded(budgets: readonly Budget[]): number {
  const drops = budgets.flatMap(({ quantity, limit }) => (quantity.endsWith('drop') && limit !== 'int8' ? [limit] : []));
  return Math.max(10, ...drops.map((points) => (points === 0 ? 100 : Math.ceil(100 / points - ROUNDING))));
}
