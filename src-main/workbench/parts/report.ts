/** Calls about the report page of a project. */
import { existsSync } from 'node:fs';
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import { runJob } from '../../services/jobs/run-job.ts';
import { requireNear } from '../../services/project/remote-path.ts';
import { reportPlace } from '../../services/report/report-place.ts';
import type { Context } from '../context.ts';
import type { Handlers } from '../types.ts';

export function reportPart({ options: host, projects }: Context): Pick<Handlers, 'report.write' | 'report.show'> {
  return {
    'report.write': async ({ path, run }, { signal }) => {
      const { file, bytes } = await runJob('report', { project: projects.at(path).path, run }, { signal });
      return { file, bytes };
    },
    'report.show': ({ path }) => {
      const place = reportPlace(projects.at(path).path);
      if (!host.show) throw new SpikeloomError('option.invalid', 'This host cannot show a folder; copy the path of the page.');
      requireNear(place);
      if (!existsSync(place))
        throw new SpikeloomError('files.unreadable', `${place} is not there any more; write the report again.`);
      host.show(place);
      return {};
    },
  };
}
