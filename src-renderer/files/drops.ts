/** Files dropped on the window. The page never opens one itself, wherever it lands. */
import { create } from 'zustand';

export interface DroppedFile {
  readonly file: File;
  readonly isFolder: boolean;
}

/** Whether files are being dragged over the window. */
export const useDragged = create<{ readonly over: boolean }>()(() => ({ over: false }));

const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;

/** Hands what is dropped to `take`, from now on; called once, when the window starts. */
export function followDrops(take: (files: readonly DroppedFile[]) => void): void {
  const show = (over: boolean): void => {
    if (useDragged.getState().over !== over) useDragged.setState({ over });
  };
  window.addEventListener('dragover', (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    show(true);
  });
  // Left for good only where nothing is entered instead.
  window.addEventListener('dragleave', (event) => event.relatedTarget === null && show(false));
  window.addEventListener('drop', (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    show(false);
    take(droppedFiles(event.dataTransfer!));
  });
}

function droppedFiles({ items }: DataTransfer): readonly DroppedFile[] {
  return [...items].flatMap((item) => {
    const file = item.getAsFile();
    return file ? [{ file, isFolder: item.webkitGetAsEntry()?.isDirectory ?? false }] : [];
  });
}
