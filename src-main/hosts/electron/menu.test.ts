import { expect, it, vi } from 'vitest';
import { acceleratorOf, menuTemplate } from './menu.ts';

it('writes keys as Electron does, and leaves keys alone to the page', () => {
  expect(acceleratorOf('Mod+Shift+P')).toBe('CommandOrControl+Shift+P');
  expect(acceleratorOf('Mod+,')).toBe('CommandOrControl+,');
  expect(acceleratorOf('Mod++')).toBe('CommandOrControl+Plus');
  expect(acceleratorOf('Alt+ArrowUp')).toBe('Alt+Up');
  expect(acceleratorOf('F1')).toBe('F1');
  for (const alone of ['c', '?', '+', 'Delete']) expect(acceleratorOf(alone)).toBeUndefined();
});

const undo = { id: 'plan.undo', label: 'Undo', keys: 'Mod+Z', inText: false, enabled: false };
const open = { id: 'file.open', label: 'Open project…', keys: 'Mod+O', inText: true, enabled: true };

it('runs the window’s commands', () => {
  const run = vi.fn();
  const [file] = menuTemplate([{ label: 'File', items: [open, undo] }], 'linux', run);
  const [first, second] = file!.submenu as {
    label: string;
    click: () => void;
    accelerator: string;
    registerAccelerator: boolean;
    enabled: boolean;
  }[];
  // The page handles its own keys. The menu only shows them.
  expect(first).toMatchObject({ label: 'Open project…', accelerator: 'CommandOrControl+O', registerAccelerator: false });
  expect(second!.enabled).toBe(false);
  first!.click();
  expect(run).toHaveBeenCalledExactlyOnceWith('file.open');
});

it('on a Mac, takes no key from text fields that is theirs', () => {
  const template = menuTemplate([{ label: 'File', items: [open, undo] }], 'darwin', () => {});
  expect(template[0]).toEqual({ role: 'appMenu' });
  const [first, second] = template[1]!.submenu as object[];
  expect(first).toMatchObject({ registerAccelerator: true });
  expect(second).not.toHaveProperty('accelerator');
});
