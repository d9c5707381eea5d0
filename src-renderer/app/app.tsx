/** The window: the start screen, or the open project. */
import type { ReactElement } from 'react';
import { GraphEditor } from '../graph/index.ts';
import { Inspector } from '../inspector/index.ts';
import { PlanEditor } from '../plan-editor/index.ts';
import { ResultStrip, RunBar } from '../run/index.ts';
import { StartScreen } from '../start/index.ts';
import { useWorkbench } from '../state/index.ts';

export function App(): ReactElement {
  const isOpen = useWorkbench(({ project }) => project !== null);
  if (!isOpen) return <StartScreen />;
  return (
    <>
      <RunBar />
      <GraphEditor />
      <Inspector />
      <PlanEditor />
      <ResultStrip />
    </>
  );
}
