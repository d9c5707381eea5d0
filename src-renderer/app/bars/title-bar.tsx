/** The bar at the top: the menu, the project, undo and redo, running, searching, panels. */
import MenuIcon from 'lucide-react/icons/menu';
import PanelBottom from 'lucide-react/icons/panel-bottom';
import PanelRight from 'lucide-react/icons/panel-right';
import Redo from 'lucide-react/icons/redo-2';
import Search from 'lucide-react/icons/search';
import Settings from 'lucide-react/icons/settings';
import Undo from 'lucide-react/icons/undo-2';
import type { ReactElement } from 'react';
import { CommandIcon, commandOf, runCommand } from '../../commands/index.ts';
import { RunBar } from '../../run/index.ts';
import { isFolded, useWorkbench } from '../../state/index.ts';
import { appTexts } from '../../texts/app.ts';
import { inWindow } from '../../texts/messages.ts';
import { Badge, Kbd, Tooltip } from '../../ui/index.ts';
import { MainMenu } from './main-menu.tsx';

export function TitleBar(): ReactElement {
  const name = useWorkbench(({ project }) => project?.name);
  const readOnly = useWorkbench(({ project }) => project?.readOnly ?? null);
  // One by one: the bar is not drawn again for another tab.
  const side = useWorkbench(({ layout }) => !isFolded('side', layout));
  const bottom = useWorkbench(({ layout }) => !isFolded('bottom', layout));
  return (
    <header className="app-title">
      <MainMenu icon={<MenuIcon size={16} aria-hidden />} />
      <h1 className="app-title-name" title={name}>
        {name ?? appTexts.name}
      </h1>
      {readOnly === null ? null : (
        <Tooltip text={inWindow(readOnly)}>
          <span tabIndex={0}>
            <Badge tone="warning">{appTexts.readOnly.title}</Badge>
          </span>
        </Tooltip>
      )}
      {name === undefined ? (
        <div className="app-title-space" />
      ) : (
        <>
          <div className="app-title-group" role="group" aria-label={appTexts.historyButtons}>
            <CommandIcon id="plan.undo" icon={<Undo size={16} aria-hidden />} />
            <CommandIcon id="plan.redo" icon={<Redo size={16} aria-hidden />} />
          </div>
          <div className="app-title-space">
            <RunBar />
          </div>
        </>
      )}
      <button
        type="button"
        className="app-title-search"
        onClick={() => runCommand(commandOf('app.palette'))}
        aria-label={appTexts.palette}
      >
        <Search size={14} aria-hidden />
        <span className="app-title-search-word">{appTexts.search.word}</span>
        <Kbd keys="Mod+K" />
      </button>
      {name === undefined ? null : (
        <>
          <CommandIcon id="view.toggle-bottom" icon={<PanelBottom size={16} aria-hidden />} pressed={bottom} />
          <CommandIcon id="view.toggle-side" icon={<PanelRight size={16} aria-hidden />} pressed={side} />
        </>
      )}
      <CommandIcon id="app.settings" icon={<Settings size={16} aria-hidden />} />
    </header>
  );
}
