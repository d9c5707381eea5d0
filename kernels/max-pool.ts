/**
 * Residual max pooling (docs/algorithm.md §4): v keeps what no window has sent yet. Windows tile the channels of
 * the input exactly. One channel at a time walks t, with v and both estimates in `scratch` (twice its input and once its output).
 * `channels`: of a step, all samples together; `added`: b of `addedChannels` channels, repeated. With `lanes` > 1 a channel is a
 * block of so many, side by side at every position.
 */
export function residualMaxPool(
  differential: i32, input: usize, step: usize, present: i32, output: usize, steps: i32, channels: i32,
  layers: i32, rows: i32, columns: i32, windowDepth: i32, windowHeight: i32, windowWidth: i32, added: usize, addedChannels: i32, lanes: i32,
  scratch: usize,
): void {
  const pooledSize = <usize>(layers * rows * columns * lanes) << 2;
  const size = pooledSize * <usize>(windowDepth * windowHeight * windowWidth);
  const outputStep = pooledSize * <usize>channels;
  const v = scratch, estimateIn = scratch + size, estimateOut = scratch + 2 * size;
  let addedChannel = 0;
  for (let channel = 0; channel < channels; channel++) {
    const b = added + size * <usize>addedChannel;
    if (++addedChannel == addedChannels) addedChannel = 0;
    memory.fill(v, 0, size);
    memory.copy(estimateIn, b, size);
    memory.fill(estimateOut, 0, pooledSize);
    for (let t = 0; t < steps; t++) {
      const inverse = <f32>(1.0 / <f64>(t + 1));
      const from = input + size * <usize>channel + step * <usize>t;
      if (differential) receiveDifferential(v, estimateIn, from, t < present, size, inverse);
      else receiveRate(v, b, from, t < present, size);
      const to = output + pooledSize * <usize>channel + outputStep * <usize>t;
      if (lanes > 1) takeBlocks(v, to, rows, columns, windowHeight, windowWidth, lanes);
      else if (windowDepth == 1 && windowHeight == 2 && windowWidth == 2) takePairs(v, to, layers * rows, columns);
      else takeWindows(v, to, layers, rows, columns, windowDepth, windowHeight, windowWidth);
      if (differential) sendDifferential(to, estimateOut, pooledSize, inverse);
    }
  }
}

/** v ← v + x[t], its constant part included. */
function receiveRate(v: usize, b: usize, x: usize, present: bool, size: usize): void {
  let i: usize = 0;
  for (; i + 16 <= size; i += 16) {
    const received = present ? f32x4.add(v128.load(x + i), v128.load(b + i)) : v128.load(b + i);
    v128.store(v + i, f32x4.add(v128.load(v + i), received));
  }
  for (; i < size; i += 4) store<f32>(v + i, load<f32>(v + i) + ((present ? load<f32>(x + i) : 0) + load<f32>(b + i)));
}

/** v ← v + d[t] + e; e ← e + d[t]/(t+1). */
function receiveDifferential(v: usize, e: usize, x: usize, present: bool, size: usize, inverse: f32): void {
  const inverses = f32x4.splat(inverse);
  let i: usize = 0;
  for (; i + 16 <= size; i += 16) {
    const d = present ? v128.load(x + i) : f32x4.splat(0), estimate = v128.load(e + i);
    v128.store(v + i, f32x4.add(f32x4.add(v128.load(v + i), d), estimate));
    v128.store(e + i, f32x4.add(estimate, f32x4.mul(d, inverses)));
  }
  for (; i < size; i += 4) {
    const d: f32 = present ? load<f32>(x + i) : 0, estimate = load<f32>(e + i);
    store<f32>(v + i, load<f32>(v + i) + d + estimate);
    store<f32>(e + i, estimate + d * inverse);
  }
}

