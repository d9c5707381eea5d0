/**
 * Neuron layers (docs/algorithm.md §3, §9): one thread walks all steps of a neuron with its state in registers, and returns what it sends
 * as codes of a few bits, so that sixteen steps or more come back at once; `expand` writes the spikes down.
 *
 * A sent value is kept as a number `v` of quanta (θ, or λ for multi-spike neurons). If the fire rule compares with θ/2ᵏ, `v` is a power of two. v·θ
 * and v·(θ/(t+1)), the share being rounded on the host, are then exact products: neither a contraction into a fused multiply-add nor
 * a division that is not rounded correctly can decide a tie.
 */
import { initialPotential, type NeuronSettings } from '../../src-shared/units/index.ts';
import type { KernelText } from '../gpu-js.ts';
import { float, OWN_ROW, SET_COLUMN, stepper, walker, whole } from './grid.ts';

/** Whole numbers that a float32 holds. */
const WORD_BITS = 24;
/** Words of a thread's result. */
const WORDS = 4;

/** The packing of a neuron's steps into words. */
export interface Packing {
  /** Worth of each code in quanta, one for every code that the bits can write. */
  readonly values: Float32Array;
  readonly bits: number;
  /** Steps of a word, and of a launch. */
  readonly perWord: number;
  readonly perLaunch: number;
}

type Firing = Pick<NeuronSettings, 'model' | 'levels'>;

/** Largest number of quanta that a multi-spike neuron sends. */
const mostOf = (levels: number): number => 2 ** levels - 1;

/** Code 0 is silence; positive ones, then negative ones follow. */
export function packingOf({ model, levels }: Firing): Packing {
  const positive = Array.from({ length: model === 'ms' ? mostOf(levels) : levels }, (_, k) => (model === 'ms' ? k + 1 : 2 ** -k));
  const codes = [0, ...positive, ...positive.map((value) => -value)];
  const bits = Math.ceil(Math.log2(codes.length));
  const values = new Float32Array(2 ** bits);
  values.set(codes);
  const perWord = Math.floor(WORD_BITS / bits);
  return { values, bits, perWord, perLaunch: perWord * WORDS };
}

export interface NeuronForm {
  readonly settings: NeuronSettings;
  /** The input comes as an estimate: it is the running mean itself. */
  readonly estimated: boolean;
  /** Steps that the input has; those before `until` are walked, and codes kept from `first` on. */
  readonly steps: number;
  readonly first: number;
  readonly until: number;
}

/** Membrane potential of a neuron before its first step, in units of its quantum. */
function startOf(settings: NeuronSettings): number {
  const worth = settings.model === 'ms' ? 2 ** (settings.levels - 1) : 1;
  return Math.fround(initialPotential(settings) * worth);
}

/**
 * The fire rule at potential `m`; it sets `v` and `code`. `credit` is the sum that negative spikes may take back. Rate-coded multi-spike
 * neurons keep it in quanta, in which it is a whole number and exact.
 */
function fireText({ model, rule, negative, levels, mostSpikes, coding }: NeuronSettings): string {
  const covered = (needed: string, body: string): string => (rule === 'signed' ? body : `if (credit >= ${needed}) { ${body} }`);
  if (model === 'ms') {
    const most = float(mostOf(levels));
    const floored = (name: string, of: string): string => `
      let ${name} = Math.floor(${of} / q);
      if (${name} * q > ${of}) { ${name} = ${name} - 1.0; } else { if ((${name} + 1.0) * q <= ${of}) { ${name} = ${name} + 1.0; } }`;
    const least =
      rule === 'signed'
        ? `let k = ${most};`
        : !negative
          ? 'let k = 0.0;'
          : `${coding === 'rate' ? 'let k = credit;' : floored('k', 'credit')}
      if (k < 0.0) { k = 0.0; } if (k > ${most}) { k = ${most}; }`;
    return `${floored('n', 'm')} ${least}
      if (n > ${most}) { n = ${most}; } if (n < 0.0 - k) { n = 0.0 - k; }
      ${mostSpikes === undefined ? '' : largestText(levels, mostSpikes)}
      v = n; code = n; if (n < 0.0) { code = ${most} - n; }`;
  }
  if (model === 'mt') {
    const back = `if (0.0 - m >= 0.75 * level) { ${covered('level', `v = 0.0 - f; code = k + ${float(levels + 1)};`)} }`;
    return `let level = q; let f = 1.0;
      for (let k = 0; k < ${levels}; k++) {
        if (v == 0.0) { if (m >= 0.75 * level) { v = f; code = k + 1.0; } ${negative ? `else { ${back} }` : ''} }
        level = level * 0.5; f = f * 0.5;
      }`;
  }
  const back = `if (m <= 0.0) { ${covered('q', 'v = 0.0 - 1.0; code = 2.0;')} }`;
  return `if (m >= q) { v = 1.0; code = 1.0; } ${negative ? `else { ${back} }` : ''}`;
}

