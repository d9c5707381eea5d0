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
    const status = report.test.correct ? {} : { status: 1 as const };
    await finish({ json: report, text: () => reportText(report), ...status }, json === true);
  });

const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;

function reportText({ adapters, adapter, test }: GpuReport): string {
  const { arithmetic, neurons, segment, neuronStepsPerSecond, correct } = test;
  const list = adapters.map(({ name, backend }) => [name, backend]);
  const head = formatPairs([
    ['Tested', `${adapter.name}, ${adapter.vendor}, through ${adapter.backend}`],
    [
      'Arithmetic',
      arithmetic.map(({ operation, ulps }) => `${operation} ${ulps}`).join(', ') + ' units in the last place off at most',
    ],
    ['Segment', `${segment.toExponential(1)} off, relative`],
    [
      'Neurons',
      `${(neuronStepsPerSecond / 1e6).toFixed(1)} million steps a second${adapter.software ? ' (software: no measure of a graphics card)' : ''}`,
    ],
  ]);
  const table = formatTable(
    [{ title: 'neurons' }, { title: 'differ from 64 bits (ties)' }],
    neurons.map(({ form, share }) => [form, percent(share)]),
  );
  const verdict = correct
    ? 'It computes what the gpu engine needs.'
    : 'It does NOT compute what the gpu engine needs: update its driver, or use the cpu engine.';
  return `${formatTable([{ title: 'adapter' }, { title: 'backend' }], list)}\n\n${head}\n\n${table}\n\n${verdict}`;
}
