/** The whole suite: every case in its place. */
import { conformanceCases } from './cases.ts';
import { type Outcome, runCase, type Way } from './run-case.ts';
import { type Exclusion, exclusionOf } from './scope.ts';

export interface SuiteResult {
  /** Cases that passed, by how they were computed. */
  readonly passed: Readonly<Record<Way, number>>;
  readonly inScope: number;
  /** Names of the cases out of scope, by the row of the table. */
  readonly outOfScope: ReadonlyMap<Exclusion, readonly string[]>;
  /** A line for each case that did not do what it should. */
  readonly failures: readonly string[];
}

/** What an outcome says against the table, undefined where it is as it should be. */
function faultOf(outcome: Outcome, exclusion: Exclusion | undefined): string | undefined {
  switch (outcome.kind) {
    case 'crashed':
      return `crashed: ${outcome.error instanceof Error ? outcome.error.stack : String(outcome.error)}`;
    case 'passed':
      return exclusion === undefined ? undefined : `passes, though scope.json has it out of scope (${exclusion.operator})`;
    case 'wrong':
      return exclusion?.imported ? undefined : `wrong: ${outcome.why}`;
    case 'refused':
      if (exclusion === undefined || exclusion.imported) return `refused: ${outcome.error.message}`;
      return faultOfRefusal(outcome.error.message);
  }
}

/** A refusal is one line that says what to do. */
const faultOfRefusal = (message: string): string | undefined =>
  /^[^\n]+[;,:] (export|rewrite|give|read)[^\n]+\.$/.test(message)
    ? undefined
    : `is refused without saying what to do: ${message}`;

/** Runs every case. */
export async function runSuite(): Promise<SuiteResult> {
  const passed: Record<Way, number> = { batch: 0, fixed: 0, constants: 0 };
  const outOfScope = new Map<Exclusion, string[]>();
  const failures: string[] = [];
  let inScope = 0;
  for await (const one of conformanceCases()) {
    const exclusion = exclusionOf(one);
    const outcome = await runCase(one);
    const fault = faultOf(outcome, exclusion);
    if (fault !== undefined) failures.push(`${one.suite}/${one.name} ${fault}`);
    if (exclusion === undefined) inScope++;
    else outOfScope.set(exclusion, [...(outOfScope.get(exclusion) ?? []), one.name]);
    if (exclusion === undefined && outcome.kind === 'passed') passed[outcome.way]++;
  }
  return { passed, inScope, outOfScope, failures };
}
