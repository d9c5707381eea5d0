/** `spikeloom gpu`: the graphics adapters of this machine, and a test of the one that the gpu engine would use. */
import type { Command } from 'commander';
import type { GpuReport } from '../../services/run/gpu-report.ts';
import { withJobs } from '../job.ts';
import { addAdapterOption } from '../options.ts';
import { finish } from '../outcome.ts';
import { formatPairs, formatTable } from '../table.ts';

interface Options {
  readonly gpuAdapter?: string;
  readonly json?: boolean;
}

export const gpuCommand = (program: Command): Command =>
  addAdapterOption(
    program
      .command('gpu')
      .description('graphics adapters, and a test of the one that the gpu engine uses; status 1 when it fails'),
  ).action(async ({ gpuAdapter, json }: Options) => {
    const report = await withJobs((jobs) => jobs.run('gpu', { gpuAdapter }));
    const status = report.correct ? {} : { status: 1 as const };
    await finish({ json: report, text: () => reportText(report), ...status }, json === true);
  });

function reportText({ adapters, adapter, test, network, correct }: GpuReport): string {
  const { arithmetic, units, segment, neuronStepsPerSecond } = test;
  const list = adapters.map(({ name, backend }) => [name, backend]);
  const head = formatPairs([
    ['Tested', `${adapter.name}, ${adapter.vendor}, through ${adapter.backend}`],
    ['Segment', `${segment.toExponential(1)} off, relative`],
    [
      'Network',
      `outputs ${network.distance.toExponential(1)} off the reference engine's, operations ${network.operations.toExponential(1)}`,
    ],
    [
      'Speed',
      `${(neuronStepsPerSecond / 1e6).toFixed(1)} million neuron steps a second${adapter.software ? ' (software: no measure of a graphics card)' : ''}`,
    ],
  ]);
  const ulps = formatTable(
    [{ title: 'arithmetic' }, { title: 'units in the last place off', align: 'right' }],
    arithmetic.map(({ operation, ulps: most }) => [operation, String(most)]),
  );
  const table = formatTable(
    [
      { title: 'unit' },
      { title: 'off the record', align: 'right' },
      { title: 'neurons with a tie', align: 'right' },
      { title: '' },
    ],
    units.map((one) => [one.unit, one.distance.toExponential(1), String(one.differing), one.correct ? '' : 'WRONG']),
  );
  const verdict = correct
    ? 'It computes what the gpu engine needs.'
    : 'It does NOT compute what the gpu engine needs: update its driver, or use the cpu engine.';
  return [formatTable([{ title: 'adapter' }, { title: 'backend' }], list), head, ulps, table, verdict].join('\n\n');
}
