/** The cases of every kernel of src-gpu/kernels, by the name under which its file exports it. */
import {
  clippedCases,
  countBitsCases,
  countCases,
  errorCases,
  factorsCases,
  gatherCases,
  lossCases,
  pairsCases,
  sumCases,
} from './count-cases.ts';
import { expandCases, neuronCases } from './neuron-cases.ts';
import { changeCases, estimateCases, poolCases, spreadCases, transcoderCases } from './step-cases.ts';
import type { KernelCase } from './kernel-case.ts';

export const CASES: Readonly<Record<string, readonly KernelCase[]>> = {
  neuronKernel: neuronCases,
  expandKernel: expandCases,
  spreadKernel: spreadCases,
  estimateKernel: estimateCases,
  changeKernel: changeCases,
  transcoderKernel: transcoderCases,
  poolKernel: poolCases,
  countKernel: countCases,
  countBitsKernel: countBitsCases,
  sumKernel: sumCases,
  gatherKernel: gatherCases,
  factorsKernel: factorsCases,
  pairsKernel: pairsCases,
  errorKernel: errorCases,
  clippedKernel: clippedCases,
  lossKernel: lossCases,
};
