/** The channels of a layer as pictures: the estimate after the chosen step above the activation of the float network. */
import { type ReactElement, type RefObject, useEffect, useRef, useState } from 'react';
import { ChartFrame, type ChartTable } from '../charts/index.ts';
import { spikeTexts as texts } from '../texts/spikes.ts';
import { colourNow, NumberInput, useScheme } from '../ui/index.ts';
import { useSize } from '../ui/use-size.ts';
import { channelRows, mapPixels, type MapsLayout, mapsLayout, neuronOnMaps } from './map-image.ts';
import { rgbOf } from './raster-image.ts';
import type { Recording } from './recording.ts';
import type { SpikesOnScreen } from './use-spikes-on-screen.ts';

interface FeatureMapsProps {
  readonly recording: Recording;
  readonly screen: SpikesOnScreen;
}

export function FeatureMaps({ recording, screen }: FeatureMapsProps): ReactElement {
  const { shape } = recording.layer;
  const [first, setFirst] = useState(0);
  const canvas = useRef<HTMLCanvasElement>(null);
  if (shape.length !== 3) {
    return (
      <div className="spikes-maps">
        <h3>{texts.maps}</h3>
        <p>{texts.noMaps(shape)}</p>
      </div>
    );
  }
  return (
    <ChartFrame
      className="spikes-maps"
      title={texts.maps}
      about={texts.mapsAbout(screen.step + 1)}
      table={() => mapsTable(recording, screen)}
      svg={() => svgOf(canvas.current!)}
      legend={
        <div className="spikes-legend">
          <span>{texts.mapsShort(screen.step + 1)}</span>
          <div className="spikes-channel">
            <NumberInput
              label={texts.firstChannel}
              value={first}
              whole
              min={0}
              max={shape[0]! - 1}
              unit={texts.channelUnit}
              onCommit={setFirst}
            />
          </div>
        </div>
      }
    >
      <Maps canvas={canvas} recording={recording} screen={screen} first={first} />
    </ChartFrame>
  );
}

interface MapsProps extends FeatureMapsProps {
  readonly canvas: RefObject<HTMLCanvasElement | null>;
  readonly first: number;
}

function Maps({ canvas, recording, screen, first }: MapsProps): ReactElement {
  const [box, { width, height }] = useSize<HTMLDivElement>();
  const scheme = useScheme();
  const { shape } = recording.layer;
  const layout: MapsLayout | null = width > 0 && height > 0 ? mapsLayout(shape, width, height, first) : null;
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context || !layout) return;
    const colours = {
      none: rgbOf(colourNow('sunken')),
      positive: rgbOf(colourNow('diverging-above')),
      negative: rgbOf(colourNow('diverging-below')),
    };
    const { pixels, columns, rows } = mapPixels(recording, screen.estimates, layout, colours);
    context.canvas.width = columns;
    context.canvas.height = rows;
    context.putImageData(new ImageData(pixels, columns, rows), 0, 0);
    // The layout follows from these.
  }, [canvas, recording, screen.estimates, width, height, first, scheme]);
  return (
    <div
      className="spikes-plot"
      ref={box}
      onClick={({ clientX, clientY }) => {
        if (!layout) return;
        const { left, top } = canvas.current!.getBoundingClientRect();
        const neuron = neuronOnMaps(shape, layout, clientX - left, clientY - top);
        if (neuron !== null) screen.addNeuron(neuron);
      }}
    >
      <canvas
        ref={canvas}
        role="img"
        aria-label={texts.mapsName(first, layout ? layout.last : first)}
        style={layout ? { width: layout.columns * layout.scale, height: layout.rows * layout.scale } : {}}
      />
    </div>
  );
}

const mapsTable = (recording: Recording, { estimates }: SpikesOnScreen): ChartTable => {
  const { channel, meanEstimate, meanFloat, error } = texts.columns;
  return {
    columns: [channel, meanEstimate, meanFloat, error].map((title) => ({ title })),
    rows: channelRows(recording, estimates).map((row) => [
      row.channel,
      row.estimate,
      row.float,
      row.error === null ? null : 100 * row.error,
    ]),
  };
};

/** The maps as a picture inside of an SVG, as large as on screen. */
function svgOf(canvas: HTMLCanvasElement): string {
  const { width, height } = canvas.getBoundingClientRect();
  const image = `<image href="${canvas.toDataURL()}" width="${width}" height="${height}" preserveAspectRatio="none" style="image-rendering:pixelated"/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${image}</svg>`;
}
