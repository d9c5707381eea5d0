/**
 * The two sums of threshold iteration for X ~ N(μ, σ²) (docs/algorithm.md §6). They go over the midpoints aᵢ = θ(2i−1)/(2N) of the
 * levels i = 1…N: the mean of E[X; X > aᵢ], and the mean of aᵢ·P(X > aᵢ). If there are many levels, a closed form gives the sums, so
 * that N = 4096 takes no longer than N = 32.
 */
import { erfc } from '../../../src-shared/math/erf.ts';

/** Both sums, each divided by the number of levels. */
export interface GaussianSums {
  /** (1/N) Σ [μ·Q(wᵢ) + σ·φ(wᵢ)] with wᵢ = (aᵢ − μ)/σ, φ the standard normal density and Q its upper tail. */
  readonly tailMean: number;
  /** (1/N) Σ aᵢ·Q(wᵢ). */
  readonly weightedTail: number;
}

const upperTail = (w: number): number => 0.5 * erfc(w / Math.SQRT2);
const density = (w: number): number => Math.exp(-0.5 * w * w) / Math.sqrt(2 * Math.PI);

/** The sums, term by term. */
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

/** Coefficients of h²·f′, h⁴·f‴, h⁶·f⁽⁵⁾ and h⁸·f⁽⁷⁾ in the Euler–Maclaurin formula of the midpoint rule. */
const CORRECTIONS = [-1 / 24, 7 / 5760, -31 / 967680, 127 / 154828800];

/** The antiderivatives of both functions at a, each with the corrections of the midpoint rule for levels of width h. */
function endpoint(a: number, mean: number, sigma: number, h: number): readonly [number, number] {
  const w = (a - mean) / sigma;
  const q = upperTail(w);
  const phi = density(w);
  let tail = sigma * (mean * (w * q - phi) - sigma * q);
  let weighted = sigma * mean * (w * q - phi) + ((sigma * sigma) / 2) * (w * w * q - w * phi - q);

  // psi[j] is the j-th derivative of the density ψ of X at a: (−1)ʲ·Heⱼ(w)·φ(w)/σ^(j+1). The recurrence of Heⱼ gives the next.
  const psi = [phi / sigma, (-w * phi) / sigma ** 2];
  for (let j = 2; j <= 6; j++) psi[j] = -(w * psi[j - 1]!) / sigma - ((j - 1) * psi[j - 2]!) / sigma ** 2;
  CORRECTIONS.forEach((coefficient, index) => {
    const order = 2 * index + 1;
    // The derivative of E[X; X > a] is −a·ψ. The derivative of a·Q is Q − a·ψ, and the derivatives of Q are −ψ, −ψ′ …
    const ofTail = -(a * psi[order - 1]! + (order > 1 ? (order - 1) * psi[order - 2]! : 0));
    const ofWeighted = ofTail + (order === 1 ? q : -psi[order - 2]!);
    const scale = coefficient * h ** (order + 1);
    tail += scale * ofTail;
    weighted += scale * ofWeighted;
  });
  return [tail, weighted];
}

/** The sums in closed form: integrals from 0 to θ with the corrections of the midpoint rule. */
export function integrateLevels(theta: number, mean: number, sigma: number, levels: number): GaussianSums {
  const h = theta / levels;
  const [tail0, weighted0] = endpoint(0, mean, sigma, h);
  const [tail1, weighted1] = endpoint(theta, mean, sigma, h);
  return { tailMean: (tail1 - tail0) / theta, weightedTail: (weighted1 - weighted0) / theta };
}

/**
 * The sums, by the way that is exact enough. If a level is narrow against σ, the relative error of the closed form is below 1e-9,
 * and thresholds may be 1e-5 off. Otherwise the sums are made term by term.
 */
export function gaussianSums(theta: number, mean: number, sigma: number, levels: number): GaussianSums {
  const farthest = Math.max(1, Math.abs(mean) / sigma);
  const narrow = (theta / levels) * farthest <= sigma / 8;
  return narrow ? integrateLevels(theta, mean, sigma, levels) : sumLevels(theta, mean, sigma, levels);
}
