/** Counts behind the titles of tabs: problems that ask for attention, jobs that run. */
import type { ReactElement } from 'react';
import { useWorkbench } from '../../state/index.ts';
import { Badge } from '../../ui/index.ts';
import { problemCount } from './problems.ts';
import { useProblems } from './use-problems.ts';

export function ProblemsBadge(): ReactElement | null {
  const problems = problemCount(useProblems());
  return problems > 0 ? <Badge tone="warning">{problems}</Badge> : null;
}

export function RunningBadge(): ReactElement | null {
  const running = useWorkbench(({ jobs }) => jobs.filter(({ state }) => state === 'running').length);
  return running > 0 ? <Badge tone="accent">{running}</Badge> : null;
}
