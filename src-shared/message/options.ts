/** The table of options that messages can refer to. */

/**
 * Every option of the command line and of the hosts, without its dashes. Stored messages refer to them, so an option that is
 * dropped stays in this table.
 */
export const OPTION_IDS = [
  'adapt-plan',
  'allow-server',
  'batch',
  'calibration',
  'calibration-batch',
  'coding',
  'dataset',
  'dequantise',
  'engine',
  'force',
  'format',
  'gpu-adapter',
  'input',
  'inputs',
  'json',
  'label-column',
  'labels',
  'model',
  'name',
  'neuron',
  'no-self-check',
  'note',
  'numbers',
  'out',
  'output',
  'plan',
  'preprocess',
  'profile',
  'reuse',
  'run',
  'samples',
  'shard',
  'size',
  'skip-bad',
  'steps',
  'table',
  'tau',
  'threads',
  'threshold-level',
  'threshold-method',
  'threshold-of',
  'threshold-scale',
  'thresholds',
  'version',
  'zip',
  // Options of the hosts.
  'example',
  'new-token',
  'open',
  'port',
] as const;

/** The name of an option: an element of `OPTION_IDS`. */
export type OptionId = (typeof OPTION_IDS)[number];
