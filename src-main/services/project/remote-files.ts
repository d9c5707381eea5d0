/** Files on other computers that a project names, for the question whether they may be looked for. */
import type { RemoteFile } from '../../../src-shared/contract/index.ts';
import type { Project } from '../../project/index.ts';
import { pathsOfSamples, serverToAllow } from './remote-path.ts';
import { DATASET_SETTING } from './setting-names.ts';

/** Those whose server the user has not allowed, the model first, each once. It looks at no file. */
export function remoteFilesOf(project: Project): RemoteFile[] {
  const head = project.latestCalibrationHead();
  const record = head && project.plan(head.plan);
  const model = record && project.model(record.model);
  const dataset = project.setting(DATASET_SETTING);
  const samples = [head?.source, dataset].flatMap((spec) => (typeof spec === 'string' ? samplesIn(spec) : []));
  const all = [...(model ? [{ kind: 'model' as const, file: model.path }] : []), ...samples];
  const asked = all.flatMap(({ kind, file }) => {
    const server = serverToAllow(file);
    return server === null ? [] : [{ kind, file, server }];
  });
  return asked.filter(({ file }, index) => asked.findIndex((one) => one.file === file) === index);
}

/** None for a text that names nothing: opening it says so. */
function samplesIn(spec: string): { readonly kind: 'samples'; readonly file: string }[] {
  try {
    return pathsOfSamples(spec).map((file) => ({ kind: 'samples', file }));
  } catch {
    return [];
  }
}
