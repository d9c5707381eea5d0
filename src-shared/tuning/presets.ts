/**
 * Presets of a search by the family of the network, with what the paper's published code reached on a network of that family beside what
 * Spikeloom reached with the same setting. The figures are those of tests/examples/ACCURACY.md and docs/tuning.md: 1,000 CIFAR-10 images,
 * the paper's energy ratio, after the last of 8 steps.
 */
import type { Objective } from './goal.ts';

/** The figures of a setting. Accuracies are percent of right answers, energies the paper's ratio to the float network. */
export interface PresetFigures {
  /** The setting in words. */
  readonly setting: string;
  readonly paper: { readonly accuracy: number; readonly energyRatio: number };
  readonly here: { readonly accuracy: number; readonly energyRatio: number };
}

/** A preset: what to search for, and what is known of networks of the family. */
export interface Preset {
  readonly id: string;
  readonly label: string;
  readonly accuracyDrop: number;
  readonly belowInt8: boolean;
  readonly minimise: Objective;
  readonly energyModel: string;
  /** The network that the figures are of; null for a preset without figures. */
  readonly network: string | null;
  readonly figures: readonly PresetFigures[];
  /** The source of the figures. */
  readonly source: string | null;
}

const SOURCE = 'tests/examples/ACCURACY.md';

const usual = { accuracyDrop: 0.3, belowInt8: false, minimise: 'energy', energyModel: 'paper-ratio', source: SOURCE } as const;

/** All presets, in the order in which they are offered. */
export const PRESETS: readonly Preset[] = [
  {
    ...usual,
    id: 'residual',
    label: 'Residual network (ResNet)',
    network: 'ResNet-20',
    figures: [
      {
        setting: 'differential, 8 thresholds, iteration',
        paper: { accuracy: 80.5, energyRatio: 0.531 },
        here: { accuracy: 80.5, energyRatio: 0.531 },
      },
      {
        setting: 'differential, 4 thresholds, iteration',
        paper: { accuracy: 80.4, energyRatio: 0.335 },
        here: { accuracy: 80.3, energyRatio: 0.335 },
      },
      {
        setting: 'rate, 8 thresholds, iteration',
        paper: { accuracy: 76.2, energyRatio: 0.796 },
        here: { accuracy: 76.5, energyRatio: 0.796 },
      },
    ],
  },
  {
    ...usual,
    id: 'plain',
    label: 'Plain convolutional network (VGG)',
    network: 'VGG',
    figures: [
      {
        setting: 'differential, 8 thresholds, iteration',
        paper: { accuracy: 83.7, energyRatio: 0.389 },
        here: { accuracy: 83.7, energyRatio: 0.389 },
      },
      {
        setting: 'differential, 4 thresholds, iteration',
        paper: { accuracy: 83.5, energyRatio: 0.219 },
        here: { accuracy: 83.7, energyRatio: 0.219 },
      },
      {
        setting: 'rate, 8 thresholds, iteration',
        paper: { accuracy: 82.9, energyRatio: 0.845 },
        here: { accuracy: 82.7, energyRatio: 0.845 },
      },
    ],
  },
  {
    ...usual,
    id: 'transformer',
    label: 'Transformer (ViT)',
    network: 'ViT',
    figures: [
      {
        setting: 'differential, 8 thresholds, percentile',
        paper: { accuracy: 77.2, energyRatio: 0.745 },
        here: { accuracy: 77.3, energyRatio: 0.745 },
      },
      {
        setting: 'differential, 6 thresholds, percentile',
        paper: { accuracy: 74.0, energyRatio: 0.585 },
        here: { accuracy: 73.9, energyRatio: 0.585 },
      },
      {
        setting: 'rate, 8 thresholds, percentile',
        paper: { accuracy: 76.9, energyRatio: 1.381 },
        here: { accuracy: 77.0, energyRatio: 1.381 },
      },
    ],
  },
  {
    id: 'below-int8',
    label: 'Cheaper than 8-bit integers',
    accuracyDrop: 1,
    belowInt8: true,
    minimise: 'energy',
    energyModel: 'full-ledger',
    network: null,
    figures: [],
    source: null,
  },
];
