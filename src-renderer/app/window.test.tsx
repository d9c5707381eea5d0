// @vitest-environment happy-dom
/** The window around the views: its commands and keys, settings, notices, and the palette, by roles and keys. */
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { nativeMenuSchema } from '../../src-shared/contract/index.ts';
import { SpikeloomError } from '../../src-shared/errors/index.ts';
import { allCommands, commandOf, parseKey, runCommand } from '../commands/index.ts';
import { host } from '../host/client.ts';
import { dismissNotice, isFolded, notify, notifyError, openProject, setWorkbench, workbench } from '../state/index.ts';
import { constructedGraph } from '../testing/constructed-graph.ts';
import { constructedProject, PATH } from '../testing/constructed-project.ts';
import { scriptedServices, type ScriptedServices, settled } from '../testing/scripted-services.ts';
import { commandGroups } from '../texts/commands.ts';
import { TooltipProvider } from '../ui/index.ts';
import '../graph/commands.ts';
import '../export/commands.ts';
import '../plan-editor/commands.ts';
import '../run/commands.ts';
import '../start/commands.ts';
import { Notices } from './bars/notices.tsx';
import './commands.ts';
import { closeDialog, openDialog, useDialog } from './dialogs.ts';
import { followNativeMenu } from './native-menu.ts';
import { Palette } from './search/palette.tsx';
import { paletteEntries } from './search/palette-entries.ts';
import { SettingsDialog } from './settings-dialog.tsx';
import { applySettings, changeSettings } from './settings.ts';
import { shortcutGroups } from './shortcut-groups.ts';
import { ShortcutsDialog } from './shortcuts-dialog.tsx';
import { Part } from './part.tsx';

let services: ScriptedServices;
beforeEach(async () => {
  services = scriptedServices();
  setWorkbench({ info: await host().call('app.info', {}) });
});
afterEach(() => {
  cleanup();
  closeDialog();
  vi.useRealTimers();
});
const show = (element: React.ReactElement) => render(<TooltipProvider>{element}</TooltipProvider>);
const turn = (): Promise<void> => act(settled);
const run = (id: string): void => runCommand(commandOf(id));

describe('commands', () => {
  const keys = allCommands().flatMap(({ id, keys = [] }) => keys.map((key) => ({ id, key })));

  it('have words, a group, and keys that can be pressed', () => {
    expect(allCommands().length).toBeGreaterThan(20);
    for (const { id, title } of allCommands()) {
      expect(title).toMatch(/^\S.*\S$/);
      expect(commandGroups).toHaveProperty(id.split('.')[0]!);
    }
    for (const { key } of keys) expect(() => parseKey(key)).not.toThrow();
  });

  /** Ctrl, whichever way it is named, and letters without their case. */
  const pressed = (key: string): string => {
    const { mod, ctrl, alt, shift, key: last } = parseKey(key);
    return [mod || ctrl, alt, shift, last.toLowerCase()].join();
  };

  it('have a key each: no two fight for one', () => {
    const taken = Map.groupBy(keys, ({ key }) => pressed(key));
    expect([...taken.values()].filter((all) => all.length > 1)).toEqual([]);
  });

  it('leave to the browser what it keeps for itself', () => {
    const kept = ['Mod+N', 'Mod+T', 'Mod+W', 'Mod+Shift+N', 'Mod+Shift+T', 'Mod+Shift+W', 'F11'].map(pressed);
    expect(keys.filter(({ key }) => kept.includes(pressed(key)))).toEqual([]);
  });

  it('are all in the overview of keys that have one, and found by their words', () => {
    const all = shortcutGroups(allCommands(), commandGroups, '').flatMap(({ commands }) => commands.map(({ id }) => id));
    expect(all.toSorted()).toEqual([...new Set(keys.map(({ id }) => id))].sort());
    expect(shortcutGroups(allCommands(), commandGroups, 'keyboard sh')[0]?.commands[0]?.id).toBe('help.shortcuts');
    expect(shortcutGroups(allCommands(), commandGroups, 'no such words')).toEqual([]);
  });

  it('fold and unfold the places of an open project only', async () => {
    run('view.toggle-side');
    expect(isFolded('side', workbench().layout)).toBe(false);
    await openProject(PATH);
    run('view.toggle-side');
    expect(isFolded('side', workbench().layout)).toBe(true);
    run('view.toggle-side');
    run('view.history');
    expect(workbench().layout).toMatchObject({ folded: [], front: { bottom: 'history' } });
  });

  it('take back and do again, where there is something', async () => {
    await openProject(PATH);
    const before = workbench().history!;
    run('plan.redo');
    expect(workbench().history).toBe(before);
    run('plan.undo');
    expect(workbench().history!.done).toHaveLength(2);
    run('plan.redo');
    expect(workbench().history!.plan).toEqual(before.plan);
  });
});

