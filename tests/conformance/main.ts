/** `npm run conformance`: ONNX's own conformance suite against import and the float64 Network. Ends with 1 where a case fails. */
import { ABSENT, isInstalled } from './cases.ts';
import { reportText } from './report-text.ts';
import { runSuite } from './run-suite.ts';

if (isInstalled()) {
  const result = await runSuite();
  process.stdout.write(`${reportText(result)}\n`);
  process.exitCode = result.failures.length === 0 ? 0 : 1;
} else {
  process.stderr.write(`spikeloom: ${ABSENT}\n`);
  process.exitCode = 1;
}
