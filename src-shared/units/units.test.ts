/** Transcoders, pooling, products, input and output: what must hold beyond the golden cases. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMaxPool, tileUpsample } from './max-pool.ts';
import { createDecoder, encodeInput } from './ports.ts';
import { createProduct } from './product.ts';
import { thresholdsOf } from './thresholds.ts';
import { createTranscoder } from './transcoder.ts';

const values = fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 1, maxLength: 30 });
const one = (x: number) => Float64Array.of(x);

describe('transcoder', () => {
  it('keeps the estimate after every step, both ways', () => {
    fc.assert(
      fc.property(values, fc.double({ min: -5, max: 5, noNaN: true }), (input, b) => {
        const toRate = createTranscoder('differential', 'rate', one(b), 1);
        const back = createTranscoder('rate', 'differential', undefined, 1);
        let estimate = b; // of what is received
        let sum = 0; // of what is sent by rate
        let again = 0; // of what is sent differentially
        input.forEach((x, t) => {
          const r = toRate(one(x), t);
          sum += r[0]!;
          again += back(r, t)[0]! / (t + 1);
          // e after step t is the mean of r over 0…t only once e has been sent: r[t] = (x−b) + e_before.
          const before = estimate;
          estimate += (x - b) / (t + 1);
          expect(r[0]!).toBeCloseTo(x - b + before, 10);
          expect(again).toBeCloseTo(sum / (t + 1), 6);
        });
      }),
    );
  });
});

describe('max pooling', () => {
  const pool = (x: Float64Array) => Float64Array.of(Math.max(x[0]!, x[1]!), Math.max(x[2]!, x[3]!));

  it('repeats a pooled value over its window, and leaves what no window covers', () => {
    const upsample = tileUpsample(2, [3, 5], [1, 2], [2, 2]);
    expect([...upsample(Float64Array.of(1, 2, 3, 4))]).toEqual(
      [1, 1, 2, 2, 0, 1, 1, 2, 2, 0, 0, 0, 0, 0, 0].concat([3, 3, 4, 4, 0, 3, 3, 4, 4, 0, 0, 0, 0, 0, 0]),
    );
  });

  it('of the estimate sends exactly the pooled estimate', () => {
    const b = Float64Array.of(0.5, -1, 0, 2);
    const step = createMaxPool('estimate', { pool }, 'differential', b, 1);
    const estimate = b.slice();
    const sent = new Float64Array(2);
    for (let t = 0; t < 6; t++) {
      const x = Float64Array.from(b, (value, i) => value + Math.sin(3 * t + i));
      for (let i = 0; i < 4; i++) estimate[i] = estimate[i]! + (x[i]! - b[i]!) / (t + 1);
      step(x, t).forEach((value, i) => (sent[i] = sent[i]! + value / (t + 1)));
      pool(estimate).forEach((value, i) => expect(sent[i]).toBeCloseTo(value, 12));
    }
  });
});

describe('product', () => {
  it('estimates the product of the estimates, constants included', () => {
    const b = [one(0.75), one(-0.5)] as const;
    const step = createProduct((x, y) => one(x[0]! * y[0]!), 'differential', b);
    let [ex, ey, sent] = [0.75, -0.5, 0];
    for (let t = 0; t < 40; t++) {
      const [x, y] = [0.75 + Math.sin(t), -0.5 + Math.cos(2 * t)];
      const { output, estimateX } = step(one(x), one(y), t);
      if (t > 0) expect(estimateX[0]).toBeCloseTo(ex, 12);
      ex += (x - 0.75) / (t + 1);
      ey += (y + 0.5) / (t + 1);
      sent += output[0]! / (t + 1);
      expect(sent).toBeCloseTo(ex * ey, 12);
    }
  });

  it('by rate sends the product of the means', () => {
    const step = createProduct((x, y) => one(x[0]! * y[0]!), 'rate');
    let [sx, sy, sent] = [0, 0, 0];
    for (let t = 0; t < 10; t++) {
      const [x, y] = [Math.sin(t), Math.cos(2 * t)];
      sx += x;
      sy += y;
      sent += step(one(x), one(y), t).output[0]!;
      expect(sent / (t + 1)).toBeCloseTo((sx / (t + 1)) * (sy / (t + 1)), 12);
    }
  });
});

describe('input and output', () => {
  it.each(['rate', 'leaky-rate', 'differential', 'differential-leaky'] as const)(
    '%s: a linear layer answers exactly at once',
    (coding) => {
      const tau = coding.includes('leaky') ? 0.9 : 1;
      const bias = 0.25;
      const decode = createDecoder(coding, tau, one(bias), 1);
      for (let t = 0; t < 5; t++) {
        // In the leaky codings the whole of y is scaled back by τ⁻ᵗ, so the answer is exact only for a constant part that leaks too.
        const y = one(2 * encodeInput(coding, tau, one(3), t)[0]! + bias * tau ** t);
        expect(decode(y, t)[0]).toBeCloseTo(6 + bias, 12);
      }
    },
  );
});

describe('thresholds', () => {
  it('broadcast from layer, channel and neuron', () => {
    const at = (level: 'layer' | 'channel' | 'neuron', shape: number[], list: number[]) => [
      ...thresholdsOf({ level, shape, values: Float64Array.from(list) }, [2, 2]),
    ];
    expect(at('layer', [1], [3])).toEqual([3, 3, 3, 3]);
    expect(at('channel', [1, 2, 1], [3, 4])).toEqual([3, 3, 4, 4]);
    expect(at('neuron', [1, 2, 2], [1, 2, 3, 4])).toEqual([1, 2, 3, 4]);
    expect(() => at('channel', [1, 3, 1], [1, 2, 3])).toThrow('do not broadcast');
  });
});
