/** The graph as coloured blocks, drawn on a canvas behind the nodes: at far zoom nothing else is there. */
import { type ReactElement, useEffect, useMemo, useRef } from 'react';
import { fonts } from '../../../src-shared/theme/tokens.ts';
import { useWorkbench } from '../../state/index.ts';
import { useScheme } from '../../ui/scheme.ts';
import type { Derived } from '../derived.ts';
import { nodesOf } from '../model/item.ts';
import { cameraNow, onMove } from '../state/camera.ts';
import { type Scene, useGraphView } from '../state/view-store.ts';
import { blocksOf } from './blocks.ts';
import { paint } from './paint.ts';
import { paletteNow } from './palette.ts';

interface FarCanvasProps {
  readonly scene: Scene;
  readonly derived: Derived;
  readonly found: ReadonlySet<string>;
}

export function FarCanvas({ scene, derived, found }: FarCanvasProps): ReactElement {
  const canvas = useRef<HTMLCanvasElement>(null);
  const isFar = useGraphView(({ detail }) => detail === 'far');
  const selection = useWorkbench((state) => state.selection);
  const scheme = useScheme();
  // biome-ignore lint: the palette is read from the page, whose colours change with the scheme.
  const palette = useMemo(() => paletteNow(), [scheme]);
  const drawn = useMemo(() => (isFar ? blocksOf(scene, derived, palette) : null), [isFar, scene, derived, palette]);
  const marks = useMemo(() => {
    const chosen = new Set(selection);
    const items = drawn ? scene.visible.shown : [];
    const where = (test: (nodes: readonly string[]) => boolean): Set<string> =>
      new Set(items.filter((item) => test(nodesOf(item))).map(({ id }) => id));
    return {
      selected: where((nodes) => nodes.length > 0 && nodes.every((node) => chosen.has(node))),
      found: where((nodes) => nodes.some((node) => found.has(node))),
    };
  }, [drawn, scene, selection, found]);

  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context || !drawn) return;
    let frame = 0;
    const draw = (): void => {
      frame = 0;
      const { viewport, width, height } = cameraNow();
      const pixelRatio = devicePixelRatio;
      const [wide, high] = [Math.round(width * pixelRatio), Math.round(height * pixelRatio)];
      if (element.width !== wide) element.width = wide;
      if (element.height !== high) element.height = high;
      paint(context, { ...drawn, ...marks, palette, font: fonts.text, viewport, width, height, pixelRatio });
    };
    draw();
    const stop = onMove(() => {
      if (frame === 0) frame = requestAnimationFrame(draw);
    });
    return () => {
      stop();
      cancelAnimationFrame(frame);
    };
  }, [drawn, marks, palette]);

  return <canvas ref={canvas} className="graph-far" hidden={!isFar} aria-hidden />;
}
