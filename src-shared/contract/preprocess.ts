/** Preprocessing of images as data: how the bytes of an image become the network's input (docs/cli.md, "Preprocessing"). */
import { z } from 'zod';

const finite = z.number('must be a finite number');
const side = z.int('must be a whole number, 1 or more').min(1, 'must be a whole number, 1 or more').max(65_536);
const perChannel = z.union([finite, z.array(finite).min(1)], 'must be a number, or a list with one for each channel');

/** The formula that is computed; a file may state it, for people, but no other. */
const FORMULA = '(pixel * scale - mean) / std';

/** The preprocessing of images and bytes. */
export const preprocessSchema = z.strictObject({
  /** Name of the network's input, for people. */
  name: z.string().optional(),
  layout: z.enum(['NCHW', 'NHWC'], 'must be NCHW or NHWC').default('NCHW'),
  colour: z.enum(['RGB', 'BGR', 'GRAY'], 'must be RGB, BGR or GRAY').default('RGB'),
  /** [height, width] in pixels; without it, the network's input decides. */
  size: z.tuple([side, side], 'must be [height, width]').optional(),
  dtype: z.enum(['float32', 'float64'], 'must be float32 or float64').default('float32'),
  scale: finite.default(1),
  mean: perChannel.default(0),
  std: perChannel.default(1),
  formula: z.literal(FORMULA, `must be "${FORMULA}", the only one that is computed`).optional(),
  /** Length of the shorter side that images are first resized to. */
  resize: side.optional(),
  interpolation: z.enum(['bilinear', 'bicubic'], 'must be bilinear or bicubic').default('bilinear'),
  /** Take the middle `size` of images that are larger. */
  crop: z.literal('centre', 'must be "centre"').optional(),
});

/** Preprocessing of images: optional resize and crop, then `(pixel * scale - mean) / std` for each channel. */
export type Preprocess = z.infer<typeof preprocessSchema>;
