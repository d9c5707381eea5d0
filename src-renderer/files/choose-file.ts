/** Asking for a file or a folder: the system's dialog where the host has one, the window's own otherwise. */
import { create } from 'zustand';
import type { FilePurpose } from '../../src-shared/contract/index.ts';
import { host } from '../host/client.ts';
import { workbench } from '../state/index.ts';

/** What the window's own dialog is asked. */
export interface FileQuestion {
  readonly purpose: FilePurpose;
  /** Folder or file to start at. */
  readonly suggested: string | undefined;
  readonly answer: (path: string | null) => void;
}

export const useFileQuestion = create<{ readonly question: FileQuestion | null }>()(() => ({ question: null }));

/** Path that the person chose; null where nothing was. Rejects with what the system's dialog says. */
export async function chooseFile(purpose: FilePurpose, suggested?: string): Promise<string | null> {
  if (workbench().info?.nativeDialogs) {
    const { path } = await host().call('files.choose', { purpose, ...(suggested === undefined ? {} : { suggested }) });
    return path;
  }
  // A second question takes the place of the first.
  useFileQuestion.getState().question?.answer(null);
  return new Promise((resolve) => {
    const answer = (path: string | null): void => {
      useFileQuestion.setState({ question: null });
      resolve(path);
    };
    useFileQuestion.setState({ question: { purpose, suggested, answer } });
  });
}
