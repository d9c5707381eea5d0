/** Files that the tests share: made once by prepare.ts, copied by each test into its own folder. */
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '..', '..', '..');
export const EXAMPLES = join(ROOT, 'resources', 'examples');

/** What prepare.ts makes. */
const PREPARED = join(ROOT, 'build', 'e2e', 'prepared');
export const prepared = {
  folder: PREPARED,
  /** The example project, as the window makes it. */
  example: join(PREPARED, 'ResNet-20.spikeloom'),
  /** A project of a network of 3,000 operators, and its model. */
  large: join(PREPARED, 'large.spikeloom'),
  largeModel: join(PREPARED, 'large.onnx'),
  /** Samples for it. */
  largeSamples: join(PREPARED, 'large.npy'),
} as const;

/** Pictures of the window, for people. */
export const SCREENSHOTS = join(ROOT, 'build', 'screenshots');

/** True in `npm run test:window`, which does in full what `npm test` does in part. */
export const WHOLE_WINDOW = process.env.SPIKELOOM_TEST_WINDOW === 'all';
