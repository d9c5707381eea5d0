/** Resolves a plan for one network, and finds the settings that the user did not choose. */
import {
  type DefaultsVersion,
  idleOf,
  type LayerSettings,
  networkCodingOf,
  type PartialSettings,
  type Plan,
  type PlacedLayer,
  resolvePlan,
  stepsOf,
  tauOf,
} from '../../../src-shared/plan/index.ts';
import type { Choices, PlacedNetwork } from '../../convert/index.ts';

/**
 * The settings of `plan` for a network. Throws the errors of `resolvePlan`, which name the plan's file if there is one.
 * `defaults`: as in `resolvePlan`.
 */
export function choicesOf(placed: PlacedNetwork, plan: Plan, defaults?: DefaultsVersion): Choices {
  const { readout } = plan;
  const layers = resolvePlan(plan, placed.sites, defaults);
  return { coding: networkCodingOf(plan), tau: tauOf(plan), ...(readout ? { readout } : {}), layers };
}

/** True if the plan gives the threshold of every layer, so that no calibration is needed. */
export const allThresholdsGiven = ({ layers }: Choices): boolean =>
  [...layers.values()].every(({ threshold }) => threshold.value !== undefined);

/**
 * Sentences that name the settings Spikeloom chose because neither the options nor the plan set them (docs/cli.md, "Defaults").
 * One sentence for each kind of neuron layer in the network.
 */
export function defaultNotes(placed: PlacedNetwork, plan: Plan, choices: Choices): string[] {
  const kinds = [
    ['relu', 'ReLU network', 'ReLU-type neurons'],
    ['signed', 'network with smooth activations', 'signed neurons in front of convolutions, linear layers and matrix products'],
  ] as const;
  return kinds.flatMap(([rule, network, neurons]) => {
    const layers = placed.sites.filter((site) => site.rule === rule);
    if (layers.length === 0) return [];
    const chosen = chosenForUser(plan, layers, choices.layers);
    if (chosen.length === 0) return [];
    return [`Chosen for you, for ${neurons} of a ${network}: ${chosen.join(', ')}. Options or a plan change it.`];
  });
}

type Field = readonly [isSet: (settings: PartialSettings) => boolean, text: (settings: LayerSettings) => string | undefined];

const FIELDS: readonly Field[] = [
  [({ coding }) => coding !== undefined, ({ coding }) => `coding ${coding}`],
  [({ neuron }) => neuron !== undefined, ({ neuron }) => `neuron ${neuron}`],
  [
    ({ thresholds }) => thresholds !== undefined,
    ({ neuron, thresholds }) => (/^m[ts]/.test(neuron) ? `${thresholds} thresholds` : undefined),
  ],
  [
    ({ threshold }) => threshold?.method !== undefined || threshold?.value !== undefined,
    ({ threshold: { method, percentile } }) => `threshold ${method === 'percentile' ? `percentile ${percentile}` : method}`,
  ],
  [
    ({ threshold }) => threshold?.of !== undefined || threshold?.value !== undefined,
    (settings) =>
      settings.threshold.of === 'magnitude' && idleOf('threshold.of', settings) === null ? 'of magnitudes' : undefined,
  ],
  [
    ({ threshold }) => threshold?.level !== undefined || threshold?.value !== undefined,
    ({ threshold }) => `one per ${threshold.level}`,
  ],
  [
    ({ threshold }) => threshold?.scale !== undefined || threshold?.value !== undefined,
    ({ threshold }) => `scale ${threshold.scale}`,
  ],
];

/** The fields that no part of the plan sets, for layers of one kind. All layers of a kind have the same default. */
function chosenForUser(plan: Plan, layers: readonly PlacedLayer[], resolved: Choices['layers']): string[] {
  const given = [plan.defaults, ...plan.layers.map(({ settings }) => settings)];
  const settings = resolved.get(layers[0]!.name)!;
  const fields = FIELDS.flatMap(([isSet, text]) => (given.some(isSet) ? [] : [text(settings)]));
  const steps = plan.steps === undefined ? [`${stepsOf(plan)} steps`] : [];
  return [...fields.filter((field) => field !== undefined), ...steps];
}
