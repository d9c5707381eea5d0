/** Words of the target choice: whether the network fits a chip or a microcontroller. */

const rules = (count: number): string => (count === 1 ? '1 rule' : `${count} rules`);

export const fitTexts = {
  target: 'Target',
  flash: 'Flash',
  ram: 'RAM',
  weights: 'Weights',
  none: 'No target',
  size: 'any size',
  notASize: (text: string): string => `“${text}” is not a size such as 256K, 1M or 65536`,
  formats: { float32: 'float32', int8: 'int8' } as const,
  emptyTitle: 'No target chosen',
  empty: 'Choose a chip or a microcontroller to see what keeps the network from running there.',
  waiting: 'Comparing…',
  failed: 'The network could not be compared with the target.',
  fits: (label: string): string => `The network fits ${label}.`,
  fitsNot: (label: string, count: number): string => `The network does not fit ${label}: ${rules(count)} violated.`,
  showProblems: 'Show problems',
  cores: 'Use of the target',
  core: 'Core',
  layer: 'Layer',
  place: 'Part',
  part: 'Of',
  used: 'Used',
  free: 'free',
  unplaced: 'No core',
  of: (used: string, limit: string): string => `${used} of ${limit}`,
  columns: (what: string, unit: string): string => `${what[0]!.toUpperCase()}${what.slice(1)}${unit === '' ? '' : ` (${unit})`}`,
  notes: 'Not checked',
} as const;
