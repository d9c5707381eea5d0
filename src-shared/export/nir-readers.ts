/**
 * The programs that read NIR files, as far as exports depend on them: the rules of their neurons, what their importers take, and the
 * same in words for the model card. A file says nothing of reset, comparison or several spikes in a step; each reader decides.
 */

/** How a reader's neurons fire and reset. */
export interface FiringRules {
  /** After a spike the threshold is subtracted, or the potential becomes the reset value, which is 0. */
  readonly reset: 'subtract' | 'zero';
  /** True if a potential that equals the threshold fires. */
  readonly atThreshold: boolean;
  /** True if one step may send several spikes: the quotient of potential and threshold, rounded towards zero. */
  readonly several: boolean;
  /** Lowest potential after a step, in units of the threshold; −Infinity if there is none. */
  readonly lowest: number;
}

/**
 * How a leaky neuron is stepped. `euler`: v + dt/τ·(v_leak − v + r·I). `exact`: exp(−1/τ)·v + I, with τ in steps. `beta`:
 * (1 − dt/τ)·v + I. `unit-r`: as `euler` with r = 1 whatever the file says. `decay`: v + (v_leak − v)/τ + I, with τ in steps.
 */
export type LeakForm = 'euler' | 'exact' | 'beta' | 'unit-r' | 'decay';

/** A reader of NIR files. */
export interface NirReader {
  /** Name and version, as the model card gives them. */
  readonly label: string;
  /** Time step in seconds; 1 if the reader has none. */
  readonly dt: number;
  readonly fire: { readonly if: FiringRules; readonly lif: FiringRules };
  readonly leak: LeakForm;
  /** `r` of IF neurons. */
  readonly r: number;
  /** True if all neurons of a layer must have the same parameters. */
  readonly uniform: boolean;
  /** First axis of Flatten: 0, or counted from the end for readers that take axes as they are and have a batch axis in front. */
  readonly flatten: 'first' | 'from-end';
  readonly pool: 'AvgPool2d' | 'SumPool2d';
  /** True if padding of pooling layers is read. */
  readonly padsPools: boolean;
  /** True if layers without a bias are written as Linear; otherwise they are Affine with a bias of zeros. */
  readonly linear: boolean;
  /** True if Conv1d is read. */
  readonly conv1d: boolean;
  /** The lines of Python that load `FILE` as `net`. */
  readonly load: readonly string[];
  /** What the reader does, aspect by aspect. */
  readonly facts: Readonly<Record<string, string>>;
}

const ONE_HARD: FiringRules = { reset: 'zero', atThreshold: false, several: false, lowest: -Infinity };

