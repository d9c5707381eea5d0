/** What `npm run conformance` prints. */
import type { SuiteResult } from './run-suite.ts';

/** Totals, and what is out of scope, by operator, with the reason. */
export function reportText({ passed, inScope, outOfScope, failures }: SuiteResult): string {
  const out = [...outOfScope].map(([exclusion, names]) => ({ ...exclusion, count: names.length }));
  const total = out.reduce((sum, { count }) => sum + count, 0);
  const wide = Math.max(0, ...out.map(({ operator }) => operator.length));
  const rows = out
    .sort((a, b) => a.operator.localeCompare(b.operator))
    .map(({ operator, count, reason }) => `  ${operator.padEnd(wide)} ${String(count).padStart(3)}  ${reason}`);
  const { batch, fixed, constants } = passed;
  return [
    `ONNX conformance suite: ${batch + fixed + constants} passed of ${inScope} in scope; ${total} out of scope`,
    `passed with the first axis as the batch: ${batch}; with all axes fixed: ${fixed}; from constants: ${constants}`,
    ...(failures.length === 0 ? [] : [`${failures.length} not as they should be:`, ...failures.map((line) => `  ${line}`)]),
    'out of scope, by operator:',
    ...rows,
  ].join('\n');
}
