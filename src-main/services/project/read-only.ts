/** A project that was opened for writing and can only be read: why, and what to do. */
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import type { Project } from '../../project/index.ts';

/** The error `project.read-only`. `consequence`: what could not be done, the end of a sentence. */
export function readOnlyError(
  { path, readOnly: why = '' }: Pick<Project, 'path' | 'readOnly'>,
  consequence: string,
): SpikeloomError {
  const message = `${path} cannot be changed: ${why}, so that ${consequence}; ${adviceFor(why)}.`;
  return new SpikeloomError('project.read-only', message, { at: { file: path } });
}

/** The same where nothing was asked for yet, as the end of a sentence. `why`: as the project says it. */
export const readOnlyReason = (why: string): string => `${why}; ${adviceFor(why)}`;

const adviceFor = (why: string): string =>
  /cannot be written/.test(why) ? 'change the permissions, or copy the project elsewhere' : 'close it there first';
