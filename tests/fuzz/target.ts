/** What is given damaged input, and what it may do with it. */
import { SpikeloomError } from '../../src-shared/errors/index.ts';
import type { Random } from './random.ts';

export interface Target {
  readonly name: string;
  /**
   * Prepares undamaged input in an empty folder. Returns the function that damages it and uses it once, whose answer says what
   * became of it (`refuse` counts errors); anything it throws is a finding.
   */
  prepare(folder: string): Promise<(random: Random, round: number) => Promise<string>>;
}

/**
 * The outcome of work on damaged input: `done`, or the code of its error. Throws for an error that is none a person can act on: not a
 * SpikeloomError, of several lines, without a place, or of endless length.
 */
export async function outcomeOf(work: () => unknown, done = 'accepted'): Promise<string> {
  try {
    await work();
    return done;
  } catch (error) {
    return acceptable(error);
  }
}

function acceptable(error: unknown): string {
  if (!(error instanceof SpikeloomError)) throw error;
  const { code, message, at } = error;
  const bad = (why: string): Error => new Error(`an error ${why}: ${code}: ${message.slice(0, 500)}`, { cause: error });
  if (/\p{Cc}/u.test(message)) throw bad('of several lines');
  if (message.length > 2000) throw bad('of endless length');
  if (!Object.values(at).some((place) => place !== '')) throw bad('without a place');
  return code;
}
