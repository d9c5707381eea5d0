// @vitest-environment happy-dom
/** The window's own file dialog, by keys and roles: walking, typing paths, choosing, new names, and folders that cannot be read. */
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FileList, FilePurpose } from '../../src-shared/contract/index.ts';
import { SpikeloomError } from '../../src-shared/errors/index.ts';
import { setWorkbench, workbench } from '../state/index.ts';
import { scriptedServices, type ScriptedServices, settled } from '../testing/scripted-services.ts';
import { TooltipProvider } from '../ui/index.ts';
import { host } from '../host/client.ts';
import { chooseFile, FileLayer } from './index.ts';
import { useFileQuestion } from './choose-file.ts';

/** Folders of the machine, each with its contents; a folder ends with a slash. */
const TREE: Readonly<Record<string, readonly string[]>> = {
  '/': ['home/'],
  '/home': ['ann/'],
  '/home/ann': ['Data/', 'empty/', 'net.onnx', 'notes.txt', 'old.spikeloom', 'شبكة.onnx', `${'n'.repeat(200)}.onnx`],
  '/home/ann/Data': ['train/', 'y.npy'],
  '/home/ann/Data/train': [],
  '/home/ann/empty': [],
};
const splitAt = (path: string): [string, string] => [
  path.slice(0, path.lastIndexOf('/')) || '/',
  path.slice(path.lastIndexOf('/') + 1),
];

function listOf(path: string): FileList {
  const [parent, name] = splitAt(path);
  const isFile = TREE[path] === undefined && TREE[parent]?.includes(name);
  const folder = isFile ? parent : path;
  const entries = TREE[folder];
  if (!entries) throw new SpikeloomError('files.unreadable', `${path} cannot be used: it does not exist; check the path.`);
  return {
    folder,
    parent: folder === '/' ? null : splitAt(folder)[0],
    file: isFile ? name : null,
    entries: entries.map((one) => ({ name: one.replace('/', ''), kind: one.endsWith('/') ? 'folder' : 'file', size: 1500 })),
  };
}

let services: ScriptedServices;
let chosen: (string | null)[];
beforeEach(async () => {
  services = scriptedServices();
  services.on('files.list', ({ folder }) => listOf(folder));
  setWorkbench({ info: { ...(await host().call('app.info', {})), home: '/home/ann' } });
  chosen = [];
});
afterEach(() => {
  cleanup();
  useFileQuestion.setState({ question: null });
});

/** Asks, and waits for the first folder. Without a suggestion a dialog starts where the last one was: these say where. */
async function ask(purpose: FilePurpose, suggested = '/home/ann/notes.txt'): Promise<void> {
  render(
    <TooltipProvider>
      <FileLayer />
    </TooltipProvider>,
  );
  await act(async () => {
    void chooseFile(purpose, suggested).then((path) => chosen.push(path));
    await settled();
  });
}
const names = (): readonly string[] =>
  screen.queryAllByRole('option').map((row) => row.querySelector('.files-name')!.textContent);
const selected = (): string | undefined =>
  screen.queryByRole('option', { selected: true })?.querySelector('.files-name')!.textContent;
const list = (): HTMLElement => screen.getByRole('listbox', { name: 'Contents of the folder' });
const field = (name: string): HTMLInputElement => screen.getByRole('textbox', { name });
const button = (name: string | RegExp): HTMLButtonElement => screen.getByRole('button', { name });
const press = (element: HTMLElement, ...keys: readonly (string | { key: string; altKey: boolean })[]): Promise<void> =>
  act(async () => {
    for (const key of keys) {
      fireEvent.keyDown(element, typeof key === 'string' ? { key } : key);
      await settled();
    }
  });
const type = (element: HTMLElement, value: string): boolean => fireEvent.change(element, { target: { value } });
const folder = (): string => field('Folder').value;

