/** Groups of commands, as the palette and the shortcut overview show them: the part of an id before the dot. */
export const commandGroups: Readonly<Record<string, string>> = {
  app: 'Spikeloom',
  file: 'File',
  plan: 'Plan',
  view: 'View',
  graph: 'Graph',
  inspector: 'Inspector',
  run: 'Run',
  calibration: 'Calibration',
  help: 'Help',
};

/** Titles of the commands of the window itself. */
export const commandTitles = {
  undo: 'Undo',
  redo: 'Redo',
  palette: 'Search commands',
  goToLayer: 'Go to layer',
  shortcuts: 'Keyboard shortcuts',
  settings: 'Settings',
  about: 'About Spikeloom',
  toggleInspector: 'Show or hide inspector',
  toggleBottom: 'Show or hide panel',
  showView: (title: string): string => `Show ${title.toLowerCase()}`,
  back: 'Back',
  forward: 'Forward',
  dismissNotices: 'Dismiss notices',
  nextTheme: 'Switch colours',
} as const;
