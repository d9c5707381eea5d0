/** The table of options that messages can refer to. */

/**
 * Every option of the command line and of the hosts, without its dashes. Stored messages refer to them, so an option that is
 * dropped stays in this table.
 */
export const OPTION_IDS = [
  ...[
    'allow-server',
    'batch',
    'calibration',
    'calibration-batch',
    'coding',
    'dataset',
    'dequantise',
    'engine',
    'flash',
    'force',
    'format',
    'gpu-adapter',
    'input',
    'inputs',
  ],
  ...[
    'json',
    'label-column',
    'labels',
    'model',
    'name',
    'neuron',
    'no-self-check',
    'note',
    'out',
    'output',
    'plan',
    'preprocess',
    'ram',
  ],
  ...['shard', 'size', 'skip-bad', 'steps', 'tau', 'target', 'threads', 'threshold-level', 'threshold-method', 'threshold-of'],
  ...['threshold-scale', 'thresholds', 'version', 'weights', 'zip'],
  // Options of the hosts.
  ...['example', 'new-token', 'open', 'port'],
] as const;

/** The name of an option: an element of `OPTION_IDS`. */
export type OptionId = (typeof OPTION_IDS)[number];
