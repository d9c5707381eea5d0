/** An image as bytes, from any kind of file. Decoders and readers of byte arrays pass it to the preprocessing. */
export interface Pixels {
  readonly data: Uint8Array;
  readonly height: number;
  readonly width: number;
  /** 1: grey. 3: red, green, blue. */
  readonly channels: 1 | 3;
  /** True for channel after channel, `[C, H, W]`; false for pixel after pixel, `[H, W, C]`. */
  readonly planar: boolean;
  /** Name for errors: the file, or the file and the number of the sample in it. */
  readonly name: string;
}
