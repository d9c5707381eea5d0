// @vitest-environment happy-dom
/** The parts of the interface by roles and keys: lists, menus, dialogs, tabs, progress; with nothing, and with very much. */
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { type ReactElement, useState } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { SpikeloomError } from '../../src-shared/errors/index.ts';
import { settled } from '../testing/scripted-services.ts';
import { wireError } from '../../src-shared/contract/index.ts';
import {
  Badge,
  CopyButton,
  Dialog,
  ErrorPanel,
  Menu,
  type MenuItem,
  Popover,
  Progress,
  SegmentedField,
  Select,
  Switch,
  Tabs,
  TextField,
  TooltipProvider,
} from './index.ts';

afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});
const turn = (): Promise<void> => act(settled);
const key = (element: Element, name: string, more: object = {}): boolean => fireEvent.keyDown(element, { key: name, ...more });
const type = (value: string): boolean => fireEvent.change(screen.getByRole('textbox'), { target: { value } });
const box = (): HTMLInputElement => screen.getByRole('textbox');
const show = (element: ReactElement) => render(<TooltipProvider>{element}</TooltipProvider>);

describe.each([
  ['dialog', (inside: ReactElement) => <OpenDialog>{inside}</OpenDialog>],
  [
    'panel',
    (inside: ReactElement) => (
      <Popover trigger={<button type="button">open</button>} label="Panel">
        {inside}
      </Popover>
    ),
  ],
] as const)('a %s', (_, around) => {
  const commit = vi.fn();
  const open = async (): Promise<HTMLElement> => {
    show(around(<TextField label="Name" value="before" onCommit={commit} />));
    const opener = screen.getByRole('button', { name: 'open' });
    opener.focus();
    fireEvent.click(opener);
    await turn();
    return opener;
  };

  it('has the keyboard while it is open, and gives it back', async () => {
    const opener = await open();
    expect(screen.getByRole('dialog').contains(document.activeElement)).toBe(true);
    key(document.activeElement!, 'Escape');
    await turn();
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(document.activeElement).toBe(opener);
  });

  it('stays open for an Escape that takes back what was typed', async () => {
    await open();
    type('after');
    key(box(), 'Escape');
    await turn();
    expect(screen.queryByRole('dialog')).not.toBeNull();
    expect(box().value).toBe('before');
    key(box(), 'Escape');
    await turn();
    expect(screen.queryByRole('dialog')).toBeNull();
  });
});

function OpenDialog({ children }: { readonly children: ReactElement }): ReactElement {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        open
      </button>
      <Dialog title="A title" description="What it is for." open={isOpen} onOpenChange={setOpen}>
        {children}
      </Dialog>
    </>
  );
}

describe('a dialog', () => {
  it('has its title and description, and closes by its button', async () => {
    const change = vi.fn();
    show(
      <Dialog title="A title" description="What it is for." open onOpenChange={change} footer={<button type="button">Go</button>}>
        text
      </Dialog>,
    );
    const dialog = screen.getByRole('dialog', { name: 'A title', description: 'What it is for.' });
    fireEvent.click(screen.getByRole('button', { name: 'Close' }));
    expect(change).toHaveBeenCalledWith(false);
    expect(dialog.textContent).toContain('Go');
    await turn();
  });
});

