/** Types of build-kernels.mjs. */
export declare function buildKernels(): Promise<void>;
