/** The `webgpu` package comes without types; adapters.ts says what of it is used. */
declare module 'webgpu';
