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

export function BottomPanel(): ReactElement {
  useEffect(prepareEditor, []);
  const tab = useWorkbench(({ layout }) => layout.tab);
  const problems = problemCount(useProblems());
  const running = useWorkbench(({ jobs }) => jobs.filter(({ state }) => state === 'running').length);
  const contents: Readonly<Record<BottomTab, Omit<Tab<BottomTab>, 'id' | 'label'>>> = {
    results: { content: <ResultStrip /> },
    plan: { content: <PlanEditor /> },
    problems: {
      content: <ProblemsPanel />,
      badge: problems > 0 ? <Badge tone="warning">{problems}</Badge> : null,
      unmount: true,
    },
    history: { content: <HistoryPanel />, unmount: true },
    jobs: { content: <JobsPanel />, badge: running > 0 ? <Badge tone="accent">{running}</Badge> : null, unmount: true },
  };
  const tabs = BOTTOM_TABS.map((id): Tab<BottomTab> => {
    const { content, ...rest } = contents[id];
    return { id, label: appTexts.tabs[id], ...rest, content: <Part>{content}</Part> };
  });
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