describe('the list', () => {
  it('shows folders and the files that fit, with their sizes, and has the keyboard', async () => {
    await ask('model');
    expect(names()).toEqual(['Data', 'empty', 'net.onnx', 'شبكة.onnx', `${'n'.repeat(200)}.onnx`]);
    expect(screen.getByRole('option', { name: /net/ }).textContent).toContain('1.50\u202fkB');
    expect(document.activeElement).toBe(list());
  });

  it('is walked by arrows, opened by Enter, and left by Backspace with the folder selected', async () => {
    await ask('labels');
    expect(selected()).toBe('Data');
    await press(list(), 'Enter');
    expect([folder(), ...names()]).toEqual(['/home/ann/Data', 'train', 'y.npy']);
    await press(list(), 'ArrowDown');
    expect(selected()).toBe('y.npy');
    await press(list(), 'Backspace');
    expect([folder(), selected()]).toEqual(['/home/ann', 'Data']);
    await press(list(), { key: 'ArrowUp', altKey: true });
    expect([folder(), selected()]).toEqual(['/home', 'ann']);
  });

  it('ends at the root', async () => {
    await ask('model', '/home');
    expect(folder()).toBe('/');
    const asked = services.requests('files.list').length;
    await press(list(), 'Backspace');
    fireEvent.click(button('Folder above'));
    await act(settled);
    expect(button('Folder above').getAttribute('aria-disabled')).toBe('true');
    expect(services.requests('files.list')).toHaveLength(asked);
  });

  it('is jumped in by letters, and stays where none fits', async () => {
    await ask('model');
    await press(list(), 'n', 'e');
    expect(selected()).toBe('net.onnx');
    await press(list(), 'x');
    expect(selected()).toBe('net.onnx');
  });

  it('that has nothing that fits says so', async () => {
    await ask('model', '/home/ann/empty/');
    expect(screen.getByText('Nothing here that fits.')).toBeTruthy();
    expect(screen.queryByRole('listbox')).toBeNull();
    expect(button('Choose').disabled).toBe(true);
  });

  it('stays in view while the next folder is asked', async () => {
    await ask('model');
    const held = services.hold('files.list');
    await press(list(), 'Enter');
    expect(names()).toContain('net.onnx');
    expect(list().closest('[aria-busy]')!.getAttribute('aria-busy')).toBe('true');
    await act(async () => {
      held[0]!.answer(listOf('/home/ann/Data'));
      await settled();
    });
    expect(names()).toEqual(['train']);
  });
});

