/** Types of setup.mjs. */
export declare const COMPILE_CACHE: string;