/** All readers by the name of their profile. `generic` stands for the published equations of NIR. */
export const NIR_READERS = {
  generic: {
    label: 'the published equations of NIR 1.0',
    dt: 1,
    fire: { if: ONE_HARD, lif: ONE_HARD },
    leak: 'euler',
    r: 1,
    uniform: false,
    flatten: 'first',
    pool: 'AvgPool2d',
    padsPools: true,
    linear: false,
    conv1d: true,
    load: ['import nir', "net = nir.read('FILE')  # a graph; hand it to the reader of your choice"],
    facts: {
      packages: 'nir 1.0.4, 1.0.6 or newer; 1.0.5 reads no pooling',
      'reset of IF': 'to 0 (v_reset is left out of the file, which means 0)',
      'reset of LIF': 'to 0',
      spike: 'v > threshold, one a step',
      'lowest potential': 'none',
      dt: 'no time step in the file; it was written for dt = 1',
      'r of IF': '1',
      Flatten: 'axes without a batch: 0 to -1',
      pooling: 'AvgPool2d',
      'layers without bias': 'Affine with a bias of zeros',
    },
  },
  sinabs: {
    label: 'sinabs 3.1',
    dt: 1,
    fire: {
      if: { reset: 'subtract', atThreshold: true, several: true, lowest: -1 },
      lif: { reset: 'subtract', atThreshold: true, several: true, lowest: -Infinity },
    },
    leak: 'exact',
    r: 1,
    uniform: false,
    flatten: 'first',
    pool: 'SumPool2d',
    padsPools: false,
    linear: false,
    conv1d: false,
    load: ['import nir, sinabs', "net = sinabs.from_nir(nir.read('FILE'), batch_size=len(x))"],
    facts: {
      packages: 'nir 1.0.4 or older, nirtorch 2.0.2 or older',
      'reset of IF': 'the threshold is subtracted',
      'reset of LIF': 'the threshold is subtracted',
      spike: 'v >= threshold, several a step: v/threshold rounded towards 0',
      'lowest potential': 'IF: minus the threshold; LIF: none',
      dt: 'none; IF adds its input as it is, LIF decays by exp(-1/tau) a step',
      'r of IF': 'ignored',
      Flatten: 'axes from 0 on are moved by one, for the batch',
      pooling: 'SumPool2d without padding; AvgPool2d is not read',
      'layers without bias': 'Affine with a bias of zeros; Linear is not read',
    },
  },
  snntorch: {
    label: 'snnTorch (May 2026)',
    dt: 1e-4,
    fire: { if: { reset: 'subtract', atThreshold: false, several: false, lowest: -Infinity }, lif: ONE_HARD },
    leak: 'beta',
    r: 1,
    uniform: true,
    flatten: 'from-end',
    pool: 'AvgPool2d',
    padsPools: true,
    linear: true,
    conv1d: false,
    load: [
      'import nir, snntorch',
      "net = snntorch.import_from_nir(nir.read('FILE'))",
      'assert all(m.beta == 1 for m in net.modules() if isinstance(m, snntorch.Leaky))  # IF; older versions leak',
    ],
    facts: {
      packages: 'nirtorch 2.0 or newer. Versions before September 2026 read IF with beta 0.9 or 0 instead of 1: check it',
      'reset of IF': 'the threshold is subtracted',
      'reset of LIF': 'to 0',
      spike: 'v > threshold, one a step',
      'lowest potential': 'none',
      dt: '1e-4, fixed',
      'r of IF': 'must be 1',
      Flatten: 'axes as they are, although there is a batch: they are counted from the end',
      pooling: 'AvgPool2d',
      'layers without bias': 'Linear',
    },
  },
  norse: {
    label: 'Norse 1.1',
    dt: 1e-3,
    fire: { if: ONE_HARD, lif: ONE_HARD },
    leak: 'unit-r',
    r: 1,
    uniform: false,
    flatten: 'from-end',
    pool: 'SumPool2d',
    padsPools: false,
    linear: true,
    conv1d: true,
    load: ['import nir, norse.torch', "net = norse.torch.from_nir(nir.read('FILE'), dt=1e-3)"],
    facts: {
      packages: 'nir 1.0.6 or newer, nirtorch 2.0.6 or newer',
      'reset of IF': 'to 0, whatever v_reset says',
      'reset of LIF': 'to 0',
      spike: 'v > threshold, one a step',
      'lowest potential': 'none',
      dt: 'an argument, 1e-3 here; IF ignores it',
      'r of IF': 'ignored, with a warning if it is not 1',
      Flatten: 'axes as they are, although there is a batch: they are counted from the end',
      pooling: 'SumPool2d without padding',
      'layers without bias': 'Linear',
    },
  },
  spikingjelly: {
    label: 'SpikingJelly 2.0.0.dev1',
    dt: 1e-4,
    fire: { if: { ...ONE_HARD, atThreshold: true }, lif: { ...ONE_HARD, atThreshold: true } },
    leak: 'decay',
    r: 1e4,
    uniform: true,
    flatten: 'first',
    pool: 'AvgPool2d',
    padsPools: true,
    linear: true,
    conv1d: false,
    load: [
      'from spikingjelly.activation_based import nir_exchange',
      "net = nir_exchange.import_from_nir('FILE', dt=1e-4, step_mode='s')",
    ],
    facts: {
      packages: 'nir 1.0.6 or newer: older ones have no v_reset',
      'reset of IF': 'to v_reset, which is 0',
      'reset of LIF': 'to v_reset, which is 0',
      spike: 'v >= threshold, one a step',
      'lowest potential': 'none',
      dt: 'an argument, 1e-4 here',
      'r of IF': 'must be 1/dt = 10000',
      Flatten: 'axes from 0 on are moved by one, for the batch',
      pooling: 'AvgPool2d',
      'layers without bias': 'Linear',
    },
  },
} as const satisfies Readonly<Record<string, NirReader>>;

/** The name of a profile: a key of `NIR_READERS`. */
export type NirProfile = keyof typeof NIR_READERS;

/** All profiles, in the order in which they are offered. */
export const NIR_PROFILES = Object.keys(NIR_READERS) as readonly NirProfile[];

/** True if a reader's neurons of a model fire exactly as Spikeloom's do, ties apart. */
export const firesAsSimulated = ({ reset, several, lowest }: FiringRules): boolean =>
  reset === 'subtract' && !several && lowest === -Infinity;
