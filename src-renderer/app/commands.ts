/** Commands of the window itself: undo, search, panels, dialogs. */
import { THEMES } from '../../src-shared/contract/index.ts';
import { defineCommand } from '../commands/index.ts';
import { dismissNotice, redoPlan, toggleFolded, undoPlan, workbench, type WorkbenchState } from '../state/index.ts';
import { commandTitles as titles } from '../texts/commands.ts';
import { openDialog } from './dialogs.ts';
import { showView, viewsWithTabs } from '../views/index.ts';
import { changeSettings } from './settings.ts';
import './views.ts';

const isOpen = ({ project }: WorkbenchState): boolean => project !== null;
const inProject = { when: isOpen };
/** Keys that mean the same wherever the focus is. */
const everywhere = { inText: true };

defineCommand({
  id: 'app.palette',
  title: titles.palette,
  keys: ['Mod+K', 'Mod+Shift+P', 'F1'],
  ...everywhere,
  run: () => openDialog('palette'),
});
defineCommand({
  id: 'view.go-to-layer',
  title: titles.goToLayer,
  keys: ['Mod+P'],
  ...everywhere,
  ...inProject,
  run: () => openDialog('layers'),
});

defineCommand({
  id: 'plan.undo',
  title: titles.undo,
  keys: ['Mod+Z'],
  when: ({ history }) => history !== null && history.done.length > 0,
  run: undoPlan,
});
defineCommand({
  id: 'plan.redo',
  title: titles.redo,
  keys: ['Mod+Shift+Z', 'Mod+Y'],
  when: ({ history }) => history !== null && history.undone.length > 0,
  run: redoPlan,
});

defineCommand({
  id: 'view.toggle-side',
  title: titles.toggleInspector,
  keys: ['Mod+B'],
  ...everywhere,
  ...inProject,
  run: () => toggleFolded('side'),
});
defineCommand({
  id: 'view.toggle-bottom',
  title: titles.toggleBottom,
  keys: ['Mod+J'],
  ...everywhere,
  ...inProject,
  run: () => toggleFolded('bottom'),
});
// The browser's own keys; in Electron nobody else listens to them.
defineCommand({ id: 'view.back', title: titles.back, keys: ['Alt+ArrowLeft'], run: () => window.history.back() });
defineCommand({ id: 'view.forward', title: titles.forward, keys: ['Alt+ArrowRight'], run: () => window.history.forward() });
for (const { view, ...keys } of viewsWithTabs()) {
  defineCommand({
    id: `view.${view.id}`,
    title: titles.showView(view.title),
    ...keys,
    ...everywhere,
    ...inProject,
    run: () => showView(view.id),
  });
}

defineCommand({ id: 'app.settings', title: titles.settings, keys: ['Mod+,'], ...everywhere, run: () => openDialog('settings') });
defineCommand({
  id: 'app.next-theme',
  title: titles.nextTheme,
  run: () => changeSettings({ theme: THEMES[(THEMES.indexOf(workbench().settings.theme) + 1) % THEMES.length]! }),
});
defineCommand({
  id: 'app.dismiss-notices',
  title: titles.dismissNotices,
  when: ({ notices }) => notices.length > 0,
  run: () => workbench().notices.forEach(({ id }) => dismissNotice(id)),
});
defineCommand({ id: 'help.shortcuts', title: titles.shortcuts, keys: ['?', 'Mod+/'], run: () => openDialog('shortcuts') });
defineCommand({ id: 'help.about', title: titles.about, run: () => openDialog('about') });
