/** The condition under which plans can be compared by their answers: the network has class scores, and neuron layers. */
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import type { PlacedNetwork } from '../../convert/index.ts';
import { isClassVector } from '../run/run-dataset.ts';

/** The work on a network that needs class scores, as the subject of a sentence. */
type Work = 'tuning' | 'comparing methods' | 'measuring sensitivity';

/** Throws `option.invalid` for a network without a neuron layer, and for one whose first output is no class vector. */
export function requireClassScores({ network, sites }: PlacedNetwork, path: string, work: Work): void {
  const first = network.outputs[0]!;
  const shape = network.shapes.get(first.value)!.slice(1);
  if (sites.length === 0) {
    const message = `${path}: the network has no neuron layer, so that ${work} has nothing to change.`;
    throw new SpikeloomError('option.invalid', message, { at: { file: path } });
  }
  if (isClassVector(shape)) return;
  const message = `${path}: output ${first.name} has shape [batch, ${shape.join(', ')}] and is no class vector; ${work} compares answers, and needs class scores.`;
  throw new SpikeloomError('option.invalid', message, { at: { file: path } });
}
