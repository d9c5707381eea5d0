/** The raster of a layer and sample: steps down, neurons across, drawn on a canvas. */
import ZoomIn from 'lucide-react/icons/zoom-in';
import ZoomOut from 'lucide-react/icons/zoom-out';
import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactElement,
  type RefObject,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { spikeOf } from '../../src-shared/spikes/index.ts';
import { ChartFrame, type ChartTable } from '../charts/index.ts';
import { spikeTexts as texts } from '../texts/spikes.ts';
import { colourNow, IconButton, useScheme } from '../ui/index.ts';
import { useSize } from '../ui/use-size.ts';
import { moved, neuronAt, type NeuronRange, rasterPixels, rgbOf, zoomed } from './raster-image.ts';
import { neuronText, type Recording, spikesPerStep } from './recording.ts';
import { sizeText } from './spike-sizes.ts';
import type { SpikesOnScreen } from './use-spikes-on-screen.ts';

interface RasterProps {
  readonly recording: Recording;
  readonly screen: SpikesOnScreen;
}

/** Height of the number of a step, px. */
const STEP_LABEL = 14;
/** One wheel notch. */
const NOTCH = 1.25;

/** A cell of the raster. */
interface Cell {
  readonly neuron: number;
  readonly step: number;
}

export function Raster({ recording, screen }: RasterProps): ReactElement {
  const { layer, steps } = recording;
  const neurons = recording.theta.length;
  const canvas = useRef<HTMLCanvasElement>(null);
  const zoom = useZoom(canvas, neurons);
  const { range, isWhole } = zoom;
  const [pointed, setPointed] = useState<Cell | null>(null);
  const shown = pointed ?? { neuron: screen.neuron, step: screen.step };
  const cellAt = ({ clientX, clientY, currentTarget }: MouseEvent): Cell => {
    const { left, top, width, height } = currentTarget.getBoundingClientRect();
    const step = Math.max(0, Math.min(steps.length - 1, Math.floor(((clientY - top) / height) * steps.length)));
    return { neuron: neuronAt(range, (clientX - left) / width, neurons), step };
  };
  const choose = ({ neuron, step }: Cell): void => {
    screen.setStep(step);
    if (neuron !== screen.neuron) screen.addNeuron(neuron);
  };
  return (
    <ChartFrame
      className="spikes-raster"
      title={texts.raster}
      about={texts.rasterAbout}
      table={() => rasterTable(recording)}
      svg={() => svgOf(canvas.current!)}
      onResetZoom={isWhole ? undefined : zoom.reset}
      legend={
        <div className="spikes-legend">
          <span className="spikes-key" data-sign="positive" title={texts.positive}>
            +
          </span>
          <span className="spikes-key" data-sign="negative" title={texts.negative}>
            −
          </span>
          <span className="spikes-at">{describe(recording, shown)}</span>
          <IconButton name={texts.zoomIn} icon={<ZoomIn size={14} aria-hidden />} onClick={() => zoom.by(1 / NOTCH)} />
          <IconButton
            name={texts.zoomOut}
            icon={<ZoomOut size={14} aria-hidden />}
            disabled={isWhole}
            onClick={() => zoom.by(NOTCH)}
          />
        </div>
      }
    >
      <div
        className="spikes-canvas"
        tabIndex={0}
        role="application"
        aria-label={texts.rasterName(layer.name, steps.length)}
        aria-description={describe(recording, shown)}
        onKeyDown={(event) => {
          if (press(event, zoom, screen, neurons)) event.preventDefault();
        }}
        onPointerMove={(event) => setPointed(cellAt(event))}
        onPointerLeave={() => setPointed(null)}
        onClick={(event) => choose(cellAt(event))}
      >
        <Pixels canvas={canvas} recording={recording} range={range} screen={screen} />
      </div>
      <p className="spikes-range">{texts.shown(Math.floor(range.from), Math.ceil(range.to) - 1, neurons)}</p>
    </ChartFrame>
  );
}

interface Zoom {
  readonly range: NeuronRange;
  readonly isWhole: boolean;
  readonly reset: () => void;
  /** Zooms around a share 0…1 of the range; around its middle if none is given. */
  readonly by: (factor: number, at?: number) => void;
  /** Moves by a share of the range. */
  readonly move: (share: number) => void;
}