/** Leaves of the whole number `n` only the `most` largest powers of two that it is the sum of. Sums and differences are exact. */
const largestText = (levels: number, most: number): string => `
      let rest = n; if (n < 0.0) { rest = 0.0 - n; }
      let power = ${float(2 ** (levels - 1))}; let left = ${float(most)};
      for (let j = 0; j < ${levels}; j++) {
        if (left > 0.0) { if (rest >= power) { rest = rest - power; left = left - 1.0; } }
        power = power * 0.5;
      }
      if (n < 0.0) { n = n + rest; } else { n = n - rest; }`;

/**
 * Arrays: input, constant part of the input of each entry, quanta of each set, `[T · outer][sets]` shares quantum/(t+1), 1/(t+1). The result
 * is `[outer · batch][columns]` of four words.
 */
export function neuronKernel({ settings, estimated, steps, first, until }: NeuronForm): KernelText {
  const { model, rule, negative, coding, inputCoding } = settings;
  const { bits, perWord } = packingOf(settings);
  const tau = model === 'lif' ? settings.tau : 1;
  const leak = (value: string): string => (tau === 1 ? value : `(${value}) * ${float(Math.fround(tau))}`);
  const [differentialIn, differentialOut] = [inputCoding === 'differential', coding === 'differential'];
  const limited = rule !== 'signed' && negative;
  const received = (): string => {
    // An estimate is the running mean of what was received: `m` then holds the rest of the potential.
    if (estimated) return 'm = m + whole - before; before = whole;';
    if (!differentialIn) return `m = ${leak('m')} + (d + b0);`;
    return model === 'lif' ? `m = ${leak('m')} + (d + b0) + ein;` : 'm = m + d + ein;';
  };
  const keep = Array.from({ length: WORDS }, (_, word) => word).reduceRight(
    (rest, word) =>
      `if (t < ${first + (word + 1) * perWord}) { r${word} = r${word} + code * place; } ${rest && `else { ${rest} }`}`,
    '',
  );
  const source = `function (x, b, quantum, share, inverse, batch, parts, width, span, sets, blocks) {
    ${walker(steps)} ${OWN_ROW} ${SET_COLUMN}
    const q = quantum[block][set]; const b0 = b[own][s];
    let m = q * ${float(startOf(settings))}; let sum = 0.0; let eout = 0.0; let ein = ${differentialIn && model !== 'lif' ? 'b0' : '0.0'};
    let before = 0.0; let r0 = 0.0; let r1 = 0.0; let r2 = 0.0; let r3 = 0.0; let place = 1.0;
    for (let t = 0; t < ${until}; t++) {
      const d = x[row + t * batch][s];
      ${estimated ? 'const whole = (t + 1.0) * d;' : ''}
      ${received()}
      ${differentialOut ? 'm = m - eout;' : ''}
      const credit = sum + eout;
      let v = 0.0; let code = 0.0;
      if (q > 0.0) { ${fireText(settings)} }
      const sent = v * q;
      m = m - sent;
      ${limited ? `sum = ${leak(model === 'ms' && coding === 'rate' ? 'credit + v' : 'credit + sent')};` : ''}
      ${differentialIn && !estimated ? `ein = ${leak('ein + d * inverse[t]')};` : ''}
      ${differentialOut ? `eout = ${leak('eout + v * share[t * blocks + block][set]')};` : ''}
      if (t >= ${first}) {
        ${keep}
        place = place * ${float(2 ** bits)}; if (place > ${float(2 ** (bits * perWord) - 1)}) { place = 1.0; }
      }
    }
    return [r0, r1, r2, r3];
  }`;
  return {
    name: 'neuron',
    source,
    arrays: ['x', 'b', 'quantum', 'share', 'inverse'],
    numbers: ['batch', 'parts', 'width', 'span', 'sets', 'blocks'],
    components: 4,
  };
}

/** Codes of all launches, each `[region][4 · columns]`, as spikes. Arrays: codes, worth of codes, powers of 2⁻ᵇⁱᵗˢ, quanta. */
export function expandKernel(packing: Packing, steps: number): KernelText {
  const { bits, perWord, perLaunch } = packing;
  const source = `function (codes, values, places, quantum, batch, parts, width, span, sets, region) {
    ${stepper(steps)} ${OWN_ROW} ${SET_COLUMN}
    const launch = ${whole('t', float(perLaunch))}; const inLaunch = t - launch * ${float(perLaunch)};
    const word = ${whole('inLaunch', float(perWord))}; const place = inLaunch - word * ${float(perWord)};
    const packed = Math.floor(codes[launch * region + block * batch + sample][s * 4.0 + word] * places[place]);
    const code = packed - Math.floor(packed * places[1]) * ${float(2 ** bits)};
    return values[code] * quantum[block][set];
  }`;
  return {
    name: 'spikes',
    source,
    arrays: ['codes', 'values', 'places', 'quantum'],
    numbers: ['batch', 'parts', 'width', 'span', 'sets', 'region'],
    components: 1,
  };
}
