/** Says that the results shown are of another plan than the working one, and leads to what differs. */
import type { ReactElement } from 'react';
import { runCommand, commandOf } from '../../commands/index.ts';
import { useRunPlan } from '../../state/index.ts';
import { runTexts as texts } from '../../texts/run.ts';
import { Badge, Tooltip } from '../../ui/index.ts';

export function OlderPlan(): ReactElement | null {
  const used = useRunPlan();
  if (used === null || used.changes === 0) return null;
  return (
    <Tooltip text={texts.olderPlanLong(used.version, used.changes)}>
      <button type="button" className="run-older" onClick={() => runCommand(commandOf('plan.compare-versions'))}>
        <Badge tone="warning">{texts.olderPlan}</Badge>
      </button>
    </Tooltip>
  );
}
