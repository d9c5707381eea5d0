/** Starts a calibration of the working plan; busy while one runs. */
import type { ReactElement } from 'react';
import { commandOf } from '../../commands/index.ts';
import { useWorkbench } from '../../state/index.ts';
import { inspectorTexts as texts } from '../../texts/inspector.ts';
import { Button } from '../../ui/index.ts';

export function CalibrateButton(): ReactElement {
  const busy = useWorkbench(({ jobs, project }) =>
    jobs.some(({ state, path, kind }) => state === 'running' && path === project?.path && kind !== 'create'),
  );
  const readOnly = useWorkbench(({ project }) => project?.readOnly ?? null);
  return (
    <Button disabled={busy || readOnly !== null} onClick={() => commandOf('calibration.start')?.run()}>
      {busy ? texts.calibrating : texts.calibrate}
    </Button>
  );
}
