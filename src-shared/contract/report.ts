/** The report page of a project, to be handed to others. */
import { z } from 'zod';
import { call, pathSchema } from './define.ts';

/** The calls about the report page. */
export const reportCalls = {
  /**
   * Writes the page of all finished runs beside the project, `run` first, and replaces an earlier page. Throws `run.missing`,
   * `output.exists` if another file has the name, `output.unwritable`.
   */
  'report.write': call(z.strictObject({ path: pathSchema, run: z.int() }), z.strictObject({ file: z.string(), bytes: z.int() })),
  /** Shows the page in the system's file manager, where the host can. Throws `files.unreadable` if it is not there. */
  'report.show': call(z.strictObject({ path: pathSchema }), z.strictObject({})),
} as const;