/** Hook: the neurons that are in view. The wheel zooms, with Shift it moves. */
function useZoom(canvas: RefObject<HTMLCanvasElement | null>, neurons: number): Zoom {
  const [range, setRange] = useState<NeuronRange>({ from: 0, to: neurons });
  const by = (factor: number, at = 0.5): void => setRange((now) => zoomed(now, factor, at, neurons));
  const move = (share: number): void => setRange((now) => moved(now, share * (now.to - now.from), neurons));
  // React listens to the wheel passively, and the panel must not scroll while a person zooms.
  const wheel = useRef((_event: WheelEvent): void => {});
  wheel.current = (event) => {
    event.preventDefault();
    const { left, width } = canvas.current!.getBoundingClientRect();
    if (event.shiftKey) move(Math.sign(event.deltaY || event.deltaX) / 8);
    else by(event.deltaY > 0 ? NOTCH : 1 / NOTCH, (event.clientX - left) / width);
  };
  useEffect(() => {
    const element = canvas.current!;
    const listen = (event: WheelEvent): void => wheel.current(event);
    element.addEventListener('wheel', listen, { passive: false });
    return () => element.removeEventListener('wheel', listen);
  }, [canvas]);
  const isWhole = range.from <= 0 && range.to >= neurons;
  return { range, isWhole, reset: () => setRange({ from: 0, to: neurons }), by, move };
}

/** What a key does; false if it does nothing. */
function press({ key, shiftKey }: KeyboardEvent, zoom: Zoom, screen: SpikesOnScreen, neurons: number): boolean {
  const by = { ArrowLeft: -1, ArrowRight: 1 }[key];
  if (by !== undefined && shiftKey) zoom.move(by / 4);
  else if (by !== undefined) screen.moveNeuron(Math.max(0, Math.min(neurons - 1, screen.neuron + by)));
  else if (key === 'ArrowUp') screen.setStep(screen.step - 1);
  else if (key === 'ArrowDown') screen.setStep(screen.step + 1);
  else if (key === '+' || key === '=') zoom.by(1 / NOTCH);
  else if (key === '-') zoom.by(NOTCH);
  else if (key === 'Home' || key === '0') zoom.reset();
  else return false;
  return true;
}

interface PixelsProps {
  readonly canvas: RefObject<HTMLCanvasElement | null>;
  readonly recording: Recording;
  readonly range: NeuronRange;
  readonly screen: SpikesOnScreen;
}

function Pixels({ canvas, recording, range, screen }: PixelsProps): ReactElement {
  const { layer, steps } = recording;
  const [box, { width, height }] = useSize<HTMLDivElement>();
  const scheme = useScheme();
  const columns = Math.max(0, Math.round(width * devicePixelRatio));
  const pixels = useMemo(() => {
    if (columns === 0) return null;
    const colours = {
      none: rgbOf(colourNow('diverging-centre')),
      positive: rgbOf(colourNow('diverging-above')),
      negative: rgbOf(colourNow('diverging-below')),
    };
    return rasterPixels(layer, steps, range, columns, colours);
    // biome-ignore lint: the colours are those of the scheme.
  }, [layer, steps, range, columns, scheme]);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context || !pixels) return;
    // One pixel for each step; the page stretches it.
    context.canvas.width = columns;
    context.canvas.height = steps.length;
    context.putImageData(new ImageData(pixels, columns, steps.length), 0, 0);
  }, [canvas, pixels, columns, steps.length]);
  const row = height / steps.length;
  const left = ((screen.neuron + 0.5 - range.from) / (range.to - range.from)) * width;
  return (
    <div className="spikes-pixels" ref={box}>
      <canvas ref={canvas} aria-hidden />
      {steps.map((_, t) =>
        // As many as have room.
        t % Math.ceil(STEP_LABEL / Math.max(1, row)) === 0 ? (
          <span key={t} className="spikes-step-label" aria-hidden style={{ top: (t + 0.5) * row - 8 }}>
            {t + 1}
          </span>
        ) : null,
      )}
      <div className="spikes-row" style={{ top: screen.step * row, height: row }} />
      {left >= 0 && left <= width ? <div className="spikes-column" style={{ left }} /> : null}
    </div>
  );
}

/** `neuron [3, 5, 7], step 2: θ/4`. */
function describe({ layer, steps }: Recording, { neuron, step }: Cell): string {
  const code = steps[step]![neuron]!;
  return texts.atNeuron(neuronText(layer.shape, neuron), step + 1, code === 0 ? texts.silent : sizeText(spikeOf(layer, code)));
}

function rasterTable(recording: Recording): ChartTable {
  const { step, spikes, rate, negative } = texts.columns;
  return {
    columns: [step, spikes, rate, negative].map((title) => ({ title })),
    rows: spikesPerStep(recording).map((one, t) => [
      t + 1,
      one.spikes,
      (100 * one.spikes) / recording.theta.length,
      one.negative,
    ]),
  };
}

/** The raster as a picture inside of an SVG, as large as on screen. */
function svgOf(canvas: HTMLCanvasElement): string {
  const { width, height } = canvas.getBoundingClientRect();
  const image = `<image href="${canvas.toDataURL()}" width="${width}" height="${height}" preserveAspectRatio="none" style="image-rendering:pixelated"/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${image}</svg>`;
}