describe('a menu', () => {
  const run = vi.fn<(label: string) => void>();
  const action = (label: string, more: object = {}): MenuItem => ({ kind: 'action', label, onSelect: () => run(label), ...more });
  const items: readonly MenuItem[] = [
    { kind: 'label', label: 'Group' },
    action('Cut', { keys: 'Mod+X' }),
    action('Never', { disabled: true }),
    { kind: 'separator' },
    action('Shown', { checked: true }),
    action('Hidden', { checked: false }),
    action('ن'.repeat(200)),
  ];
  const open = async (): Promise<void> => {
    run.mockReset();
    show(<Menu trigger={<button type="button">Menu</button>} items={items} />);
    const trigger = screen.getByRole('button', { name: 'Menu' });
    trigger.focus();
    key(trigger, 'ArrowDown');
    await turn();
  };

  it('has items, groups, marks and keys', async () => {
    await open();
    expect(screen.getAllByRole('menuitem').map((item) => item.getAttribute('aria-disabled'))).toEqual([null, 'true', null]);
    expect(screen.getAllByRole('menuitemcheckbox').map((item) => item.getAttribute('aria-checked'))).toEqual(['true', 'false']);
    expect(screen.getByRole('menuitem', { name: /^Cut/ }).textContent).toContain('Ctrl+X');
    expect(screen.getAllByRole('separator')).toHaveLength(1);
  });

  it('is walked by arrows, past what cannot be chosen; the choice runs once it has closed', async () => {
    await open();
    expect(document.activeElement?.textContent).toContain('Cut');
    key(document.activeElement!, 'ArrowDown');
    await turn();
    expect(document.activeElement?.textContent).toBe('Shown');
    let wasOpen: boolean | undefined;
    run.mockImplementation(() => (wasOpen = screen.queryByRole('menu') !== null));
    key(document.activeElement!, 'Enter');
    await turn();
    await turn();
    expect(run.mock.calls).toEqual([['Shown']]);
    expect(wasOpen).toBe(false);
    expect(document.activeElement?.textContent).toBe('Menu');
  });

  it('is left by Escape with nothing run', async () => {
    await open();
    key(document.activeElement!, 'Escape');
    await turn();
    expect(screen.queryByRole('menu')).toBeNull();
    expect(run).not.toHaveBeenCalled();
    expect(document.activeElement?.textContent).toBe('Menu');
  });
});

describe('a list to choose from', () => {
  const options = ['rate', 'differential', 'burst'].map((value) => ({ value, label: value, disabled: value === 'burst' }));
  const change = vi.fn<(value: string) => void>();
  const select = (value: string | undefined): HTMLElement => {
    change.mockReset();
    show(<Select label="Coding" value={value} options={options} onChange={change} />);
    return screen.getByRole('combobox', { name: 'Coding' });
  };

  it.each([
    ['rate', 'rate'],
    [undefined, 'Mixed'],
    ['of another version', 'Mixed'],
  ])('of %s shows %s', (value, text) => expect(select(value).textContent).toBe(text));

  it('is chosen from by letters without opening it', () => {
    const button = select('rate');
    expect(key(button, 'd')).toBe(false);
    key(button, 'b');
    key(button, 'd', { ctrlKey: true });
    expect(change.mock.calls).toEqual([['differential']]);
    expect(button.getAttribute('aria-expanded')).toBe('false');
  });

  it.each(['Enter', ' ', 'ArrowDown', 'ArrowUp'])('opens by %j', async (name) => {
    const button = select('rate');
    key(button, name);
    await turn();
    expect(screen.getAllByRole('option').map((option) => option.getAttribute('aria-disabled'))).toEqual([null, null, 'true']);
  });
});

describe('switches, segments and tabs', () => {
  it('a switch is on or off by its words too', () => {
    const change = vi.fn();
    show(<Switch label="Less motion" checked={false} onChange={change} />);
    const element = screen.getByRole('switch', { name: 'Less motion' });
    expect(element.getAttribute('aria-checked')).toBe('false');
    fireEvent.click(element);
    expect(change).toHaveBeenCalledWith(true);
  });

  it('segments show one choice, or none where it differs', () => {
    const options = ['a', 'b'].map((value) => ({ value, label: value }));
    const change = vi.fn();
    const { rerender } = render(<SegmentedField label="Colours" value={undefined} options={options} onChange={change} />);
    const checked = (): readonly (string | null)[] => screen.getAllByRole('radio').map((one) => one.getAttribute('aria-checked'));
    expect(checked()).toEqual(['false', 'false']);
    fireEvent.click(screen.getByRole('radio', { name: 'b' }));
    expect(change).toHaveBeenCalledWith('b');
    rerender(<SegmentedField label="Colours" value="b" options={options} onChange={change} />);
    expect(checked()).toEqual(['false', 'true']);
  });

  it('tabs make a panel when it is first seen, and keep it unless told otherwise', () => {
    const tabs = (value: string): ReactElement => (
      <Tabs
        label="Views"
        value={value}
        onChange={() => undefined}
        tabs={['kept', 'dropped', 'unseen'].map((id) => ({
          id,
          label: id,
          content: <p>{`in ${id}`}</p>,
          unmount: id === 'dropped',
        }))}
      />
    );
    const { rerender } = render(tabs('kept'));
    const there = (): readonly string[] => ['kept', 'dropped', 'unseen'].filter((id) => screen.queryByText(`in ${id}`) !== null);
    expect(there()).toEqual(['kept']);
    rerender(tabs('dropped'));
    expect(there()).toEqual(['kept', 'dropped']);
    rerender(tabs('kept'));
    expect(there()).toEqual(['kept']);
    expect(screen.getByRole('tab', { selected: true }).textContent).toBe('kept');
    expect(screen.getAllByRole('tabpanel')).toHaveLength(1);
  });
});

