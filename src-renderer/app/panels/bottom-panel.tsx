/** The panel below the graph: results, the plan's text, problems, history, jobs. */
import ChevronDown from 'lucide-react/icons/chevron-down';
import { type ReactElement, useEffect } from 'react';
import { PlanEditor, prepareEditor } from '../../plan-editor/index.ts';
import { ResultStrip } from '../../run/index.ts';
import { BOTTOM_TABS, setLayout, togglePanel, useWorkbench, type BottomTab } from '../../state/index.ts';
import { appTexts } from '../../texts/app.ts';
import { commandTitles } from '../../texts/commands.ts';
import { Badge, IconButton, type Tab, Tabs } from '../../ui/index.ts';
import { Part } from '../part.tsx';
import { HistoryPanel } from './history-panel.tsx';
import { JobsPanel } from './jobs-panel.tsx';
import './panels.css';
import { problemCount } from './problems.ts';
import { ProblemsPanel } from './problems-panel.tsx';
import { useProblems } from './use-problems.ts';

interface Content {
  readonly content: ReactElement;
  readonly unmount?: true;
}

/** Made once: another tab draws its own panel, not all of them again. */
const CONTENTS: Readonly<Record<BottomTab, Content>> = {
  results: { content: inPart(<ResultStrip />) },
  plan: { content: inPart(<PlanEditor />) },
  problems: { content: inPart(<ProblemsPanel />), unmount: true },
  history: { content: inPart(<HistoryPanel />), unmount: true },
  jobs: { content: inPart(<JobsPanel />), unmount: true },
};

function inPart(view: ReactElement): ReactElement {
  return <Part>{view}</Part>;
}

export function BottomPanel(): ReactElement {
  useEffect(prepareEditor, []);
  const tab = useWorkbench(({ layout }) => layout.tab);
  const problems = problemCount(useProblems());
  const running = useWorkbench(({ jobs }) => jobs.filter(({ state }) => state === 'running').length);
  const badges: Partial<Record<BottomTab, ReactElement | null>> = {
    problems: problems > 0 ? <Badge tone="warning">{problems}</Badge> : null,
    jobs: running > 0 ? <Badge tone="accent">{running}</Badge> : null,
  };
  const tabs = BOTTOM_TABS.map((id): Tab<BottomTab> => ({ id, label: appTexts.tabs[id], badge: badges[id], ...CONTENTS[id] }));
  return (
    <Tabs
      label={appTexts.landmarks.bottom}
      value={tab}
      onChange={(next) => setLayout({ tab: next })}
      tabs={tabs}
      actions={
        <IconButton
          name={commandTitles.toggleBottom}
          keys="Mod+J"
          side="top"
          icon={<ChevronDown size={14} aria-hidden />}
          onClick={() => togglePanel('bottom')}
        />
      }
    />
  );
}
