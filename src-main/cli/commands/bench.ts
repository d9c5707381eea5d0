/** `spikeloom bench`: measures how long the spiking network takes compared with the float network. */
import { availableParallelism } from 'node:os';
import type { Command } from 'commander';
import { plainNotes } from '../../../src-shared/message/index.ts';
import type { BenchResult } from '../../services/run/bench-model.ts';
import { withJobs } from '../job.ts';
import {
  addCalibrationOptions,
  addEngineOptions,
  addLabelColumnOption,
  addModelOptions,
  addPlanOptions,
  type CalibrationCliOptions,
  calibrationRequest,
  count,
  type EngineCliOptions,
  engineRequest,
  importRequest,
  type LabelColumnOption,
  type ModelOptions,
  type PlanCliOptions,
  planRequest,
  withColumnOption,
} from '../options.ts';
import { finish } from '../outcome.ts';
import { formatNotes, formatPairs } from '../table.ts';

interface Options extends ModelOptions, PlanCliOptions, CalibrationCliOptions, EngineCliOptions, LabelColumnOption {
  readonly batch: number;
  readonly json?: boolean;
}

export const benchCommand = (program: Command): Command =>
  [addPlanOptions, addLabelColumnOption, addCalibrationOptions, addModelOptions, addEngineOptions]
    .reduce(
      (command, add) => add(command),
      program
        .command('bench')
        .description('time of the spiking network against T times the float network, with the same cores')
        .argument('<model.onnx>')
        .option('--batch <n>', 'samples per batch', count, 32),
    )
    .action(async (model: string, options: Options) => {
      const [source] = withColumnOption(options, options.calibration);
      const { preprocess, batch, threads, json } = options;
      const request = {
        model,
        ...importRequest(options),
        preprocess,
        batch,
        ...engineRequest(options),
        threads: threads ?? availableParallelism(),
        plan: planRequest(options),
        calibration: { ...calibrationRequest(options), source },
      };
      const result = await withJobs((jobs) => jobs.run('bench', request));
      await finish({ json: plainNotes(result), text: () => benchText(result) }, json === true);
    });

function benchText({ ann_ms, snn_ms, ratio, threads, engine, peak_rss_mb, steps, batch, rounds, notes }: BenchResult): string {
  const pairs = formatPairs([
    ['Float network', `${ann_ms.toFixed(2)} ms per batch of ${batch}`],
    ['Spiking network', `${snn_ms.toFixed(2)} ms, ${steps} steps`],
    ['Ratio', `${ratio.toFixed(3)} × (steps · float network)`],
    ['Engine', `${engine}, ${threads} threads`],
    ['Peak memory', `${peak_rss_mb.toFixed(0)} MB`],
    ['Measured', `medians of ${rounds} rounds, in turn`],
  ]);
  return pairs + formatNotes(notes);
}
