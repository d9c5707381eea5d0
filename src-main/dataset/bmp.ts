/**
 * Windows bitmaps (.bmp) without compression, the kind that image libraries write: 1, 4 and 8 bits with a palette, 24 and 32
 * bits. Format: Microsoft, "Bitmap Storage" (BITMAPFILEHEADER, BITMAPINFOHEADER).
 */
import type { Pixels } from './pixels.ts';

const FILE_HEADER = 14;
const MOST_PIXELS = 2 ** 28;

interface Header {
  readonly view: DataView;
  /** Offset of the first pixel in the file. */
  readonly start: number;
  /** Bytes of the second header (BITMAPINFOHEADER). */
  readonly header: number;
  readonly width: number;
  readonly height: number;
  /** Rows are stored from the bottom up unless the height is negative. */
  readonly upwards: boolean;
  readonly bits: number;
  readonly rowBytes: number;
}

/** The header of a bitmap in a supported format. Throws an Error that names the problem. */
function readHeader(bytes: Uint8Array): Header {
  if (bytes.length < FILE_HEADER + 40) throw new Error('the bitmap ends inside its header');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = view.getUint32(10, true);
  const header = view.getUint32(14, true);
  const width = view.getInt32(18, true);
  const signedHeight = view.getInt32(22, true);
  const bits = view.getUint16(28, true);
  const compression = view.getUint32(30, true);
  const height = Math.abs(signedHeight);
  if (header < 40) throw new Error('it is an OS/2 bitmap, which is not read');
  if (width <= 0 || height === 0 || width * height > MOST_PIXELS) throw new Error(`its size ${width}×${height} is not possible`);
  if (compression === 3 ? !hasUsualMasks(view) : compression !== 0)
    throw new Error('it is a compressed bitmap, which is not read');
  if (![1, 4, 8, 24, 32].includes(bits)) throw new Error(`it has ${bits} bits a pixel; 1, 4, 8, 24 and 32 are read`);
  const rowBytes = Math.ceil((width * bits) / 32) * 4;
  if (bytes.length < start + rowBytes * height) throw new Error('the bitmap ends inside its pixels');
  return { view, start, header, width, height, upwards: signedHeight > 0, bits, rowBytes };
}

/** Size of a bitmap in pixels. Throws as `decodeBmp`. */
export function bmpSize(bytes: Uint8Array): { readonly height: number; readonly width: number } {
  const { height, width } = readHeader(bytes);
  return { height, width };
}

/** Pixels of a bitmap: grey if the palette is grey, otherwise RGB. Throws an Error that names the problem. */
export function decodeBmp(bytes: Uint8Array): Omit<Pixels, 'name'> {
  const { view, start, header, width, height, upwards, bits, rowBytes } = readHeader(bytes);
  const palette = bits <= 8 ? readPalette(view, FILE_HEADER + header, start, bits) : undefined;
  const grey = palette?.every(([red, green, blue]) => red === green && green === blue) ?? false;
  const channels = grey ? 1 : 3;
  const data = new Uint8Array(width * height * channels);
  for (let y = 0; y < height; y++) {
    const row = start + rowBytes * (upwards ? height - 1 - y : y);
    for (let x = 0; x < width; x++) {
      const [red, green, blue] =
        palette === undefined ? colourAt(bytes, row + (x * bits) / 8) : paletteAt(palette, bytes, row, x, bits);
      const at = (y * width + x) * channels;
      data[at] = red;
      if (channels === 3) {
        data[at + 1] = green;
        data[at + 2] = blue;
      }
    }
  }
  return { data, height, width, channels, planar: false };
}

type Colour = readonly [red: number, green: number, blue: number];

const colourAt = (bytes: Uint8Array, at: number): Colour => [bytes[at + 2]!, bytes[at + 1]!, bytes[at]!];

function paletteAt(palette: readonly Colour[], bytes: Uint8Array, row: number, x: number, bits: number): Colour {
  const bit = x * bits;
  const index = (bytes[row + (bit >> 3)]! >> (8 - bits - (bit & 7))) & ((1 << bits) - 1);
  const colour = palette[index];
  if (colour === undefined) throw new Error(`it uses colour ${index} of a palette of ${palette.length}`);
  return colour;
}

function readPalette(view: DataView, at: number, end: number, bits: number): Colour[] {
  const used = view.getUint32(46, true) || 1 << bits;
  if (used > 1 << bits || at + used * 4 > end || end > view.byteLength) throw new Error('its palette is damaged');
  return Array.from({ length: used }, (_, index): Colour => {
    const entry = at + index * 4;
    return [view.getUint8(entry + 2), view.getUint8(entry + 1), view.getUint8(entry)];
  });
}

/** True if the bit masks of compression 3 are the usual ones: blue, green, red from the lowest byte up. Others are not supported. */
const hasUsualMasks = (view: DataView): boolean =>
  view.byteLength >= 66 &&
  view.getUint16(28, true) === 32 &&
  view.getUint32(54, true) === 0xff0000 &&
  view.getUint32(58, true) === 0xff00 &&
  view.getUint32(62, true) === 0xff;
