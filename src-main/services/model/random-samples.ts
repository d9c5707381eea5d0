/** Random samples where there is no data. They are the same every time and about as large as normalised images. */
import { mulberry32 } from '../../../src-shared/math/mulberry32.ts';

/** `count` values, normally distributed with mean 0 and standard deviation 1 (Mulberry32 and Box–Muller, good enough for that). */
export function randomNormal(count: number): Float32Array {
  const next = mulberry32(1);
  const values = new Float32Array(count);
  for (let i = 0; i < count; i += 2) {
    const radius = Math.sqrt(-2 * Math.log(1 - next()));
    const angle = 2 * Math.PI * next();
    values[i] = radius * Math.cos(angle);
    if (i + 1 < count) values[i + 1] = radius * Math.sin(angle);
  }
  return values;
}
