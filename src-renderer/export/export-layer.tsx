/** The places of the dialogs of exports and capsules in the window. Their code is loaded when they are first opened. */
import { type ReactElement, Suspense } from 'react';
import { lazyPart } from '../views/index.ts';
import type { ExportDialogProps } from './export-dialog.tsx';
import { useExport } from './draft.ts';
import { useReproduction } from './reproduction.ts';

const ExportDialog = lazyPart(async () => (await import('./export-dialog.tsx')).ExportDialog);
const ReproduceDialog = lazyPart(async () => (await import('./reproduce-dialog.tsx')).ReproduceDialog);

export function ExportLayer({ onShow }: ExportDialogProps): ReactElement {
  const isOpen = useExport(({ isOpen, draft }) => isOpen && draft !== null);
  const isReproducing = useReproduction(({ isOpen }) => isOpen);
  return (
    <Suspense>
      {isOpen ? <ExportDialog onShow={onShow} /> : null}
      {isReproducing ? <ReproduceDialog /> : null}
    </Suspense>
  );
}
