/** Small pictures of samples of a run, by their numbers in its dataset, as the network gets them. A job. */
import type { SamplePictures } from '../../../src-shared/contract/index.ts';
import { messageOf, SpikeloomError } from '../../../src-shared/errors/index.ts';
import { BATCH, describeShape, type Shape } from '../../../src-shared/tensor/index.ts';
import { openSource, type PreprocessFile, type SampleSource } from '../../dataset/index.ts';
import { sampleFingerprint, type SampleOptions } from '../model/samples.ts';
import type { ServiceContext } from '../progress.ts';
import { drawSample, pictureForm } from './sample-picture.ts';

export interface SamplePicturesRequest extends SampleOptions {
  /** The run's dataset. */
  readonly source: string;
  readonly preprocess: PreprocessFile | undefined;
  /** Shape of one sample, and the number of classes if the output is a class vector. */
  readonly shape: Shape;
  readonly classCount: number | undefined;
  /** Number and fingerprint of the samples at the time of the run. */
  readonly count: number;
  readonly data: string;
  /** Numbers of the samples to draw. */
  readonly samples: readonly number[];
}

/** Longest side of a picture, in pixels. */
const SIDE = 96;

/** Draws the samples. A sample that cannot be read has the reason instead. Throws what the call `run.pictures` names. */
export async function samplePictures(request: SamplePicturesRequest, { signal }: ServiceContext): Promise<SamplePictures> {
  const { shape, samples, preprocess } = request;
  const source = await openRunSource(request);
  if (shape.length < 2) {
    const message = `The samples of ${source.name} have the shape ${describeShape(shape)} and cannot be drawn as pictures.`;
    throw new SpikeloomError('dataset.shape', message, { at: { file: source.name } });
  }
  const { planes, notes } = pictureForm(shape, preprocess?.input.layout === 'NHWC');
  const pictures: SamplePictures['pictures'] = [];
  for (const sample of samples) {
    if (sample >= source.count) {
      const message = `There is no sample ${sample} among the ${source.count} of ${source.name}.`;
      throw new SpikeloomError('option.invalid', message);
    }
    const about = { sample, name: source.nameOf(sample) };
    try {
      const values = await source.read(sample, sample + 1, signal);
      pictures.push({ ...about, picture: await drawSample(values, planes, SIDE), problem: null });
    } catch (error) {
      if (!(error instanceof SpikeloomError) || error.code === 'cancelled') throw error;
      pictures.push({ ...about, picture: null, problem: messageOf(error) });
    }
  }
  return { pictures, notes: [...notes] };
}

/** The samples as the run read them. Throws `dataset.format` if they are others now. */
async function openRunSource(request: SamplePicturesRequest): Promise<SampleSource> {
  const { source: spec, preprocess, shape, classCount, labels, skipBad, limit, count, data } = request;
  const source = await openSource(spec, {
    ...{ inputShape: [BATCH, ...shape], preprocess: preprocess?.input, classes: preprocess?.classes, classCount },
    ...{ labels, skipBad, limit, order: 'sequential' },
  });
  if (source.count === count && (await sampleFingerprint(source)) === data) return source;
  const message = `${source.name} has changed since the run: its samples are not those that the run read; put the old ones back, or run again.`;
  throw new SpikeloomError('dataset.format', message, { at: { file: source.name } });
}
