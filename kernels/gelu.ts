/**
 * GELU of a running estimate after each step: x/2 · (1 + erf(x/√2)), x = b + Σ d/(t+1) (docs/algorithm.md §4). One walk instead of an estimate
 * that is written down and read again; a vector of four values keeps its estimate in a register while it walks the steps.
 */
import { T_INVERSE, T_SIZE } from './frame';

/** Bytes of a cache line: four vectors, handled together. */
const LINE: usize = 64;

/**
 * erf as a quotient of polynomials in x², for |x| ≤ 4, beyond which it is ±1 in 32 bits: the minimax approximation of Eigen
 * (generic_fast_erf_float, MPL 2.0), wrong by less than 2·10⁻⁷. The coefficients are in memory (worker/workspace.ts), because the compiler
 * of the WebAssembly engine builds a vector constant anew at each use: √½, −4, 4, then both polynomials from the highest power, then ½.
 */
@inline
function gelu(x: v128, c: usize): v128 {
  const scaled = f32x4.mul(x, v128.load32_splat(c));
  const z = f32x4.pmin(f32x4.pmax(scaled, v128.load32_splat(c, 4)), v128.load32_splat(c, 8));
  const square = f32x4.mul(z, z);
  let p = f32x4.relaxed_madd(v128.load32_splat(c, 12), square, v128.load32_splat(c, 16));
  p = f32x4.relaxed_madd(p, square, v128.load32_splat(c, 20));
  p = f32x4.relaxed_madd(p, square, v128.load32_splat(c, 24));
  p = f32x4.relaxed_madd(p, square, v128.load32_splat(c, 28));
  p = f32x4.relaxed_madd(p, square, v128.load32_splat(c, 32));
  p = f32x4.relaxed_madd(p, square, v128.load32_splat(c, 36));
  let q = f32x4.relaxed_madd(v128.load32_splat(c, 40), square, v128.load32_splat(c, 44));
  q = f32x4.relaxed_madd(q, square, v128.load32_splat(c, 48));
  q = f32x4.relaxed_madd(q, square, v128.load32_splat(c, 52));
  q = f32x4.relaxed_madd(q, square, v128.load32_splat(c, 56));
  const half = f32x4.mul(x, v128.load32_splat(c, 60));
  return f32x4.relaxed_madd(half, f32x4.div(f32x4.mul(z, p), q), half);
}

/** Arguments as those of estimates.ts; `coefficients`: sixteen float32. */
export function geluOfEstimates(
  input: usize, step: usize, present: i32, output: usize, steps: i32, length: usize, added: usize, period: usize, table: usize,
  coefficients: usize,
): void {
  const bytes = length << 2, periodBytes = period << 2, none = f32x4.splat(0), some = min(present, steps);
  let at: usize = 0, position: usize = 0;
  for (; position + LINE <= bytes; position += LINE) {
    const b = added + at;
    let x0 = v128.load(b), x1 = v128.load(b, 16), x2 = v128.load(b, 32), x3 = v128.load(b, 48);
    let from = input + position, to = output + position, constants = table;
    for (let t = 0; t < some; t++) {
      const inverse = v128.load32_splat(constants, T_INVERSE);
      x0 = f32x4.add(x0, f32x4.mul(v128.load(from), inverse));
      x1 = f32x4.add(x1, f32x4.mul(v128.load(from, 16), inverse));
      x2 = f32x4.add(x2, f32x4.mul(v128.load(from, 32), inverse));
      x3 = f32x4.add(x3, f32x4.mul(v128.load(from, 48), inverse));
      const g0 = gelu(x0, coefficients), g1 = gelu(x1, coefficients), g2 = gelu(x2, coefficients), g3 = gelu(x3, coefficients);
      v128.store(to, g0);
      v128.store(to, g1, 16);
      v128.store(to, g2, 32);
      v128.store(to, g3, 48);
      from += step;
      to += bytes;
      constants += T_SIZE;
    }
    // Nothing more comes, and the function stays what it was.
    if (some < steps) {
      const g0 = gelu(x0, coefficients), g1 = gelu(x1, coefficients), g2 = gelu(x2, coefficients), g3 = gelu(x3, coefficients);
      for (let t = some; t < steps; t++) {
        v128.store(to, g0);
        v128.store(to, g1, 16);
        v128.store(to, g2, 32);
        v128.store(to, g3, 48);
        to += bytes;
      }
    }
    at += LINE;
    if (at == periodBytes) at = 0;
  }
  // The last values, fewer than sixteen, each as a vector of four copies.
  for (; position < bytes; position += 4) {
    let x = v128.load32_splat(added + at), from = input + position, to = output + position, constants = table;
    for (let t = 0; t < steps; t++) {
      const d = t < present ? v128.load32_splat(from) : none;
      x = f32x4.add(x, f32x4.mul(d, v128.load32_splat(constants, T_INVERSE)));
      store<f32>(to, f32x4.extract_lane(gelu(x, coefficients), 0));
      from += step;
      to += bytes;
      constants += T_SIZE;
    }
    at += 4;
  }
}
