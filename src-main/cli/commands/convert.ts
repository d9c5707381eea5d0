/** `spikeloom convert`: turns a model into a project. */
import type { Command } from 'commander';
import { plainNotes } from '../../../src-shared/message/index.ts';
import type { ConvertResult } from '../../services/model/convert-model.ts';
import { withJobs } from '../job.ts';
import {
  addCalibrationOptions,
  addEngineOptions,
  addLabelColumnOption,
  addModelOptions,
  addPlanOptions,
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
  withColumnOption,
} from '../options.ts';
import { finish } from '../outcome.ts';
import { formatNotes, formatPairs } from '../table.ts';
import { bytes, integer } from '../words.ts';

interface Options extends ModelOptions, PlanCliOptions, CalibrationCliOptions, EngineCliOptions, LabelColumnOption {
  readonly out: string;
  readonly force?: boolean;
  readonly json?: boolean;
}

export const convertCommand = (program: Command): Command =>
  [addCalibrationOptions, addLabelColumnOption, addPlanOptions, addModelOptions, addSkipOption, addEngineOptions]
    .reduce(
      (command, add) => add(command),
      program
        .command('convert')
        .description('import, place neurons, calibrate, write a project')
        .argument('<model.onnx>')
        .requiredOption('--out <project>', 'project file, such as model.spikeloom; one of the same model gets a new version')
        .option('--force', 'replace the project that is there, with its runs and history'),
    )
    .action(async (model: string, options: Options) => {
      const [source] = withColumnOption(options, options.calibration);
      const { out, force, preprocess, json } = options;
      const request = {
        model,
        out,
        replace: force,
        ...importRequest(options),
        preprocess,
        ...engineRequest(options),
        plan: planRequest(options),
        calibration: { ...calibrationRequest(options), source },
      };
      const result = await withJobs(async (jobs) => {
        await jobs.check(out);
        return jobs.run('convert', request);
      });
      await finish({ json: plainNotes(result), text: () => conversionText(result) }, json === true);
    });

export function conversionText(result: ConvertResult): string {
  const {
    project,
    version,
    model,
    steps,
    coding,
    neuron_layers: layers,
    neurons,
    counted_layers: counted,
    calibration,
    notes,
  } = result;
  const pairs = formatPairs([
    ['Project', version === 1 ? project : `${project}, version ${version} of the plan`],
    ['Model', `${model.name}, ${bytes(model.bytes)}`],
    ['Setting', `${coding}, ${steps} steps`],
    ['Neurons', `${integer(neurons)} in ${layers} layers, ${counted} counted layers`],
    [
      'Calibrated',
      calibration.samples === 0
        ? 'thresholds given by the plan'
        : `on ${integer(calibration.samples)} of ${calibration.source}, ${calibration.batch} at a time`,
    ],
  ]);
  return pairs + formatNotes(notes);
}
