/** The passes of import, in their order: patterns are recovered before their arithmetic is folded into layers. */
import type { Network } from '../../../src-shared/network/index.ts';
import { absorbParameters } from './absorb-parameters.ts';
import { foldAffine } from './fold-affine.ts';
import { mergeShapes } from './merge-shapes.ts';
import { mergeTwins } from './merge-twins.ts';
import { recoverActivation } from './recover-activations.ts';
import { recoverClip } from './recover-clip.ts';
import { recoverFoldedNormalisation, recoverNormalisation } from './recover-normalisation.ts';
import { recoverSoftmax } from './recover-softmax.ts';
import { removeDead } from './remove-dead.ts';
import { firstOf, rewriteAll } from './rewrite.ts';

const PATTERNS = firstOf([
  recoverClip,
  recoverNormalisation,
  recoverFoldedNormalisation,
  recoverSoftmax,
  absorbParameters,
  ...recoverActivation,
]);

const PASSES: readonly ((network: Network) => Network)[] = [
  removeDead,
  mergeTwins,
  (network) => rewriteAll(network, PATTERNS),
  foldAffine,
  mergeShapes,
];

/** The network with dead nodes removed, patterns recovered, affine constants folded and shape operators merged. */
export const simplify = (network: Network): Network => PASSES.reduce((result, pass) => pass(result), network);
