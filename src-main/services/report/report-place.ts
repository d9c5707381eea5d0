/** Where a window writes the report page of a project. */
import { basename, dirname, join } from 'node:path';

/** The path of the page: beside the project. */
export const reportPlace = (project: string): string =>
  join(dirname(project), `${basename(project).replace(/\.spikeloom$/i, '')}-report.html`);
