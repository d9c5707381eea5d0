/** Selecting by a box: drawn while Shift is held. What it touches is added to the selection. */
import { type PointerEvent, type ReactElement, useEffect, useState } from 'react';
import { workbench } from '../../state/index.ts';
import { cameraNow } from '../state/camera.ts';
import { nodesIn, selectNodes } from '../state/select.ts';
import type { Rect } from '../state/view-store.ts';

/** A shorter drag is a click, px. */
const LEAST = 4;

interface Drag {
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
}

export function BoxSelect(): ReactElement | null {
  const [isHeld, setHeld] = useState(false);
  const [drag, setDrag] = useState<Drag | null>(null);
  useEffect(() => {
    const follow = (event: globalThis.KeyboardEvent): void => setHeld(event.shiftKey);
    const release = (): void => setHeld(false);
    window.addEventListener('keydown', follow);
    window.addEventListener('keyup', follow);
    window.addEventListener('blur', release);
    return () => {
      window.removeEventListener('keydown', follow);
      window.removeEventListener('keyup', follow);
      window.removeEventListener('blur', release);
    };
  }, []);
  return <Catcher isHeld={isHeld} drag={drag} setDrag={setDrag} />;
}

interface CatcherProps {
  readonly isHeld: boolean;
  readonly drag: Drag | null;
  readonly setDrag: (drag: Drag | null) => void;
}

/** Lies above the drawing while Shift is held; a click goes through to what is below. */
function Catcher({ isHeld, drag, setDrag }: CatcherProps): ReactElement | null {
  if (!isHeld && !drag) return null;
  const placeOf = (event: PointerEvent<HTMLDivElement>): readonly [number, number] => {
    const own = event.currentTarget.getBoundingClientRect();
    return [event.clientX - own.x, event.clientY - own.y];
  };
  const finish = (event: PointerEvent<HTMLDivElement>): void => {
    if (!drag) return;
    const box = boxOf(drag);
    setDrag(null);
    if (box.width < LEAST && box.height < LEAST) return clickBelow(event);
    const { x, y, zoom } = cameraNow().viewport;
    const inside = nodesIn({ x: (box.x - x) / zoom, y: (box.y - y) / zoom, width: box.width / zoom, height: box.height / zoom });
    selectNodes([...workbench().selection, ...inside]);
  };
  return (
    <div
      className="graph-catcher"
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        const place = placeOf(event);
        setDrag({ from: place, to: place });
      }}
      onPointerMove={(event) => drag && setDrag({ ...drag, to: placeOf(event) })}
      onPointerUp={finish}
      onClick={(event) => event.isTrusted && event.stopPropagation()}
    >
      {drag ? <div className="graph-selection-box" style={styleOf(boxOf(drag))} /> : null}
    </div>
  );
}

function boxOf({ from, to }: Drag): Rect {
  return {
    x: Math.min(from[0], to[0]),
    y: Math.min(from[1], to[1]),
    width: Math.abs(from[0] - to[0]),
    height: Math.abs(from[1] - to[1]),
  };
}

const styleOf = ({ x, y, width, height }: Rect): React.CSSProperties => ({ left: x, top: y, width, height });

/** Hands a click on to the node below the catcher. */
function clickBelow(event: PointerEvent<HTMLDivElement>): void {
  const { clientX, clientY, currentTarget } = event;
  const below = document.elementsFromPoint(clientX, clientY).find((element) => !currentTarget.contains(element));
  below?.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, shiftKey: true, clientX, clientY }));
}
