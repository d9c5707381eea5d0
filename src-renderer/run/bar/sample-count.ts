/** How many samples a source has, asked of the services once per source. */
import type { SamplePreview } from '../../../src-shared/contract/index.ts';
import { type Answer, useAnswer, useWorkbench } from '../../state/index.ts';

/** Hook: the source at `dataset` as the network would get it; waits for null. */
export function useSampleCount(dataset: string | null): Answer<SamplePreview> {
  const model = useWorkbench(({ project }) => project?.model.file ?? '');
  const project = useWorkbench(({ project }) => project?.path ?? '');
  const request = { model, project, source: dataset ?? '', purpose: 'run' as const, count: 1 };
  return useAnswer('samples.preview', request, dataset && `${project} ${model} ${dataset}`);
}