describe('progress', () => {
  const bar = (): HTMLElement => screen.getByRole('progressbar', { name: 'Run' });

  it.each([
    [0, 200, null, '0 of 200'],
    [50, 200, 17_000, '50 of 200, 17\u202fs left'],
    [999_999, 1_000_000, 400, '1.00\u202fM of 1.00\u202fM, 400\u202fms left'],
    [1, 1, 0, '1 of 1, 0\u202fms left'],
  ])('of %d among %d with %s ms left says so', (done, total, remainingMs, text) => {
    show(<Progress label="Run" done={done} total={total} remainingMs={remainingMs} />);
    expect([bar().getAttribute('aria-valuetext'), bar().getAttribute('aria-valuenow')]).toEqual([text, String(done)]);
  });

  it('of an unknown whole has no value', () => {
    show(<Progress label="Run" done={0} total={0} />);
    for (const name of ['aria-valuenow', 'aria-valuemax', 'aria-valuetext']) expect(bar().getAttribute(name)).toBeNull();
  });
});

describe('what went wrong', () => {
  const error = wireError(new SpikeloomError('model.invalid', 'النموذج غير صالح.', { at: { file: '/m.onnx' } }));

  it('is an alert with what can be done, and its details to copy, without a stack in view', async () => {
    const [retry, write] = [vi.fn(), vi.fn(() => Promise.resolve())];
    vi.stubGlobal('navigator', { platform: 'Linux', clipboard: { writeText: write } });
    show(<ErrorPanel error={error} title="It cannot be read" onRetry={retry} />);
    const alert = screen.getByRole('alert');
    expect(alert.textContent).toContain('النموذج غير صالح.');
    expect(alert.textContent).not.toContain('    at ');
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(retry).toHaveBeenCalledOnce();
    fireEvent.click(screen.getByRole('button', { name: /Copy/ }));
    await turn();
    expect(write).toHaveBeenCalledWith(expect.stringContaining('file: /m.onnx'));
  });

  it('is copied where the page may not use the clipboard, and says so for a while', async () => {
    vi.useFakeTimers();
    const copied: string[] = [];
    vi.stubGlobal('navigator', { platform: 'Linux', clipboard: { writeText: () => Promise.reject(new Error('no')) } });
    document.execCommand = () => copied.push(document.querySelector('textarea')!.value) > 0;
    show(<CopyButton text="details" label="Copy" />);
    const shown = (): string | null => document.querySelector('[data-shown]')!.getAttribute('data-shown');
    fireEvent.click(screen.getByRole('button'));
    await act(() => vi.advanceTimersByTimeAsync(0));
    expect([copied, shown()]).toEqual([['details'], 'second']);
    expect(document.querySelector('textarea')).toBeNull();
    await act(() => vi.advanceTimersByTimeAsync(2000));
    expect(shown()).toBe('first');
  });

  it('a badge is read out by its label', () => {
    show(<Badge label="3 problems">3</Badge>);
    expect(screen.getByText('3').getAttribute('aria-hidden')).toBe('true');
    expect(screen.getByText('3 problems')).toBeTruthy();
  });
});