describe('settings', () => {
  it('go round all colours', async () => {
    const themes = Array.from({ length: 5 }, () => (run('app.next-theme'), workbench().settings.theme));
    expect(themes).toEqual(['light', 'dark', 'high-contrast', 'system', 'light']);
    await settled();
    expect(services.requests('settings.write').map(({ theme }) => theme)).toEqual(themes);
  });

  it('that cannot be kept are used all the same, with a notice', async () => {
    services.on('settings.write', () => {
      throw new SpikeloomError('files.unreadable', 'The disk is full.');
    });
    changeSettings({ threads: 3 });
    await settled();
    expect(workbench().settings.threads).toBe(3);
    expect(workbench().notices.map(({ message }) => message)).toEqual(['The disk is full.']);
  });

  it('are on the page', () => {
    applySettings();
    const { dataset } = document.documentElement;
    changeSettings({ theme: 'dark', reducedMotion: true });
    expect([dataset.theme, dataset.motion]).toEqual(['dark', 'reduced']);
    changeSettings({ theme: 'system', reducedMotion: false });
    expect([dataset.theme, dataset.motion]).toEqual(['system', undefined]);
  });

  it('are changed in their dialog, which stays open for an Escape in a field', async () => {
    openDialog('settings');
    show(<SettingsDialog />);
    await turn();
    const threads = screen.getByRole<HTMLInputElement>('textbox', { name: 'Threads' });
    expect(threads.placeholder).toBe('One per core');
    for (const wrong of ['0', '1025', '1.5']) {
      fireEvent.change(threads, { target: { value: wrong } });
      fireEvent.keyDown(threads, { key: 'Enter' });
    }
    expect(workbench().settings.threads).toBeNull();
    fireEvent.keyDown(threads, { key: 'Escape' });
    await turn();
    expect(useDialog.getState().open).toBe('settings');
    fireEvent.change(threads, { target: { value: '6' } });
    fireEvent.keyDown(threads, { key: 'Enter' });
    fireEvent.click(screen.getByRole('radio', { name: 'Dark' }));
    expect(workbench().settings).toMatchObject({ threads: 6, theme: 'dark' });
    const adapter = screen.getByRole<HTMLInputElement>('textbox', { name: 'Graphics adapter' });
    for (const [text, kept] of [
      [' card ', 'card'],
      ['', null],
    ] as const) {
      fireEvent.change(adapter, { target: { value: text } });
      fireEvent.keyDown(adapter, { key: 'Enter' });
      expect(workbench().settings.gpuAdapter).toBe(kept);
    }
    fireEvent.keyDown(threads, { key: 'Escape' });
    await turn();
    expect(useDialog.getState().open).toBeNull();
  });
});

describe('notices', () => {
  const words = (): readonly (string | null)[] =>
    [...document.querySelectorAll('.app-notice-message')].map((one) => one.textContent);

  it('are shown two at a time, the newest last, with how many there are more', () => {
    show(<Notices />);
    act(() => ['a', 'b', 'c', 'd'].forEach((message) => notify({ kind: 'error', message })));
    expect(words()).toEqual(['c', 'd']);
    expect(document.body.textContent).toContain('2 more');
    fireEvent.click(screen.getByRole('button', { name: 'Dismiss all' }));
    expect(words()).toEqual([]);
  });

  it('of news go by themselves, but not under the pointer; errors stay', () => {
    vi.useFakeTimers();
    show(<Notices />);
    act(() => {
      notify({ kind: 'info', message: 'news' });
      notifyError(new SpikeloomError('job.missing', 'error'));
    });
    const news = screen.getByText('news').parentElement!;
    fireEvent.mouseEnter(news);
    act(() => void vi.advanceTimersByTime(60_000));
    expect(words()).toEqual(['news', 'error']);
    fireEvent.mouseLeave(news);
    act(() => void vi.advanceTimersByTime(5999));
    expect(words()).toEqual(['news', 'error']);
    act(() => void vi.advanceTimersByTime(1));
    expect(words()).toEqual(['error']);
  });

  it('do what they offer, and are gone then', () => {
    const act1 = vi.fn();
    show(<Notices />);
    act(() => void notify({ kind: 'error', message: 'x', action: { label: 'Look', run: act1 } }));
    fireEvent.click(screen.getByRole('button', { name: 'Look' }));
    expect([act1.mock.calls.length, words().length]).toEqual([1, 0]);
    act(() => dismissNotice(99));
  });
});

