/** What can be chosen for a setting, and what its number must be: the same wherever it is changed. */
import { initialPotential, neuronSettingsOf } from '../../src-shared/units/index.ts';
import {
  allCodings,
  type Choice,
  type Coding,
  codingChoices,
  correctionChoices,
  type LayerSettings,
  levelChoices,
  methodChoices,
  neuronChoices,
  ofChoices,
  type PlacedLayer,
  type PlanField,
  readFieldValue,
  type SettingsField,
} from '../../src-shared/plan/index.ts';

/** Settings that are names; the others are numbers. */
export type NamedSetting = Extract<
  SettingsField,
  'coding' | 'neuron' | 'threshold.method' | 'threshold.of' | 'threshold.level' | 'correction'
>;
export type Choices = Readonly<Record<NamedSetting, readonly Choice[]>>;

/** The choices of some layers together. `used`: what the layers use; `network`: the network's coding. */
export const layerChoices = (layers: readonly PlacedLayer[], used: readonly LayerSettings[], network: Coding): Choices => ({
  coding: codingChoices(network),
  neuron: neuronChoices([...new Set(used.map(({ coding }) => coding))]),
  'threshold.method': methodChoices(layers, used),
  'threshold.of': ofChoices,
  'threshold.level': levelChoices,
  correction: correctionChoices(used),
});

/** The same for the plan's defaults, in a network of a coding. */
export const defaultChoices = (network: Coding): Choices => ({
  coding: allCodings,
  neuron: neuronChoices([network]),
  'threshold.method': methodChoices([], []),
  'threshold.of': ofChoices,
  'threshold.level': levelChoices,
  correction: correctionChoices([]),
});

/** How far an arrow key changes a number, where it is not by 1. */
const STEPS: Partial<Record<PlanField, number>> = {
  tau: 0.01,
  'threshold.percentile': 0.1,
  'threshold.scale': 0.1,
  'threshold.value': 0.1,
  initial: 0.1,
};

/** The initial potential in θ that the neurons of layers have if nobody chooses one, as text; undefined where they differ. `tau`: the plan's leak. */
export function usualStart(used: readonly LayerSettings[], tau: number): string | undefined {
  const starts = new Set(
    used.map(({ initial: _, ...settings }) => initialPotential(neuronSettingsOf(settings, 'relu', 'rate', tau))),
  );
  return starts.size === 1 ? String(Number([...starts][0]!.toPrecision(3))) : undefined;
}

/** What a number field of a setting needs. `check` says what is wrong with a number by the plan's schema; null for nothing. */
export const numberOf = (field: PlanField) => ({
  whole: field === 'thresholds' || field === 'mostSpikes' || field === 'steps' || field === 'readout.from',
  step: STEPS[field] ?? 1,
  check: (value: number): string | null => {
    const reading = readFieldValue(field, String(value));
    return 'problem' in reading ? reading.problem : null;
  },
});
