/** Which cases are in scope, out of the table in scope.json. */
import { readFileSync } from 'node:fs';
import { onnxReaders } from '../../src-shared/network/operators/index.ts';
import type { ConformanceCase } from './cases.ts';

interface Reasoned {
  readonly reason: string;
  readonly operators: readonly string[];
}

/** A use of an operator that is otherwise in scope; `cases` is a regular expression on their names. */
interface Use {
  readonly operator: string;
  readonly cases: string;
  readonly reason: string;
  /** True where import accepts it all the same. */
  readonly imported?: boolean;
}

interface Scope {
  readonly outOfScope: { readonly operators: readonly Reasoned[]; readonly uses: readonly Use[] };
  readonly onConstants: Reasoned;
}

const scope = JSON.parse(readFileSync(new URL('scope.json', import.meta.url), 'utf8')) as Scope;

export interface Exclusion {
  readonly operator: string;
  readonly reason: string;
  readonly imported: boolean;
}

const byOperator: ReadonlyMap<string, Exclusion> = new Map(
  scope.outOfScope.operators.flatMap(({ reason, operators }) =>
    operators.map((operator) => [operator, { operator, reason, imported: false }] as const),
  ),
);

const byCase = scope.outOfScope.uses.map(({ operator, cases, reason, imported = false }) => ({
  pattern: new RegExp(cases),
  exclusion: { operator, reason, imported },
}));

const constantsOnly: ReadonlySet<string> = new Set(scope.onConstants.operators);

/** Rows of the table on uses of operators that are otherwise in scope: each must stand for some case. */
export const excludedUses: readonly Exclusion[] = byCase.map(({ exclusion }) => exclusion);

/** Operators that the table excludes as a whole although the importer reads them: must be none. */
export const excludedButRead = (): string[] => [...byOperator.keys()].filter((operator) => onnxReaders.has(operator));

/** Why a case is out of scope; undefined for a case in scope. */
export function exclusionOf({ name, operators }: ConformanceCase): Exclusion | undefined {
  const use = byCase.find(({ pattern, exclusion }) => pattern.test(name) && operators.includes(exclusion.operator));
  if (use !== undefined) return use.exclusion;
  return operators.map((operator) => byOperator.get(operator)).find((exclusion) => exclusion !== undefined);
}

/** True for a case all of whose operators are only ever computed from constants. */
export const isOnConstants = ({ operators }: ConformanceCase): boolean =>
  operators.length > 0 && operators.every((operator) => constantsOnly.has(operator));
