/** `spikeloom simulate`: runs a model or a project on samples and writes arrays and report into a folder. */
import type { Command } from 'commander';
import { plainNotes } from '../../../src-shared/message/index.ts';
import { withJobs } from '../job.ts';
import {
  addCalibrationOptions,
  addEngineOptions,
  addLabelColumnOption,
  addModelOptions,
  addPlanOptions,
  addRunOptions,
  addSkipOption,
  type CalibrationCliOptions,
  calibrationRequest,
  type EngineCliOptions,
  engineRequest,
  importRequest,
  type LabelColumnOption,
  type ModelOptions,
  type PlanCliOptions,
  planRequest,
  type RunCliOptions,
  withColumnOption,
} from '../options.ts';
import { finish } from '../outcome.ts';
import { reportText } from '../report-text.ts';

interface Options
  extends ModelOptions,
    PlanCliOptions,
    CalibrationCliOptions,
    EngineCliOptions,
    RunCliOptions,
    LabelColumnOption {
  readonly inputs: string;
  readonly out: string;
  readonly json?: boolean;
}

export const simulateCommand = (program: Command): Command =>
  [addRunOptions, addLabelColumnOption, addCalibrationOptions, addPlanOptions, addModelOptions, addSkipOption, addEngineOptions]
    .reduce(
      (command, add) => add(command),
      program
        .command('simulate')
        .description('run on samples; writes logits.npy, ann_logits.npy and report.json')
        .argument('<model.onnx|project.spikeloom>')
        .requiredOption('--inputs <src>', 'samples to run')
        .requiredOption('--out <dir>', 'folder for the results'),
    )
    .action(async (model: string, options: Options) => {
      const [inputs, source] = withColumnOption(options, options.inputs, options.calibration);
      const { out, preprocess, labels, batch, skipBad, json } = options;
      const request = {
        model,
        inputs,
        out,
        ...importRequest(options),
        preprocess,
        labels,
        batch,
        skipBad,
        ...engineRequest(options),
        plan: planRequest(options),
        calibration: { ...calibrationRequest(options), source },
      };
      const { report, files } = await withJobs(async (jobs) => {
        await jobs.check(model);
        try {
          return await jobs.run('simulate', request);
        } catch (error) {
          // A process that was killed while it renamed its files leaves temporary files behind.
          const { removeLeftovers } = await import('../../runtime/temporary.ts');
          await removeLeftovers(out);
          throw error;
        }
      });
      await finish(
        { json: plainNotes(report), text: () => `${reportText(report)}\n\nWritten to ${out}: ${files.join(', ')}` },
        json === true,
      );
    });