describe('the palette', () => {
  const list = (): readonly (string | null)[] =>
    screen.queryAllByRole('option').map((one) => one.querySelector('.app-palette-words')!.textContent);
  const input = (): HTMLElement => screen.getByRole('combobox');
  const active = (): string | null | undefined =>
    screen.queryByRole('option', { selected: true })?.querySelector('.app-palette-words')!.textContent;
  const open = async (name: 'palette' | 'layers' = 'palette'): Promise<void> => {
    show(<Palette />);
    act(() => openDialog(name));
    await turn();
  };
  const type = (value: string): boolean => fireEvent.change(input(), { target: { value } });

  it('lists only what can be run now, and not itself', async () => {
    await open();
    expect(list()).toContain('Settings');
    for (const not of ['Undo', 'Search commands', 'Close project']) expect(list()).not.toContain(not);
  });

  it('is walked round by arrows, and runs what is chosen once it is gone', async () => {
    await open();
    const [first] = list();
    expect([active(), document.activeElement]).toEqual([first, input()]);
    fireEvent.keyDown(input(), { key: 'ArrowUp' });
    expect(active()).toBe(list().at(-1));
    fireEvent.keyDown(input(), { key: 'ArrowDown' });
    expect(active()).toBe(first);
    type('about spike');
    expect(active()).toBe('About Spikeloom');
    fireEvent.keyDown(input(), { key: 'Enter' });
    await turn();
    await turn();
    expect([useDialog.getState().open, screen.queryByRole('combobox')]).toEqual(['about', null]);
  });

  it('says when nothing is found, and Enter does nothing then', async () => {
    await open();
    type('no such thing');
    expect(document.body.textContent).toContain('Nothing matches “no such thing”.');
    fireEvent.keyDown(input(), { key: 'ArrowDown' });
    fireEvent.keyDown(input(), { key: 'Enter' });
    expect(useDialog.getState().open).toBe('palette');
  });

  it('takes no Enter of an input method that is not done', async () => {
    await open();
    fireEvent.keyDown(input(), { key: 'Enter', isComposing: true });
    await turn();
    expect(useDialog.getState().open).toBe('palette');
  });

  it('goes to layers alone, 30 at a time', async () => {
    const big = constructedProject(constructedGraph(200));
    services.on('project.open', () => big);
    await openProject(PATH);
    await open('layers');
    expect(list().every((name) => name!.includes('relu'))).toBe(true);
    expect(document.body.textContent).toContain(`${big.graph.layers.length - 30} more layers; type to narrow`);
    type('layer2.150 relu2');
    expect(active()).toBe('layer2.150.relu2');
  });

  it('shows no layers before anything is typed', async () => {
    await openProject(PATH);
    const { layers } = workbench().project!.graph;
    expect(paletteEntries(' ', false, layers).entries.filter(({ isName }) => isName)).toEqual([]);
    expect(paletteEntries('relu1', false, layers).entries.filter(({ isName }) => isName).length).toBeGreaterThan(5);
  });
});

describe('the overview of keys', () => {
  it('narrows by words, and says when nothing fits', async () => {
    openDialog('shortcuts');
    show(<ShortcutsDialog />);
    await turn();
    const all = screen.getAllByRole('term').length;
    fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'undo' } });
    expect(screen.getAllByRole('term').map((term) => term.textContent)).toContain('Undo');
    expect(screen.getAllByRole('term').length).toBeLessThan(all);
    fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'xyzzy' } });
    expect(document.body.textContent).toContain('No shortcut matches “xyzzy”.');
  });
});

describe('the native menu', () => {
  it('has all commands, says what can be run, and runs them', async () => {
    const menus: unknown[] = [];
    let command: (id: string) => void = () => undefined;
    const bridge = {
      setMenu: (menu: unknown) => menus.push(menu),
      onCommand: (listener: typeof command) => (command = listener),
      onOpen: () => undefined,
    };
    Object.assign(window, { spikeloom: bridge });
    vi.useFakeTimers();
    followNativeMenu();
    const enabled = (id: string): boolean | undefined =>
      nativeMenuSchema
        .parse(menus.at(-1))
        .flatMap(({ items }) => items)
        .find((item) => item.id === id)?.enabled;
    expect([menus.length, enabled('app.settings'), enabled('plan.undo')]).toEqual([1, true, false]);
    expect(nativeMenuSchema.parse(menus[0]).flatMap(({ items }) => items)).toHaveLength(allCommands().length);
    setWorkbench({ selection: ['x'] });
    setWorkbench({
      history: {
        plan: constructedProject(constructedGraph(1)).document.plan,
        done: [{ label: 'x', origin: 'text', changes: [] }],
        undone: [],
      },
    });
    vi.advanceTimersByTime(100);
    expect([menus.length, enabled('plan.undo')]).toEqual([2, true]);
    command('help.about');
    command('no.such');
    expect(useDialog.getState().open).toBe('about');
    Object.assign(window, { spikeloom: undefined });
  });
});

describe('a part of the window', () => {
  it('that breaks says so in its place, and is there again after another try', () => {
    const silent = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    let breaks = true;
    const Broken = (): string => {
      if (breaks) throw new TypeError('x is not a function');
      return 'whole again';
    };
    show(
      <Part>
        <Broken />
      </Part>,
    );
    const alert = screen.getByRole('alert');
    expect(alert.textContent).toContain('This part of the window stopped');
    expect(alert.textContent).not.toContain('x is not a function');
    breaks = false;
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(document.body.textContent).toContain('whole again');
    silent.mockRestore();
  });
});
