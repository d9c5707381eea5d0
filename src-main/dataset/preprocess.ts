/**
 * Preprocessing as data: how the bytes of an image become the network's input, and the names of its classes. The files
 * beside the example networks (resources/examples) show the format.
 */
import { z } from 'zod';
import { type Preprocess, preprocessSchema } from '../../src-shared/contract/preprocess.ts';
import { accessProblem, SpikeloomError } from '../../src-shared/errors/index.ts';
import type { Shape } from '../../src-shared/tensor/index.ts';
import { readUserText } from '../files/user-file.ts';

export { type Preprocess, preprocessSchema };

const fileSchema = z.object({
  input: preprocessSchema,
  classes: z.array(z.string()).min(1, 'must name at least one class').optional(),
});

export interface PreprocessFile {
  readonly input: Preprocess;
  /** Class names, in the order of the network's outputs. */
  readonly classes?: readonly string[];
}

/** Checks a preprocessing, as read from JSON (`where` names it in errors). Throws `preprocess.invalid`. */
export const parsePreprocess = (value: unknown, where: string): Preprocess =>
  checkStd(check(preprocessSchema, value, where), where);

/** Reads a preprocessing file. Throws `preprocess.invalid`; `dataset.not-found` where it cannot be read. */
export async function loadPreprocess(file: string): Promise<PreprocessFile> {
  let text: string;
  try {
    text = await readUserText(file);
  } catch (cause) {
    throw new SpikeloomError('dataset.not-found', `${file}: preprocessing cannot be read: ${accessProblem(cause)}`, {
      at: { file },
      cause,
    });
  }
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (cause) {
    // What else it says quotes the file, which may be anything.
    const [, line, column] = /line (\d+) column (\d+)/.exec(String(cause)) ?? [];
    const place = line === undefined ? file : `${file}:${line}:${column}`;
    const message = `${place}: not JSON; a preprocessing is an object such as {"input": {"layout": "NCHW"}}`;
    throw new SpikeloomError('preprocess.invalid', message, { at: { file }, cause });
  }
  const { input, classes } = check(fileSchema, document, file);
  checkStd(input, file);
  return classes === undefined ? { input } : { input, classes };
}

/** Channels of the network's input. */
export const channelsOf = ({ colour }: Preprocess): 1 | 3 => (colour === 'GRAY' ? 1 : 3);

/** Shape of the sample that an image of `height`×`width` becomes: `[C, H, W]` or `[H, W, C]`. */
export const shapeOfImage = (preprocess: Preprocess, height: number, width: number): Shape => {
  const channels = channelsOf(preprocess);
  return preprocess.layout === 'NCHW' ? [channels, height, width] : [height, width, channels];
};

function check<S extends z.ZodType>(schema: S, value: unknown, where: string): z.infer<S> {
  const checked = schema.safeParse(value);
  if (checked.success) return checked.data;
  const issue = checked.error.issues[0]!;
  const path = issue.path.map(String).join('.') || 'the preprocessing';
  throw new SpikeloomError('preprocess.invalid', `${where}: ${path}: ${issue.message}`, { at: { file: where } });
}

function checkStd(preprocess: Preprocess, where: string): Preprocess {
  const channels = channelsOf(preprocess);
  for (const field of ['mean', 'std'] as const) {
    const value = preprocess[field];
    if (typeof value !== 'number' && value.length !== channels) {
      throw new SpikeloomError(
        'preprocess.invalid',
        `${where}: ${field} has ${value.length} values; ${preprocess.colour} images have ${channels} channels`,
        { at: { file: where } },
      );
    }
  }
  if ([preprocess.std].flat().some((std) => std === 0)) {
    throw new SpikeloomError('preprocess.invalid', `${where}: std is 0, which cannot be divided by`, { at: { file: where } });
  }
  return preprocess;
}
