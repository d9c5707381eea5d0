/** The error for a project that should be written but can only be read, with the reason and a remedy. */
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import type { Project } from '../../project/index.ts';

/** The error `project.read-only`. `consequence`: the action that failed, as the end of a sentence. */
export function readOnlyError(
  { path, readOnly: why = '' }: Pick<Project, 'path' | 'readOnly'>,
  consequence: string,
): SpikeloomError {
  const message = `${path} cannot be changed: ${why}, so that ${consequence}; ${adviceFor(why)}.`;
  return new SpikeloomError('project.read-only', message, { at: { file: path } });
}

/** The reason and the remedy as the end of a sentence, before the user has asked for a change. `why`: the reason that the project gives. */
export const readOnlyReason = (why: string): string => `${why}; ${adviceFor(why)}`;

const adviceFor = (why: string): string =>
  /cannot be written/.test(why) ? 'change the permissions, or copy the project elsewhere' : 'close it there first';
