/**
 * An exporter as an engine, for harnesses that compare engines: it writes the files of a network and runs them as a package does when it
 * proves itself. The float network, and the answers of restricted networks, are not its own.
 */
import { referenceEngine } from '../../../src-main/engines/reference/index.ts';
import type { Exporter } from '../../../src-main/export/index.ts';
import type { ExportOptions } from '../../../src-shared/export/index.ts';
import { asDecoded } from '../../../src-main/services/export/compare-steps.ts';
import type { Engine } from '../../../src-shared/engine/index.ts';

/** True in `npm run test:exports`, which runs all tests of exports; every other run has a part. */
export const ALL_EXPORTS = process.env['SPIKELOOM_TEST_EXPORTS'] === 'all';

const SIGNAL = new AbortController().signal;

/** The engine. Its results have no counts. `onFiles` sees the files of every run. */
export const exporterEngine = (
  exporter: Exporter,
  {
    options = { batch: undefined },
    onFiles,
  }: { options?: ExportOptions; onFiles?: (files: ReadonlyMap<string, Uint8Array>) => void } = {},
): Engine => ({
  id: 'cpu',
  async prepare(spiking) {
    const reference = await referenceEngine.prepare(spiking);
    return {
      ...reference,
      async run(inputs, batch, { steps }) {
        const subject = { spiking, name: 'model', steps, version: '0.0.0' };
        const exported = exporter.write(subject, options);
        onFiles?.(exported.files);
        const samples = Float32Array.from(inputs);
        const values = await exporter.run(subject, options, exported, { samples, batch }, { signal: SIGNAL });
        return {
          logits: values.map((one) => asDecoded({ spiking, steps, kind: exporter.compared }, one)),
          neurons: new Map(),
          counted: new Map(),
        };
      },
    };
  },
});
