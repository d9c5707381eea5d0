/**
 * Exported ONNX models against the reference engine on every pair of adjacent spiking forms, in every coding, with every neuron:
 * networks of tests/differential/forms.test.ts. Every run of the tests has a part, and `npm run test:exports` all.
 */
import { expect, it } from 'vitest';
import { EXPORTERS } from '../../src-main/export/index.ts';
import { describeFindings } from '../differential/findings.ts';
import { formCases } from '../differential/form-cases.ts';
import { runCase } from '../differential/run-case.ts';
import { checkWithOnnx, modelFolder, noOnnxChecker } from './support/onnx-checker.ts';
import { ALL_EXPORTS, exporterEngine } from './support/exporter-engine.ts';

const only = process.env['SPIKELOOM_CASE'];
const BATCHES = [1, 3] as const;
/** Of a part of the tests: one case in so many. */
const EVERY = ALL_EXPORTS || only !== undefined ? 1 : 6;

const cases = formCases((at) => ({ batch: BATCHES[at % BATCHES.length]!, threads: 1 })).filter(
  ({ name }) => only === undefined || name === only,
);
const some = cases.map((one, index) => [one.name, one, index] as const).filter(([, , index]) => index % EVERY === 0);

const written = modelFolder();

it.each(some)('%s', async (_, one, index) => {
  const format = index % 2 === 0 ? 'onnx' : 'onnx-unrolled';
  // A model for two samples at a time, which batches of one and three do not fill.
  const options = { batch: index % 3 === 1 ? 2 : undefined };
  const engine = exporterEngine(await EXPORTERS[format](), { options, onFiles: written.keep(`${index}`) });
  expect(describeFindings(await runCase(one, engine))).toEqual([]);
});

it.skipIf(noOnnxChecker !== null)(
  `onnx.checker accepts all of them${noOnnxChecker === null ? '' : ` (skipped: ${noOnnxChecker})`}`,
  () => {
    expect(written.paths.length).toBe(some.length);
    expect(checkWithOnnx(written.paths)).toEqual([]);
  },
);
