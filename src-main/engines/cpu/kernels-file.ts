/** Where scripts/build-kernels.mjs puts the WebAssembly kernels. */
export const KERNELS_FILE = new URL('../../../build/kernels.wasm', import.meta.url);
