/** The place of the export dialog in the window. Its code is loaded when it is first opened. */
import { type ReactElement, Suspense } from 'react';
import { lazyPart } from '../views/index.ts';
import type { ExportDialogProps } from './export-dialog.tsx';
import { useExport } from './draft.ts';

const ExportDialog = lazyPart(async () => (await import('./export-dialog.tsx')).ExportDialog);

export function ExportLayer({ onShow }: ExportDialogProps): ReactElement | null {
  const isOpen = useExport(({ isOpen, draft }) => isOpen && draft !== null);
  return isOpen ? (
    <Suspense>
      <ExportDialog onShow={onShow} />
    </Suspense>
  ) : null;
}