describe('choosing', () => {
  it('a file by Enter, by a double click, or by the button', async () => {
    for (const how of ['Enter', 'double', 'button']) {
      await ask('model', '/home/ann/net.onnx');
      expect(selected()).toBe('net.onnx');
      if (how === 'Enter') await press(list(), 'Enter');
      else if (how === 'double')
        await act(async () => void fireEvent.doubleClick(screen.getByRole('option', { selected: true })));
      else await act(async () => void fireEvent.click(button('Choose')));
      expect(screen.queryByRole('dialog')).toBeNull();
      cleanup();
    }
    expect(chosen).toEqual(['/home/ann/net.onnx', '/home/ann/net.onnx', '/home/ann/net.onnx']);
  });

  it('a folder where one is wanted: the selected one, or the one in view', async () => {
    await ask('samples');
    expect(button(/Choose/).textContent).toBe('Choose');
    await press(list(), 'Home');
    fireEvent.click(button('Choose folder “Data”'));
    await act(settled);
    await ask('export', '/home/ann/empty/x');
    fireEvent.click(button('Choose folder “empty”'));
    await act(settled);
    expect(chosen).toEqual(['/home/ann/Data', '/home/ann/empty']);
  });

  it('opens a folder where only a file will do', async () => {
    await ask('model');
    fireEvent.click(button('Open'));
    await act(settled);
    expect(folder()).toBe('/home/ann/Data');
    expect(chosen).toEqual([]);
  });

  it.each([
    ['Escape', () => press(screen.getByRole('dialog'), 'Escape')],
    ['Cancel', async () => void fireEvent.click(button('Cancel'))],
    ['the cross', async () => void fireEvent.click(button('Close'))],
  ])('nothing, by %s', async (_, leave) => {
    await ask('model');
    await leave();
    await act(settled);
    expect(chosen).toEqual([null]);
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('a second question takes the place of the first, which is answered with nothing', async () => {
    await ask('model');
    await act(async () => {
      void chooseFile('project').then((path) => chosen.push(path));
      await settled();
    });
    expect(chosen).toEqual([null]);
    expect(screen.getByRole('dialog', { name: 'Open a project' })).toBeTruthy();
    expect(names()).toContain('old.spikeloom');
  });
});

describe('a path that is typed', () => {
  it('of a folder is gone to', async () => {
    await ask('model');
    type(field('Folder'), '  "~/Data"\n');
    await press(field('Folder'), 'Enter');
    expect(folder()).toBe('/home/ann/Data');
  });

  it('of a file is chosen by Enter, and only shown when the field is left', async () => {
    await ask('model');
    type(field('Folder'), '/home/ann/net.onnx');
    fireEvent.blur(field('Folder'));
    await act(settled);
    expect([selected(), folder(), ...chosen]).toEqual(['net.onnx', '/home/ann']);
    type(field('Folder'), 'file:///home/ann/net.onnx');
    await press(field('Folder'), 'Enter');
    expect(chosen).toEqual(['/home/ann/net.onnx']);
  });

  it('of a file that does not fit says what does', async () => {
    await ask('model');
    type(field('Folder'), '/home/ann/notes.txt');
    await press(field('Folder'), 'Enter');
    expect(screen.getByRole('alert').textContent).toBe('notes.txt is no such file. Files ending in .onnx.');
    expect(chosen).toEqual([]);
    type(field('Folder'), '/home/ann/Data');
    await press(field('Folder'), 'Enter');
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('of nothing there is keeps what was in view, says why, and is asked again', async () => {
    await ask('model');
    type(field('Folder'), '/home/bob');
    await press(field('Folder'), 'Enter');
    const alert = screen.getByRole('alert');
    expect(alert.textContent).toContain('/home/bob cannot be used: it does not exist');
    expect([folder(), names().length]).toEqual(['/home/bob', 5]);
    services.on('files.list', () => ({ ...listOf('/home/ann/empty'), folder: '/home/bob' }));
    fireEvent.click(within(alert).getByRole('button', { name: 'Try again' }));
    await act(settled);
    expect(screen.queryByRole('alert')).toBeNull();
    expect(screen.getByText('Nothing here that fits.')).toBeTruthy();
  });

  it('of blanks alone, or taken back by Escape, is none', async () => {
    await ask('model');
    const asked = services.requests('files.list').length;
    type(field('Folder'), '   ');
    await press(field('Folder'), 'Enter');
    type(field('Folder'), '/home');
    await press(field('Folder'), 'Escape');
    expect(folder()).toBe('/home/ann');
    expect(services.requests('files.list')).toHaveLength(asked);
    expect(chosen).toEqual([]);
  });
});

describe('a new project', () => {
  const name = (): HTMLInputElement => field('Name of the file');

  it('has the suggested name, in the suggested folder', async () => {
    await ask('new-project', '/home/ann/Data/net.spikeloom');
    expect([name().value, folder()]).toEqual(['net.spikeloom', '/home/ann/Data']);
    fireEvent.click(button('Choose'));
    await act(settled);
    expect(chosen).toEqual(['/home/ann/Data/net.spikeloom']);
  });

  it.each([
    ['mine', '/home/ann/mine.spikeloom'],
    ['mine.SPIKELOOM', '/home/ann/mine.SPIKELOOM'],
    ['/tmp/there', '/tmp/there.spikeloom'],
    ['~/deep/there', '/home/ann/deep/there.spikeloom'],
    ['odd\\name', '/home/ann/odd\\name.spikeloom'],
    ['شبكة', '/home/ann/شبكة.spikeloom'],
  ])('named %j is made at %s', async (typed, path) => {
    await ask('new-project', '/home/ann/x.spikeloom');
    type(name(), typed);
    await press(name(), 'Enter');
    expect(chosen).toEqual([path]);
  });

  it.each([
    ['mine', '/home/ann/mine.spikeloom'],
    ['/tmp/there', '/tmp/there.spikeloom'],
  ])('named %j before its folder is known is made at %s', async (typed, path) => {
    const held = services.hold('files.list');
    await ask('new-project', '/home/ann/x.spikeloom');
    type(name(), typed);
    await press(name(), 'Enter');
    await act(async () => {
      held.at(-1)?.answer(listOf('/home/ann'));
      await settled();
    });
    expect(chosen).toEqual([path]);
  });

  it('without a name cannot be chosen', async () => {
    await ask('new-project', '/home/ann/x.spikeloom');
    type(name(), ' ');
    expect(button('Choose').disabled).toBe(true);
    await press(name(), 'Enter');
    expect(chosen).toEqual([]);
  });

  it('takes the name of a file that is selected, and of a path that is typed', async () => {
    await ask('new-project', '/home/ann/x.spikeloom');
    fireEvent.click(screen.getByRole('option', { name: /old/ }));
    expect(name().value).toBe('old.spikeloom');
    type(field('Folder'), '/home/ann/Data/odd\\name.spikeloom');
    await press(field('Folder'), 'Enter');
    expect([name().value, folder(), ...chosen]).toEqual(['odd\\name.spikeloom', '/home/ann/Data']);
  });
});

describe('a host with dialogs of the system', () => {
  it('is asked for one, and what it says is the answer', async () => {
    setWorkbench({ info: { ...workbench().info!, nativeDialogs: true } });
    services.on('files.choose', ({ suggested }) => ({ path: suggested ?? null }));
    expect(await chooseFile('model', '/a.onnx')).toBe('/a.onnx');
    expect(await chooseFile('project')).toBeNull();
    expect(services.requests('files.choose')).toEqual([{ purpose: 'model', suggested: '/a.onnx' }, { purpose: 'project' }]);
    expect(useFileQuestion.getState().question).toBeNull();
  });
});
