// @vitest-environment happy-dom
/** The threshold as a line: moved by keys and by the pointer, committed once when it is let go, put back by Escape. */
import { fireEvent, screen } from '@testing-library/react';
import { type ReactElement, useState } from 'react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { show } from '../../testing/show.tsx';
import { ThresholdLine, type ThresholdLineProps } from './threshold-line.tsx';

const commit = vi.fn();
const previews: (number | null)[] = [];

/** A line on an axis of 0…4 over 400 px, which shows what it is moved to. */
function Line(props: Partial<ThresholdLineProps>): ReactElement {
  const [moved, setMoved] = useState<number | null>(null);
  return (
    <svg>
      <ThresholdLine
        theta={moved ?? 2}
        x={(value) => 100 * value}
        value={(px) => px / 100}
        bounds={[0, 400]}
        top={10}
        bottom={90}
        step={0.02}
        text={(theta) => `θ is ${theta}`}
        disabled={false}
        onPreview={(theta) => {
          previews.push(theta);
          setMoved(theta);
        }}
        onCommit={commit}
        {...props}
      />
    </svg>
  );
}

beforeEach(() => {
  commit.mockClear();
  previews.length = 0;
});

const slider = () => screen.getByRole('slider', { name: 'Threshold θ' });
const press = (key: string, shiftKey = false): void => void fireEvent.keyDown(slider(), { key, shiftKey });
const release = (key: string): void => void fireEvent.keyUp(slider(), { key });

it('says where it is and how far it goes', () => {
  show(<Line />);
  const said = ['valuemin', 'valuenow', 'valuemax', 'valuetext'].map((name) => slider().getAttribute(`aria-${name}`));
  expect(said).toEqual(['0', '2', '4', 'θ is 2']);
});

describe('keys', () => {
  it.each([
    ['ArrowRight', false, 2.02],
    ['ArrowUp', false, 2.02],
    ['ArrowLeft', false, 1.98],
    ['ArrowDown', false, 1.98],
    ['ArrowRight', true, 2.2],
    ['ArrowDown', true, 1.8],
    ['PageUp', false, 2.2],
    ['PageDown', false, 1.8],
  ])('%s (Shift: %s) leads to %s, committed when it comes up', (key, shift, to) => {
    show(<Line />);
    press(key, shift);
    expect([previews, commit.mock.calls]).toEqual([[to], []]);
    release(key);
    expect(commit.mock.calls).toEqual([[to]]);
  });

  it('held are one change', () => {
    show(<Line />);
    for (let times = 0; times < 5; times++) press('ArrowRight');
    release('ArrowRight');
    expect(commit.mock.calls).toEqual([[2.1]]);
    release('ArrowRight');
    expect(commit).toHaveBeenCalledTimes(1);
  });

  it('Escape puts it back, and then nothing is committed', () => {
    show(<Line />);
    press('ArrowRight');
    press('Escape');
    release('Escape');
    fireEvent.blur(slider());
    expect([previews, commit.mock.calls]).toEqual([[2.02, null], []]);
  });

  it('leaving commits what was moved', () => {
    show(<Line />);
    press('ArrowLeft');
    fireEvent.blur(slider());
    expect(commit.mock.calls).toEqual([[1.98]]);
  });

  it('never lead to 0 or below: such a neuron would not fire', () => {
    show(<Line theta={0.01} />);
    for (let times = 0; times < 3; times++) press('PageDown');
    release('PageDown');
    expect(commit.mock.calls).toEqual([[0.002]]);
  });

  it('that mean nothing here are left alone', () => {
    show(<Line />);
    for (const key of ['a', 'Enter', 'Tab', 'Home']) press(key);
    expect([previews, commit.mock.calls]).toEqual([[], []]);
  });
});

describe('the pointer', () => {
  let held = false;
  beforeEach(() => {
    held = false;
    const grip = Element.prototype;
    grip.setPointerCapture = () => void (held = true);
    grip.hasPointerCapture = () => held;
  });

  it('drags it, in three digits, and commits once', () => {
    show(<Line />);
    fireEvent.pointerDown(slider(), { button: 0, pointerId: 1 });
    for (const clientX of [250.123, 300.456]) fireEvent.pointerMove(slider(), { clientX, pointerId: 1 });
    expect([previews, commit.mock.calls]).toEqual([[2.5, 3], []]);
    fireEvent.pointerUp(slider(), { pointerId: 1 });
    expect(commit.mock.calls).toEqual([[3]]);
  });

  it('stays on the axis', () => {
    show(<Line />);
    fireEvent.pointerDown(slider(), { button: 0, pointerId: 1 });
    for (const clientX of [-900, 9000]) fireEvent.pointerMove(slider(), { clientX, pointerId: 1 });
    expect(previews).toEqual([0.01, 4]);
  });

  it('that only passes over it, or presses another button, moves nothing', () => {
    show(<Line />);
    fireEvent.pointerMove(slider(), { clientX: 50, pointerId: 1 });
    fireEvent.pointerDown(slider(), { button: 2, pointerId: 1 });
    fireEvent.pointerMove(slider(), { clientX: 50, pointerId: 1 });
    fireEvent.pointerUp(slider(), { pointerId: 1 });
    expect([previews, commit.mock.calls]).toEqual([[], []]);
  });

  it('that is taken away puts it back', () => {
    show(<Line />);
    fireEvent.pointerDown(slider(), { button: 0, pointerId: 1 });
    fireEvent.pointerMove(slider(), { clientX: 250, pointerId: 1 });
    fireEvent.pointerCancel(slider(), { pointerId: 1 });
    expect([previews.at(-1), commit.mock.calls]).toEqual([null, []]);
  });
});

it('in a project that is only read cannot be moved, and says so', () => {
  show(<Line disabled />);
  expect([slider().tabIndex, slider().getAttribute('aria-disabled')]).toEqual([-1, 'true']);
  press('ArrowRight');
  release('ArrowRight');
  expect([previews, commit.mock.calls]).toEqual([[], []]);
});
