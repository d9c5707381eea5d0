/**
 * The two sums of threshold iteration over the midpoints aᵢ = θ(2i−1)/(2N), i = 1…N, for X ~ N(μ, σ²) (docs/algorithm.md §6):
 * the mean of E[X; X > aᵢ] and the mean of aᵢ·P(X > aᵢ). Many levels are summed in closed form, so that N = 4096
 * costs no more than N = 32.
 */
import { erfc } from '../../../src-shared/math/erf.ts';

export interface GaussianSums {
  /** (1/N) Σ [μ·Q(wᵢ) + σ·φ(wᵢ)] with wᵢ = (aᵢ − μ)/σ, φ the standard normal density and Q its upper tail. */
  readonly tailMean: number;
  /** (1/N) Σ aᵢ·Q(wᵢ). */
  readonly weightedTail: number;
}

const upperTail = (w: number): number => 0.5 * erfc(w / Math.SQRT2);
const density = (w: number): number => Math.exp(-0.5 * w * w) / Math.sqrt(2 * Math.PI);

/** Sums the levels term by term. */
export function sumLevels(theta: number, mean: number, sigma: number, levels: number): GaussianSums {
  let tailMean = 0;
  let weightedTail = 0;
  for (let i = 1; i <= levels; i++) {
    const a = (theta * (2 * i - 1)) / (2 * levels);
    const w = (a - mean) / sigma;
    const q = upperTail(w);
    tailMean += mean * q + sigma * density(w);
    weightedTail += a * q;
  }
  return { tailMean: tailMean / levels, weightedTail: weightedTail / levels };
}

/** Coefficients of h², h⁴, h⁶, h⁸ in the Euler–Maclaurin formula of the midpoint rule, for f′, f‴, f⁽⁵⁾, f⁽⁷⁾. */
const CORRECTIONS = [-1 / 24, 7 / 5760, -31 / 967680, 127 / 154828800];

/** Antiderivatives of the two functions at a, and the corrections to the midpoint rule with width h. */
function endpoint(a: number, mean: number, sigma: number, h: number): readonly [number, number] {
  const w = (a - mean) / sigma;
  const q = upperTail(w);
  const phi = density(w);
  let tail = sigma * (mean * (w * q - phi) - sigma * q);
  let weighted = sigma * mean * (w * q - phi) + ((sigma * sigma) / 2) * (w * w * q - w * phi - q);

  // ψ⁽ʲ⁾, the derivatives of the density of X at a: (−1)ʲ·Heⱼ(w)·φ(w)/σ^(j+1).
  const psi = [phi / sigma, (-w * phi) / sigma ** 2];
  for (let j = 2; j <= 6; j++) psi[j] = -(w * psi[j - 1]!) / sigma - ((j - 1) * psi[j - 2]!) / sigma ** 2;
  CORRECTIONS.forEach((coefficient, index) => {
    const order = 2 * index + 1;
    // E[X; X > a] has the derivative −a·ψ; a·Q has the same and Q besides, whose own derivatives are −ψ, −ψ′ …
    const ofTail = -(a * psi[order - 1]! + (order > 1 ? (order - 1) * psi[order - 2]! : 0));
    const ofWeighted = ofTail + (order === 1 ? q : -psi[order - 2]!);
    const scale = coefficient * h ** (order + 1);
    tail += scale * ofTail;
    weighted += scale * ofWeighted;
  });
  return [tail, weighted];
}

/** In closed form: integrals and the corrections of the midpoint rule. */
export function integrateLevels(theta: number, mean: number, sigma: number, levels: number): GaussianSums {
  const h = theta / levels;
  const [tail0, weighted0] = endpoint(0, mean, sigma, h);
  const [tail1, weighted1] = endpoint(theta, mean, sigma, h);
  return { tailMean: (tail1 - tail0) / theta, weightedTail: (weighted1 - weighted0) / theta };
}

/**
 * Both sums, by whichever way is right: the closed form where a level is narrow against σ (its error is then below 1e-9
 * relative, far below the 1e-5 that thresholds are held to), otherwise term by term.
 */
export function gaussianSums(theta: number, mean: number, sigma: number, levels: number): GaussianSums {
  const farthest = Math.max(1, Math.abs(mean) / sigma);
  const narrow = (theta / levels) * farthest <= sigma / 8;
  return narrow ? integrateLevels(theta, mean, sigma, levels) : sumLevels(theta, mean, sigma, levels);
}
