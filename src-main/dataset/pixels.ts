/** An image as bytes, whatever file it came from: what decoders and readers of byte arrays hand to the preprocessing. */
export interface Pixels {
  readonly data: Uint8Array;
  readonly height: number;
  readonly width: number;
  /** 1 grey, 3 red, green, blue. */
  readonly channels: 1 | 3;
  /** Channel by channel (`[C, H, W]`) instead of pixel by pixel (`[H, W, C]`). */
  readonly planar: boolean;
  /** The file, or the file and the number of the sample in it, for errors. */
  readonly name: string;
}
