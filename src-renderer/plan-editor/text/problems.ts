/** Why the plan's text cannot be read, as lists show it. */
import type { SyncState } from './sync.ts';

/** Message and place of each problem; the beginning of the text where it is about all of it. */
export const textProblemsOf = ({ problems }: Pick<SyncState, 'problems'>) =>
  problems.map(({ path, message, place }) => ({
    message: path === '' ? message : `${path} ${message}`,
    line: place?.line ?? 1,
    column: place?.column ?? 1,
  }));
