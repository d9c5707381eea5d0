/** The passes of import, in their order: patterns are recovered before their arithmetic is folded into layers. */
import type { Network } from '../../../src-shared/network/index.ts';
import { absorbParameters } from './absorb-parameters.ts';
import { foldAffine } from './fold-affine.ts';
import { mergeShapes } from './merge-shapes.ts';
import { recoverActivation } from './recover-activations.ts';
import { recoverNormalisation } from './recover-normalisation.ts';
import { recoverSoftmax } from './recover-softmax.ts';
import { removeDead } from './remove-dead.ts';
import { firstOf, rewrite } from './rewrite.ts';

const PASSES: readonly ((network: Network) => Network)[] = [
  removeDead,
  (network) => rewrite(network, firstOf([recoverNormalisation, recoverSoftmax, absorbParameters, ...recoverActivation])),
  foldAffine,
  mergeShapes,
];

/** The network with dead nodes removed, patterns recovered, affine constants folded and shape operators merged. */
export const simplify = (network: Network): Network => PASSES.reduce((result, pass) => pass(result), network);
