/** Marks results of another plan than the working one, and leads to the differences. */
import type { ReactElement } from 'react';
import { runCommand, commandOf } from '../../commands/index.ts';
import { useOlderPlan } from '../../state/index.ts';
import { runTexts as texts } from '../../texts/run.ts';
import { Badge, Tooltip } from '../../ui/index.ts';

export function OlderPlan(): ReactElement | null {
  const older = useOlderPlan();
  if (!older) return null;
  return (
    <Tooltip text={texts.olderPlanLong(older.version, older.changes)}>
      <button type="button" className="run-older" onClick={() => runCommand(commandOf('plan.compare-versions'))}>
        <Badge tone="warning">{texts.olderPlan}</Badge>
      </button>
    </Tooltip>
  );
}
