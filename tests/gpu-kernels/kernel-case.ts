/** A case of a kernel: its text, the arrays and numbers that it is given, and what its threads give. */
import type { KernelText } from '../../src-gpu/gpu-js.ts';

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
