import { expect, it } from 'vitest';
import { boundsFor } from './window-state.ts';

const screen = { x: 0, y: 0, width: 1920, height: 1080 };
const second = { x: 1920, y: 200, width: 1280, height: 800 };
const at = (x: number, y: number, width = 1200, height = 800) =>
  boundsFor({ bounds: { x, y, width, height }, maximised: false }, [screen, second]);

it('remembers bounds that can be reached', () => {
  expect(at(100, 50)).toEqual({ x: 100, y: 50, width: 1200, height: 800 });
  expect(at(2000, 300)).toEqual({ x: 2000, y: 300, width: 1200, height: 800 });
  expect(at(100, 50, 300, 200)).toEqual({ x: 100, y: 50, width: 960, height: 600 });
});

it('begins anew where the screen is gone, or the top cannot be taken hold of', () => {
  for (const bounds of [at(4000, 0), at(-1190, 0), at(0, -100), at(0, 1079)])
    expect(bounds).toEqual({ width: 1440, height: 900 });
  expect(boundsFor({ bounds: null, maximised: true }, [screen])).toEqual({ width: 1440, height: 900 });
});
