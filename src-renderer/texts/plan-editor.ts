/** Words of the plan editor and of the comparison of versions. */

const value = (to: string | null): string => (to === null ? 'reset' : `to ${to}`);

export const planTexts = {
  title: 'Plan',
  editorName: 'Plan as text',
  loading: 'Opening the editor…',

  labelOrder: 'Order of layer rules, as text',
  labelMany: (count: number): string => `${count} fields, as text`,
  labelField: (path: string, to: string | null): string => `${path} ${value(to)}, as text`,
  labelLayerField: (layer: string, field: string, to: string | null): string => `${field} of ${layer} ${value(to)}, as text`,
  labelTakeText: 'Plan text over changes made elsewhere',
  labelRestore: (version: number, message: string): string =>
    `Restore version ${version}${message === '' ? '' : ` (${message})`}`,

  inStep: 'In step with the graph',
  typing: 'Reading…',
  unreadable: (count: number): string =>
    count === 1
      ? '1 problem: the graph keeps the last plan that can be read'
      : `${count} problems: the graph keeps the last plan that can be read`,
  unreadableBehind: 'The plan was changed elsewhere, while this text cannot be read.',
  apart: 'This text and the plan were changed in the same places.',
  takeOver: 'Take over the graph’s plan',
  keepText: 'Use this text',
  readOnly: (reason: string): string => `Read only: ${reason}`,
  firstProblem: (line: number, column: number, message: string): string => `Line ${line}, column ${column}: ${message}`,

  edit: 'Edit',
  compare: 'Compare',
  save: 'Save version…',
  modeName: 'View of the plan',
  saveTitle: 'Save version',
  saveMessage: 'What changed',
  saveHint: 'Runs and comparisons name the version by this sentence.',
  saveNothing: (version: number): string => `The plan is version ${version} already.`,
  cancel: 'Cancel',

  showTextTitle: 'Edit the plan as text',
  compareTitle: 'Compare versions of the plan',
  saveVersionTitle: 'Save a version of the plan',

  matches: (count: number): string => (count === 1 ? 'matches 1 layer' : `matches ${count} layers`),
  matchesNone: 'matches no layer of this network',
  andMore: (count: number): string => `… and ${count} more`,
  useNearest: (name: string): string => `Use "${name}"`,

  before: 'Before',
  after: 'After',
  workingPlan: 'Working plan',
  setAside: (place: number, count: number): string => (count === 1 ? 'Set aside' : `Set aside, ${place} of ${count}`),
  version: (id: number, message: string): string => (message === '' ? `Version ${id}` : `${id} · ${message}`),
  swap: 'Swap sides',
  restore: (id: number): string => `Restore version ${id}`,
  showDifference: 'Show on the graph',
  showDifferenceHint: 'Marks the layers of the graph that the two plans set differently.',
  restoreHint: 'Makes this version the working plan; it can be undone.',
  same: 'Both are the same.',
  changes: (count: number): string => (count === 1 ? '1 field differs' : `${count} fields differ`),
  inline: 'One column',
} as const;
