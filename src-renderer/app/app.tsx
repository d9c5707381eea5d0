/** The window: its bars, and between them the start screen or the open project. */
import { type ReactElement, useEffect } from 'react';
import { listenToKeys } from '../commands/index.ts';
import { ExportLayer } from '../export/index.ts';
import { FileLayer } from '../files/index.ts';
import { discardRemoved, hasUnsentChanges, useWorkbench, workbench, writeLayout } from '../state/index.ts';
import { appTexts } from '../texts/app.ts';
import { TooltipProvider } from '../ui/index.ts';
import { prepareViews, ViewContent, viewOf } from '../views/index.ts';
import { AboutDialog } from './about-dialog.tsx';
import './app.css';
import './panels/panels.css';
import { Banners } from './bars/banners.tsx';
import { Notices } from './bars/notices.tsx';
import { StatusBar } from './bars/status-bar.tsx';
import { TitleBar } from './bars/title-bar.tsx';
import { ModelGraphView } from './model-graph-view.tsx';
import { Part } from './part.tsx';
import { Palette } from './search/palette.tsx';
import { SettingsDialog } from './settings-dialog.tsx';
import { showNamed } from './show-layers.ts';
import { ShortcutsDialog } from './shortcuts-dialog.tsx';
import { WorkbenchView } from './workbench-view.tsx';

export function App(): ReactElement {
  const path = useWorkbench(({ project }) => project?.path);
  const looked = useWorkbench((state) => state.looked !== null);
  const title = useWorkbench(({ project }) => (project ? appTexts.title(project.name) : appTexts.name));
  useEffect(() => {
    document.title = title;
  }, [title]);
  useEffect(listenToKeys, []);
  useEffect(keepAll, []);
  useEffect(() => void prepareViews(), []);
  return (
    <TooltipProvider>
      <div className="app">
        <TitleBar />
        <Banners />
        <div className="app-content">
          {path === undefined ? (
            <Part>{looked ? <ModelGraphView /> : <ViewContent view={viewOf('start')} />}</Part>
          ) : (
            // Another project has its own layout: its panels are made anew.
            <WorkbenchView key={path} />
          )}
        </div>
        <Notices />
        <StatusBar />
      </div>
      <Palette />
      <ShortcutsDialog />
      <SettingsDialog />
      <AboutDialog />
      <ExportLayer onShow={showNamed} />
      <FileLayer />
    </TooltipProvider>
  );
}

/** The layout of the last moment is stored before the window goes; nothing that is not kept yet goes unasked. */
function keepAll(): () => void {
  const store = (): void => {
    discardRemoved();
    void writeLayout();
  };
  /** A page that goes while the services are away takes with it what could not be sent: the browser asks first. */
  const ask = (event: BeforeUnloadEvent): void => {
    const { project, connection } = workbench();
    if (project && connection !== 'open' && hasUnsentChanges(project.path)) event.preventDefault();
  };
  window.addEventListener('pagehide', store);
  window.addEventListener('beforeunload', ask);
  return () => {
    window.removeEventListener('pagehide', store);
    window.removeEventListener('beforeunload', ask);
  };
}
