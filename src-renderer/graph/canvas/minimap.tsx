/** The whole graph in small, with the part that is in view; clicking or dragging moves there. */
import { type PointerEvent, type ReactElement, useEffect, useMemo, useRef, useState } from 'react';
import { fonts } from '../../../src-shared/theme/tokens.ts';
import { graphTexts } from '../../texts/graph.ts';
import { useScheme } from '../../ui/scheme.ts';
import type { Derived } from '../derived.ts';
import { cameraNow, goTo, inView, onMove } from '../state/camera.ts';
import type { Scene } from '../state/view-store.ts';
import { blocksOf } from './blocks.ts';
import { paint } from './paint.ts';
import { paletteNow } from './palette.ts';

/** Largest size in px, and as a share of the canvas. */
const MOST = 160;
const SHARE = 0.3;
/** On a smaller canvas than this there is no room for a map. */
const LEAST_CANVAS = { width: 420, height: 260 } as const;
const INSET = 4;
/** A long thin network is drawn wider than it is. */
const LEAST_WIDTH = 48;
const NONE: ReadonlySet<string> = new Set();

export function Minimap({ scene, derived }: { readonly scene: Scene; readonly derived: Derived }): ReactElement {
  const canvas = useRef<HTMLCanvasElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const scheme = useScheme();
  const whole = scene.layout.boxes.get(scene.tree.root)!;
  const room = useRoom();
  const most = { width: Math.min(MOST, SHARE * room.width), height: Math.min(MOST, SHARE * room.height) };
  const zoom = Math.min((most.width - 2 * INSET) / whole.width, (most.height - 2 * INSET) / whole.height);
  const across = Math.max(zoom, (LEAST_WIDTH - 2 * INSET) / whole.width);
  const width = Math.ceil(whole.width * across) + 2 * INSET;
  const height = Math.ceil(whole.height * zoom) + 2 * INSET;
  const palette = useMemo(() => paletteNow(), [scheme]);

  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context) return;
    const pixelRatio = devicePixelRatio;
    element.width = Math.round(width * pixelRatio);
    element.height = Math.round(height * pixelRatio);
    const blocks = blocksOf(scene, derived, palette);
    paint(context, {
      ...blocks,
      lines: [],
      palette,
      font: fonts.text,
      selected: NONE,
      found: NONE,
      pixelRatio,
      viewport: { x: INSET, y: INSET, zoom },
      stretch: across / zoom,
      width,
      height,
    });
  }, [scene, derived, palette, zoom, across, width, height]);

  useEffect(() => {
    const follow = (): void => {
      const view = inView();
      const left = Math.max(0, view.x * across + INSET);
      const top = Math.max(0, view.y * zoom + INSET);
      const right = Math.min(width, (view.x + view.width) * across + INSET);
      const bottom = Math.min(height, (view.y + view.height) * zoom + INSET);
      const style = frame.current?.style;
      if (!style) return;
      style.transform = `translate(${left}px, ${top}px)`;
      style.width = `${Math.max(2, right - left)}px`;
      style.height = `${Math.max(2, bottom - top)}px`;
    };
    follow();
    return onMove(follow);
  }, [zoom, across, width, height]);

  const move = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.buttons !== 1) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const own = event.currentTarget.getBoundingClientRect();
    const { viewport, ...view } = cameraNow();
    const x = (event.clientX - own.x - INSET) / across;
    const y = (event.clientY - own.y - INSET) / zoom;
    goTo({ x: view.width / 2 - x * viewport.zoom, y: view.height / 2 - y * viewport.zoom, zoom: viewport.zoom }, true);
  };
  return (
    <div
      className="graph-minimap"
      hidden={room.width < LEAST_CANVAS.width || room.height < LEAST_CANVAS.height}
      style={{ width, height }}
      role="img"
      aria-label={graphTexts.minimap}
      onPointerDown={move}
      onPointerMove={move}
    >
      <canvas ref={canvas} style={{ width, height }} aria-hidden />
      <div ref={frame} className="graph-minimap-view" />
    </div>
  );
}

/** Hook: size of the canvas, in px. */
function useRoom(): { readonly width: number; readonly height: number } {
  const [room, setRoom] = useState(() => cameraNow());
  useEffect(
    () =>
      onMove(() => {
        const now = cameraNow();
        setRoom((before) => (before.width === now.width && before.height === now.height ? before : now));
      }),
    [],
  );
  return room;
}
