/** The passes of import, in order: patterns are recovered before their arithmetic is folded into layers. */
import type { Network } from '../../../src-shared/network/index.ts';
import { absorbParameters } from './absorb-parameters.ts';
import { channelsFirst } from './channels-first.ts';
import { foldAffine } from './fold-affine.ts';
import { mergeShapes } from './merge-shapes.ts';
import { mergeTwins } from './merge-twins.ts';
import { recoverActivation } from './recover-activations.ts';
import { recoverClip } from './recover-clip.ts';
import { absorbIntoGroups, recoverGroupNormalisation } from './recover-group-normalisation.ts';
import { recoverChoice, recoverGate } from './recover-masks.ts';
import { recoverFoldedNormalisation, recoverNormalisation } from './recover-normalisation.ts';
import { recoverSoftmax } from './recover-softmax.ts';
import { removeDead } from './remove-dead.ts';
import { shareConstants } from './share-constants.ts';
import { firstOf, rewriteAll } from './rewrite.ts';

export { checkConstants, maskScores } from './mask-scores.ts';
export { removeDead } from './remove-dead.ts';

const CHOICES = firstOf([recoverChoice]);
const PATTERNS = firstOf([
  recoverGate,
  recoverClip,
  recoverNormalisation,
  recoverFoldedNormalisation,
  recoverGroupNormalisation,
  recoverSoftmax,
  absorbParameters,
  absorbIntoGroups,
  ...recoverActivation,
]);

const PASSES: readonly ((network: Network) => Network)[] = [
  removeDead,
  shareConstants,
  mergeTwins,
  (network) => rewriteAll(network, CHOICES),
  (network) => rewriteAll(network, PATTERNS),
  channelsFirst,
  foldAffine,
  mergeShapes,
  shareConstants,
];

/** The network with dead nodes removed, patterns recovered, affine constants folded, shape operators merged and equal constants shared. */
export const simplify = (network: Network): Network => PASSES.reduce((result, pass) => pass(result), network);
