/** The cases of every kernel of src-gpu/kernels, by the name under which its file exports it. */
import type { KernelText } from '../../src-gpu/gpu-js.ts';
import {
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

/** Rows of numbers. */
export interface KernelArray {
  readonly data: Float32Array;
  readonly columns: number;
}

export interface KernelCase {
  readonly name: string;
  readonly text: KernelText;
  readonly arrays: readonly KernelArray[];
  readonly numbers: readonly number[];
  /** Threads. */
  readonly columns: number;
  readonly rows: number;
  /** What the threads give, `[rows][columns][components]`, from src-shared/units or by the definition, in 64 bits. */
  readonly expected: () => Float64Array;
  /** Share of results that may differ: codes of neurons, which ties decide. Other results differ by rounding only. */
  readonly differing?: number;
}

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
  lossKernel: lossCases,
};