/** o = maximum of each window of v; v ← v − o in the window. Sizes of depth, height and width. */
function takeWindows(
  v: usize, output: usize, layers: i32, rows: i32, columns: i32, windowDepth: i32, windowHeight: i32, windowWidth: i32,
): void {
  const line = <usize>(columns * windowWidth) << 2, slice = line * <usize>(rows * windowHeight);
  for (let layer = 0; layer < layers; layer++) {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const corner = v + slice * <usize>(layer * windowDepth) + line * <usize>(row * windowHeight) + (<usize>(column * windowWidth) << 2);
        let most = load<f32>(corner);
        for (let z = 0; z < windowDepth; z++) {
          for (let y = 0; y < windowHeight; y++) {
            const from = corner + slice * <usize>z + line * <usize>y;
            for (let x = 0; x < windowWidth; x++) most = max(most, load<f32>(from + (<usize>x << 2)));
          }
        }
        for (let z = 0; z < windowDepth; z++) {
          for (let y = 0; y < windowHeight; y++) {
            const from = corner + slice * <usize>z + line * <usize>y;
            for (let x = 0; x < windowWidth; x++) store<f32>(from + (<usize>x << 2), load<f32>(from + (<usize>x << 2)) - most);
          }
        }
        store<f32>(output, most);
        output += 4;
      }
    }
  }
}

/** As takeWindows for `lanes` channels side by side, a multiple of 4. */
function takeBlocks(v: usize, output: usize, rows: i32, columns: i32, windowHeight: i32, windowWidth: i32, lanes: i32): void {
  const position = <usize>lanes << 2, line = position * <usize>(columns * windowWidth);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const corner = v + line * <usize>(row * windowHeight) + position * <usize>(column * windowWidth);
      for (let lane: usize = 0; lane < position; lane += 16) {
        let most = v128.load(corner + lane);
        for (let y = 0; y < windowHeight; y++) {
          const from = corner + lane + line * <usize>y;
          for (let x = 0; x < windowWidth; x++) most = f32x4.pmax(most, v128.load(from + position * <usize>x));
        }
        for (let y = 0; y < windowHeight; y++) {
          const from = corner + lane + line * <usize>y;
          for (let x = 0; x < windowWidth; x++) {
            const at = from + position * <usize>x;
            v128.store(at, f32x4.sub(v128.load(at), most));
          }
        }
        v128.store(output, most);
        output += 16;
      }
    }
  }
}

/** As takeWindows for 2 × 2 windows, eight columns at a time. */
function takePairs(v: usize, output: usize, rows: i32, columns: i32): void {
  const line = <usize>columns << 3;
  for (let row = 0; row < rows; row++) {
    let upper = v + line * <usize>(2 * row), lower = upper + line;
    let column = 0;
    for (; column + 4 <= columns; column += 4) {
      const a = v128.load(upper), b = v128.load(upper, 16), c = v128.load(lower), d = v128.load(lower, 16);
      const left = f32x4.pmax(a, c), right = f32x4.pmax(b, d);
      const even = v128.shuffle<f32>(left, right, 0, 2, 4, 6), odd = v128.shuffle<f32>(left, right, 1, 3, 5, 7);
      const most = f32x4.pmax(even, odd);
      const first = v128.shuffle<f32>(most, most, 0, 0, 1, 1), second = v128.shuffle<f32>(most, most, 2, 2, 3, 3);
      v128.store(upper, f32x4.sub(a, first));
      v128.store(upper, f32x4.sub(b, second), 16);
      v128.store(lower, f32x4.sub(c, first));
      v128.store(lower, f32x4.sub(d, second), 16);
      v128.store(output, most);
      upper += 32;
      lower += 32;
      output += 16;
    }
    for (; column < columns; column++) {
      const a = load<f32>(upper), b = load<f32>(upper, 4), c = load<f32>(lower), d = load<f32>(lower, 4);
      const most = max(max(a, b), max(c, d));
      store<f32>(upper, a - most);
      store<f32>(upper, b - most, 4);
      store<f32>(lower, c - most);
      store<f32>(lower, d - most, 4);
      store<f32>(output, most);
      upper += 8;
      lower += 8;
      output += 4;
    }
  }
}

/** d = o − e, sent instead of o; e ← e + d/(t+1). */
function sendDifferential(output: usize, e: usize, size: usize, inverse: f32): void {
  for (let i: usize = 0; i < size; i += 4) {
    const d = load<f32>(output + i) - load<f32>(e + i);
    store<f32>(output + i, d);
    store<f32>(e + i, load<f32>(e + i) + d * inverse);
  }
}
