/** Records spikes of a run that is done, with its own plan, thresholds and samples. A job. */
import { isEngineId } from '../../../src-shared/engine/index.ts';
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import { openProject, type Project } from '../../project/index.ts';
import { ranWith } from '../capsule/run-settings.ts';
import { openDataset, sampleFingerprint } from '../model/samples.ts';
import { openProjectNetwork } from '../project/open-project-network.ts';
import { requireNearSamples } from '../project/remote-path.ts';
import type { ServiceContext } from '../progress.ts';
import { reportFrame } from '../report/report-frame.ts';
import { numbersOf } from '../run/int8-numbers.ts';
import type { EngineRequest } from '../run/load-engine.ts';
import { storedBatches } from '../run/run-store.ts';
import { planRecording, type RecordingRequest } from './plan-recording.ts';
import { type RecordingResult, recordSpikes } from './record-spikes.ts';

export interface RecordRunRequest extends Pick<EngineRequest, 'threads' | 'gpuAdapter'> {
  readonly project: string;
  readonly run: number;
  readonly recording: RecordingRequest;
  /** Id of the parent process, where that has the project open and lets this one write (project/open.ts). */
  readonly writer?: number | undefined;
}

/**
 * Records spikes in place of those that the run has. Throws `run.missing` for a run that is not done, `option.invalid` for a run that
 * cannot record or whose samples have changed, and passes on the errors of opening project and samples.
 */
export async function recordRun(request: RecordRunRequest, context: ServiceContext): Promise<RecordingResult> {
  using project = openProject(request.project, { writer: request.writer });
  const { run, engine, settings, calibration } = doneRun(project, request.run);
  const { steps, batch, preprocess, labels, skipBad, limit, data } = settings;
  const prepared = await openProjectNetwork(project, preprocess?.input, { calibration });
  requireNearSamples(run.dataset);
  const source = await openDataset(run.dataset, prepared.model.placed, prepared.preprocess, { labels, skipBad, limit });
  if ((await sampleFingerprint(source)) !== data) {
    throw new SpikeloomError('option.invalid', `The samples of run ${run.id} have changed since; start a new run.`);
  }
  const of = { numbers: numbersOf(run), steps, samples: source.count };
  const { choice } = planRecording(prepared.network, request.recording, of);
  const frame = reportFrame(prepared, { engine }, steps);
  const batches = storedBatches(project, run.id, { frame, steps, batch, samples: source.count });
  project.chooseSpikes(run.id, choice);
  const recorded = { run: run.id, prepared, source, steps, batch, batches };
  // Awaited here, so that the project stays open until the recording ends.
  const { threads, gpuAdapter } = request;
  return await recordSpikes(project, recorded, choice, { engine, threads, gpuAdapter }, context);
}

/** The run with the settings that it was made with. */
function doneRun(project: Project, id: number) {
  const run = project.run(id);
  if (run?.state !== 'done') {
    throw new SpikeloomError(
      'run.missing',
      run ? `Run ${id} is ${run.state}; choose a run that is done.` : `There is no run ${id}; choose another one.`,
    );
  }
  const { engine } = run;
  const settings = ranWith(run.settings);
  const calibration = run.calibration === null ? undefined : project.calibration(run.calibration);
  if (!settings || !calibration || !isEngineId(engine)) {
    throw new SpikeloomError(
      'option.invalid',
      `Run ${id} is a part of an evaluation, or was made by another program; start a new run.`,
    );
  }
  return { run, engine, settings, calibration };
}
