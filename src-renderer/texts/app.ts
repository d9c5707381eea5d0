/** Words of the window around the views: bars, panels, notices, dialogs. */
import { type EngineId, ENGINES, usesThreads } from '../../src-shared/engine/index.ts';
import type { PlanOrigin } from '../../src-shared/plan/index.ts';

const layers = (count: number): string => (count === 1 ? '1 layer' : `${count} layers`);
const thresholds = (count: number): string => (count === 1 ? '1 threshold' : `${count} thresholds`);

const NEWEST = 'Open the newest address that Spikeloom printed; what you changed here is sent once this window is let in.';

export const appTexts = {
  name: 'Spikeloom',
  title: (project: string): string => `${project} – Spikeloom`,
  slogan: 'Trained networks to spiking networks, without training',
  landmarks: { main: 'Workbench', inspector: 'Inspector', bottom: 'Panel', status: 'Status' },
  menu: 'Menu',
  historyButtons: 'Undo and redo',
  palette: 'Search commands and layers',
  modelGraph: {
    title: (name: string): string => `Graph of ${name}`,
    back: 'Back',
    counts: (nodes: number, blocked: number): string =>
      `${nodes} operators${blocked === 0 ? '' : `, ${blocked} of them cannot be converted`}`,
    about: 'About the selected operator',
    hint: 'Select an operator to see what is known of it.',
    blocked: 'Cannot be converted',
    operator: 'Operator',
    module: 'Module',
    shape: 'Output shape',
    details: 'Details',
    parameters: 'Parameters',
  },
  resizeInspector: 'Width of the inspector',
  resizeBottom: 'Height of the panel',
  failed: {
    title: 'This part of the window stopped',
    text: 'The project is not touched. Try again; if it happens once more, copy the details into a report.',
  },
  readOnly: { title: 'Read only', text: (path: string, reason: string): string => `${path} cannot be changed: ${reason}.` },
  model: { missing: 'No model file' },
  remote: {
    title: 'On another computer',
    text: { model: 'This project names a model', samples: 'This project names samples' },
    asks: (file: string): string => ` on another computer, ${file}. Looking for it may send your Windows credentials there.`,
    once: 'Look there once',
    always: (server: string): string => `Always for ${server}`,
    until: 'Until Spikeloom ends',
    another: 'Choose another file',
  },
  connection: {
    open: 'Connected',
    connecting: 'Connecting',
    lost: 'Not connected',
    'no-code': 'Not let in',
    'other-key': 'Not let in',
    'code-used': 'Not let in',
    'code-expired': 'Not let in',
    'other-program': 'Not let in',
    banners: {
      lost: 'Spikeloom does not answer; trying again. Nothing is lost: what you change meanwhile is sent when it is back. If it was ended, start Spikeloom again.',
      'no-code': `Spikeloom does not let this window in: its address lacks the code. ${NEWEST}`,
      'other-key': `Spikeloom does not let this window in: it has another key than this window. ${NEWEST}`,
      'code-used': `Spikeloom does not let this window in: its address was used already, by another window or by somebody else on this machine. ${NEWEST}`,
      'code-expired': `Spikeloom does not let this window in: its address is not good any more. ${NEWEST}`,
      'other-program': `Another program than Spikeloom answers at this address. Start Spikeloom again. ${NEWEST}`,
    },
  },

  setAside: {
    title: 'Set aside',
    text: (count: string): string =>
      `${count === '1' ? '1 change' : `${count} changes`} of the plan made here did not fit what was changed elsewhere meanwhile, and ${count === '1' ? 'is' : 'are'} kept.`,
    compare: 'Compare',
    take: 'Use mine',
    copy: 'Copy as text',
    drop: 'Forget mine',
  },

  status: {
    problems: (count: number): string => (count === 1 ? '1 problem' : `${count} problems`),
    noProblems: 'No problems',
    engine: (id: EngineId, threads: number | null): string => {
      const name = `${ENGINES[id].name} engine`;
      return threads === null || !usesThreads(id) ? name : `${name}, ${threads} threads`;
    },
    saved: (version: number): string => `Version ${version}`,
    changed: (version: number): string => `Changed since version ${version}`,
    savedHint: 'Every change is kept at once. A version is a name for the plan as it is.',
    selected: (count: number, neurons: string): string => `${layers(count)} selected, ${neurons} neurons`,
    ended: (title: string, state: 'done' | 'cancelled' | 'failed'): string => `${title}: ${state}`,
    job: (title: string, percent: string): string => `${title}: ${percent}`,
  },

  notices: { label: 'Notices', more: (count: number): string => `${count} more`, dismissAll: 'Dismiss all' },

  history: {
    title: 'History',
    label: 'Changes of the plan',
    start: 'Start',
    origins: {
      graph: 'Graph',
      text: 'Text',
      inspector: 'Inspector',
      cli: 'Command line',
      tuner: 'Tuner',
    } satisfies Record<PlanOrigin, string>,
    undone: 'Undone',
    emptyTitle: 'Nothing changed yet',
    empty: 'Every change of the plan appears here. Choose one to go back to it, or forth.',
  },

  problems: {
    label: 'Problems',
    kinds: { error: 'Error', warning: 'Warning', info: 'To know' },
    emptyTitle: 'No problems',
    empty: 'What keeps the plan from running, and what the calibration could not do, appears here.',
    unsolved: (layer: string, count: number): string =>
      `${layer}: threshold iteration has no sound answer for ${thresholds(count)}; the input lies too far below zero. Another method would have one.`,
    silent: (layer: string, count: number): string =>
      `${layer}: ${thresholds(count)} ${count === 1 ? 'is' : 'are'} 0, since the statistic is negative there; these neurons never fire.`,
    outdated: (count: number): string =>
      `Thresholds of ${layers(count)} are from another plan. The next run calibrates them anew.`,
    model: 'Model',
    uncalibrated: 'There are no thresholds yet. The first run calibrates.',
    calibrate: 'Calibrate',
    place: (line: number, column: number): string => `Plan text ${line}:${column}`,
    plan: 'Plan',
    calibration: 'Calibration',
  },

  jobs: {
    label: 'Jobs',
    emptyTitle: 'No jobs yet',
    empty: 'Runs, calibrations, exports and imports appear here, with how long they still take.',
    states: { running: 'Running', done: 'Done', cancelled: 'Cancelled', failed: 'Failed' },
    cancel: 'Cancel',
    retry: 'Try again',
    took: (duration: string): string => `took ${duration}`,
    warning: (text: string): string => `Warning: ${text}`,
  },

  settings: {
    title: 'Settings',
    theme: 'Colours',
    themes: { system: 'System', light: 'Light', dark: 'Dark', 'high-contrast': 'High contrast' },
    engine: 'Engine',
    threads: 'Threads',
    threadsHint: (cores: number): string => `Empty for one per core: ${cores} here.`,
    threadsAll: 'One per core',
    gpuAdapter: 'Graphics adapter',
    gpuAdapterHint: 'Part of its name. For the GPU engine.',
    gpuAdapterFirst: 'The first one that is not software',
    motion: 'Less motion',
    motionHint: 'The system’s own wish for less motion is always followed.',
  },

  shortcuts: { title: 'Keyboard shortcuts', search: 'Search', none: (text: string): string => `No shortcut matches “${text}”.` },

  about: {
    title: 'About Spikeloom',
    version: 'Version',
    runtime: 'Runtime',
    platform: 'System',
    engines: 'Engines',
    unavailable: (why: string): string => `not here: ${why}`,
    licences: 'What is built in',
    licencesOf: (count: number): string => `${count} packages, each with its licence.`,
    offline: 'Works offline: nothing is sent anywhere.',
  },

  search: {
    word: 'Search',
    label: 'Search commands and layers',
    placeholder: 'Search commands and layers',
    layersPlaceholder: 'Go to layer',
    none: (text: string): string => `Nothing matches “${text}”.`,
    more: (count: number): string => `${count} more layers; type to narrow`,
  },
} as const;
