/** Feature maps as pixels: pairs of an estimate and the float activation, one pair for each channel, in rows. Pure. */
import type { RasterColours } from './raster-image.ts';
import type { Recording } from './recording.ts';

/** Where maps stand. Lengths are in pixels of the maps, of which each takes `scale` px on screen. */
export interface MapsLayout {
  readonly scale: number;
  /** Pairs beside each other, and the first and last channel. */
  readonly across: number;
  readonly first: number;
  readonly last: number;
  /** Size of the whole picture. */
  readonly columns: number;
  readonly rows: number;
}

/** Pixels between maps of a pair, and between pairs. */
const GAP = 1;
const BETWEEN = 2;
/** A map is at least so wide on screen, px, if the panel is; wider if all channels fit then. */
const LEAST = 30;

/** The layout in a panel of this size, px, from channel `first` on. `shape`: `[C, H, W]`. */
export function mapsLayout(shape: readonly number[], width: number, height: number, first: number): MapsLayout {
  const [channels, tall, wide] = shape as [number, number, number];
  const [cell, pair] = [wide + BETWEEN, 2 * tall + GAP + BETWEEN];
  const fitting = (length: number, size: number, scale: number): number => Math.floor(length / (size * scale));
  const room = (scale: number): number => fitting(width, cell, scale) * fitting(height, pair, scale);
  let scale = Math.max(1, Math.min(Math.ceil(LEAST / wide), fitting(width, cell, 1), fitting(height, pair, 1)));
  while (room(scale + 1) >= channels - first) scale++;
  const across = Math.max(1, fitting(width, cell, scale));
  const down = Math.max(1, fitting(height, pair, scale));
  const last = Math.min(channels, first + across * down) - 1;
  const used = Math.ceil((last - first + 1) / across);
  return { scale, across, first, last, columns: Math.min(across, last - first + 1) * cell, rows: used * pair };
}

/** RGBA of the whole picture. A colour is the value as a share of the layer's largest float activation; what is larger has the full colour. */
export function mapPixels(
  { layer, activations }: Recording,
  estimates: ArrayLike<number>,
  layout: MapsLayout,
  { none, positive, negative }: RasterColours,
) {
  const [, tall, wide] = layer.shape as [number, number, number];
  const { across, first, last, columns, rows } = layout;
  const pixels = new Uint8ClampedArray(columns * rows * 4);
  const most = activations.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0) || 1;
  for (let channel = first; channel <= last; channel++) {
    const left = ((channel - first) % across) * (wide + BETWEEN);
    const top = Math.floor((channel - first) / across) * (2 * tall + GAP + BETWEEN);
    [estimates, activations].forEach((values, which) => {
      for (let i = 0; i < tall * wide; i++) {
        const value = values[channel * tall * wide + i]!;
        const share = Math.min(1, Math.abs(value) / most);
        const full = value < 0 ? negative : positive;
        const at = ((top + which * (tall + GAP) + Math.floor(i / wide)) * columns + left + (i % wide)) * 4;
        for (let c = 0; c < 3; c++) pixels[at + c] = none[c]! + (full[c]! - none[c]!) * share;
        pixels[at + 3] = 255;
      }
    });
  }
  return { pixels, columns, rows };
}

/** The neuron at a point of the picture, px; null between maps. */
export function neuronOnMaps(shape: readonly number[], layout: MapsLayout, x: number, y: number): number | null {
  const [, tall, wide] = shape as [number, number, number];
  const { scale, across, first, last } = layout;
  const [px, py] = [Math.floor(x / scale), Math.floor(y / scale)];
  const [cell, pair] = [wide + BETWEEN, 2 * tall + GAP + BETWEEN];
  const channel = first + Math.floor(py / pair) * across + Math.floor(px / cell);
  const column = px % cell;
  const inPair = py % pair;
  const row = inPair < tall ? inPair : inPair - tall - GAP;
  if (px < 0 || py < 0 || Math.floor(px / cell) >= across || channel > last || column >= wide || row < 0 || row >= tall)
    return null;
  return (channel * tall + row) * wide + column;
}

/** The means of a channel, and the distance of its estimates from the float activations relative to these; null if they are all zero. */
export interface ChannelRow {
  readonly channel: number;
  readonly estimate: number;
  readonly float: number;
  readonly error: number | null;
}

export function channelRows({ layer, activations }: Recording, estimates: ArrayLike<number>): ChannelRow[] {
  const [channels, ...rest] = layer.shape as [number, ...number[]];
  const size = rest.reduce((product, length) => product * length, 1);
  return Array.from({ length: channels }, (_, channel) => {
    let [estimate, float, squares, norm] = [0, 0, 0, 0];
    for (let i = channel * size; i < (channel + 1) * size; i++) {
      estimate += estimates[i]!;
      float += activations[i]!;
      squares += (estimates[i]! - activations[i]!) ** 2;
      norm += activations[i]! ** 2;
    }
    return { channel, estimate: estimate / size, float: float / size, error: norm > 0 ? Math.sqrt(squares / norm) : null };
  });
}
