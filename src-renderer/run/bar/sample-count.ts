/** How many samples a source has, asked of the services once per source. */
import type { SamplePreview } from '../../../src-shared/contract/index.ts';
import { type Answer, useAnswer, useWorkbench } from '../../state/index.ts';

/** Hook: the source at `dataset` as the network would get it; waits for null. */
export function useSampleCount(dataset: string | null): Answer<SamplePreview> {
  const model = useWorkbench(({ project }) => project?.model.file ?? '');
  return useAnswer('samples.preview', { model, source: dataset ?? '', count: 1 }, dataset && `${model} ${dataset}`);
}
