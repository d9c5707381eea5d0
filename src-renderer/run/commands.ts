/** Commands of runs. */
import { defineCommand } from '../commands/index.ts';
import { runTexts as texts } from '../texts/run.ts';
import { showView } from '../views/index.ts';
import { cancelJob, runningJob } from './jobs.ts';
import { canShare, shareReport } from './share.ts';
import { canCalibrate, canRun, startCalibration, startRun } from './start-run.ts';

defineCommand({ id: 'run.start', title: texts.runTitle, keys: ['Mod+Enter'], inText: true, when: canRun, run: startRun });
defineCommand({
  id: 'run.cancel',
  title: texts.cancelTitle,
  keys: ['Mod+.'],
  inText: true,
  when: (state) => runningJob(state) !== undefined,
  run: cancelJob,
});
defineCommand({ id: 'calibration.start', title: texts.calibrateTitle, when: canCalibrate, run: startCalibration });
defineCommand({
  id: 'run.show-results',
  title: texts.showResults,
  when: ({ project }) => project !== null,
  run: () => showView('results'),
});
defineCommand({ id: 'run.share', title: texts.shareTitle, when: canShare, run: shareReport });
