/**
 * Flash and RAM of a network as a C program, against the sizes that the user gives. The need is that of the exported library: its
 * exporter plans it (`PlanMemory`), and nothing is estimated here. docs/fit.md says what it leaves out.
 */
import { SpikeloomError } from '../errors/index.ts';
import type { PackageMemory } from '../export/index.ts';
import type { Budget, CoreUse, FitSubject } from './report.ts';
import type { MemoryTarget } from './target.ts';
import type { Violations } from './violations.ts';

/** The memory of a library in C, in bytes, as its exporter plans it. */
export interface PlannedMemory extends PackageMemory {
  /** The arrays that a caller hands to `NAME_step`: one sample, and the answers of all outputs. */
  readonly ports: number;
}

/** Plans the memory of a library with weights of this format. Throws `numbers.unsupported` if the network has no form in whole numbers. */
export type PlanMemory = (weights: Budget['weights']) => PlannedMemory;

/** Compares the need of a network with the sizes that the user gave. Throws as `PlanMemory`. */
export function placeInMemory(
  target: MemoryTarget,
  { settings }: FitSubject,
  plan: PlanMemory,
  budget: Budget,
  found: Violations,
): { readonly cores: CoreUse[]; readonly unplaced: CoreUse[] } {
  const { flash, ram: state, ports, layers } = plan(budget.weights);
  const ram = state + ports;
  const states = layers.reduce((sum, layer) => sum + layer.states, 0);
  const check = (rule: 'flash' | 'ram', value: number, help: () => string): void => {
    const limit = budget[rule];
    if (limit === undefined || value <= limit) return;
    const name = rule === 'flash' ? 'flash' : 'RAM';
    found.add(target.rule, null, {
      rule,
      value,
      limit,
      message: `The network needs ${kibibytes(value)} of ${name}, and there are ${kibibytes(limit)}.`,
      help: help(),
    });
  };
  check('flash', flash, () => `${mostOf(layers, (layer) => layer.flash)} ${flashHelp(plan, budget)}`);
  check('ram', ram, () => `${mostOf(layers, (layer) => layer.states + layer.buffers)} ${ramHelp(settings)}`);
  const use = (what: string, used: number, limit: number | null): CoreUse['uses'][number] => ({
    ...{ what, used, limit },
    unit: 'bytes',
  });
  return {
    cores: [
      { name: 'Flash', layer: null, uses: [use(`constant data (${budget.weights})`, flash, budget.flash ?? null)] },
      {
        name: 'RAM',
        layer: null,
        uses: [
          use('all', ram, budget.ram ?? null),
          use('states of layers', states, null),
          use('buffers and counters', state - states, null),
          use('input and outputs of the caller', ports, null),
        ],
      },
    ],
    unplaced: [],
  };
}

type Layer = PackageMemory['layers'][number];

/** A sentence on the layer that needs most. */
function mostOf(layers: readonly Layer[], needs: (layer: Layer) => number): string {
  const most = layers.reduce((largest, layer) => (needs(layer) > needs(largest) ? layer : largest));
  return `Layer ${most.layer} needs most: ${kibibytes(needs(most))}.`;
}

function flashHelp(plan: PlanMemory, { weights, flash }: Budget): string {
  if (weights === 'int8') return 'Use a smaller network.';
  try {
    const { flash: bytes } = plan('int8');
    return `With weights of 8 bits the data takes ${kibibytes(bytes)}${bytes <= flash! ? ', which fits' : ', which is still too much; use a smaller network'}.`;
  } catch (error) {
    if (!(error instanceof SpikeloomError)) throw error;
    return 'Use a smaller network; this one has no form with weights of 8 bits.';
  }
}

/** Differential coding keeps two estimates for each neuron beside its potential. */
const ramHelp = (settings: FitSubject['settings']): string =>
  [...settings.values()].some(({ coding }) => coding.startsWith('differential'))
    ? 'Rate coding keeps fewer states for each neuron; smaller maps and fewer channels take less of everything.'
    : 'Use smaller maps or fewer channels.';

/** Bytes in KiB, with one decimal. */
const kibibytes = (bytes: number): string => `${(bytes / 1024).toFixed(1)} KiB`;
