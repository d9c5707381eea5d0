/** The conformance suite, where it is installed: no case in scope fails, none crashes, and the table says nothing untrue. */
import { describe, expect, it } from 'vitest';
import { ABSENT, isInstalled } from './cases.ts';
import { reportText } from './report-text.ts';
import { runSuite } from './run-suite.ts';
import { excludedButRead, excludedUses } from './scope.ts';

const installed = isInstalled();
if (!installed) process.stderr.write(`skipped: ${ABSENT}\n`);

describe(installed ? "ONNX's conformance suite" : ABSENT, () => {
  it.skipIf(!installed)('passes', async () => {
    const result = await runSuite();
    process.stdout.write(`${reportText(result).split('\n').slice(0, 2).join('\n')}\n`);
    expect(result.failures).toEqual([]);
    expect(Object.values(result.passed).reduce((sum, count) => sum + count, 0)).toBe(result.inScope);
    expect(excludedUses.filter((use) => !result.outOfScope.has(use))).toEqual([]);
  });

  it('excludes no operator as a whole that the importer reads', () => {
    expect(excludedButRead()).toEqual([]);
  });
});
