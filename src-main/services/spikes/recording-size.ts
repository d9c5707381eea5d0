/** The most bytes that the recordings of an evaluation may take, before it starts. A job. */
import { stepsOf } from '../../../src-shared/plan/index.ts';
import { openProject } from '../../project/index.ts';
import { openDataset } from '../model/samples.ts';
import { openProjectNetwork } from '../project/open-project-network.ts';
import type { EvaluateRequest } from '../run/evaluate-project.ts';
import { planRecording, type PlannedRecording } from './plan-recording.ts';

/** Throws as `planRecording`, and passes on the errors of opening the project and its samples. */
export async function recordingSize(request: EvaluateRequest): Promise<PlannedRecording> {
  using project = openProject(request.project);
  const prepared = await openProjectNetwork(project, request.preprocess);
  const source = await openDataset(request.dataset, prepared.model.placed, prepared.preprocess, request);
  const { numbers, shard, recording } = request;
  const of = { numbers, shard, steps: stepsOf(prepared.plan), samples: source.count };
  return planRecording(prepared.network, recording ?? { layers: [], samples: [] }, of);
}
