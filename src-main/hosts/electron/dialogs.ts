/** The system's file dialogs, for `files.choose`. */
import type { BrowserWindow, OpenDialogOptions, SaveDialogOptions } from 'electron';
import type { FilePurpose } from '../../../src-shared/contract/index.ts';
import type { ElectronParts } from './parts.ts';

const MODELS = [{ name: 'ONNX model', extensions: ['onnx'] }];
const LABELS = [{ name: 'NumPy array', extensions: ['npy'] }];
const PROJECTS = [{ name: 'Spikeloom project', extensions: ['spikeloom'] }];

type Dialogs = Pick<ElectronParts, 'dialog'>;
type Choose = (purpose: FilePurpose, suggested: string | undefined) => Promise<string | null>;

/** Shows a dialog over the window, if there is one. Resolves with null if nothing was chosen. */
export function chooseWith({ dialog }: Dialogs, platform: string, windowNow: () => BrowserWindow | undefined): Choose {
  const open = async (options: OpenDialogOptions): Promise<string | null> => {
    const parent = windowNow();
    const { canceled, filePaths } = await (parent ? dialog.showOpenDialog(parent, options) : dialog.showOpenDialog(options));
    return canceled ? null : (filePaths[0] ?? null);
  };
  const save = async (options: SaveDialogOptions): Promise<string | null> => {
    const parent = windowNow();
    const { canceled, filePath } = await (parent ? dialog.showSaveDialog(parent, options) : dialog.showSaveDialog(options));
    return canceled || filePath === '' ? null : withEnding(filePath);
  };
  /** Only macOS has one dialog for both files and folders; elsewhere the user chooses the kind first. */
  const kindOfSamples = async (): Promise<OpenDialogOptions['properties'] | null> => {
    if (platform === 'darwin') return ['openFile', 'openDirectory'];
    const question = {
      type: 'question' as const,
      message: 'Where are the samples?',
      buttons: ['In a folder', 'In a file', 'Cancel'],
      detail: 'A folder with one folder per class, or a file: .npy, .npz, IDX, CIFAR, CSV.',
      defaultId: 0,
      cancelId: 2,
    };
    const parent = windowNow();
    const { response } = await (parent ? dialog.showMessageBox(parent, question) : dialog.showMessageBox(question));
    return response === 2 ? null : response === 0 ? ['openDirectory'] : ['openFile'];
  };
  return async (purpose, suggested) => {
    const at = suggested === undefined ? {} : { defaultPath: suggested };
    switch (purpose) {
      case 'model':
        return open({ ...at, filters: MODELS, properties: ['openFile'] });
      case 'project':
        return open({ ...at, filters: PROJECTS, properties: ['openFile'] });
      case 'labels':
        return open({ ...at, filters: LABELS, properties: ['openFile'] });
      case 'new-project':
        return save({ ...at, filters: PROJECTS });
      case 'export':
        return open({ ...at, properties: ['openDirectory', 'createDirectory'] });
      case 'samples': {
        const properties = await kindOfSamples();
        return properties ? open({ ...at, properties }) : null;
      }
    }
  };
}

const withEnding = (path: string): string => (/\.spikeloom$/i.test(path) ? path : `${path}.spikeloom`);
