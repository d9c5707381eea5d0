/** Field for the place of the package. It says at once if none can be written there, and offers to replace a package that is there. */
import FolderOpen from 'lucide-react/icons/folder-open';
import type { ReactElement } from 'react';
import type { ExportPlace } from '../../src-shared/contract/index.ts';
import { chooseFile, folderOf, joinPath, pathOf } from '../files/index.ts';
import { type Answer, attempt } from '../state/index.ts';
import { exportTexts as texts } from '../texts/export.ts';
import { inWindow, inWindowOrNull } from '../texts/messages.ts';
import { fileName } from '../ui/format.ts';
import { Button, TextField } from '../ui/index.ts';
import { changeDraft, type ExportDraft, outOf, setOut, suggestedName } from './draft.ts';

export interface OutFieldProps {
  readonly draft: ExportDraft;
  readonly place: Answer<ExportPlace>;
  /** The message of an attempt to export about the place. */
  readonly message: string | null;
  readonly disabled: boolean;
}

export function OutField({ draft, place, message, disabled }: OutFieldProps): ReactElement {
  const { force, format, project } = draft;
  const out = outOf(draft);
  const found = place.state === 'here' ? place.value : null;
  const choose = async (): Promise<void> => {
    const folder = await chooseFile('export', folderOf(out));
    if (folder !== null) setOut(joinPath(folder, suggestedName(project, format)));
  };
  const problem = placeProblem(place, force);
  const isTaken = found?.taken === 'package';
  const hint = isTaken && force ? texts.willReplace(fileName(found.path)) : texts.outHint(folderOf(out));
  return (
    <div className="export-place">
      <TextField
        label={texts.out}
        hint={hint}
        value={out}
        message={problem ?? message}
        disabled={disabled}
        onCommit={(text) => setOut(pathOf(text))}
        after={
          <Button
            variant="quiet"
            icon={<FolderOpen size={14} aria-hidden />}
            aria-label={texts.chooseOut}
            disabled={disabled}
            onClick={() => attempt(choose)}
          >
            {texts.choose}
          </Button>
        }
      />
      <div className="export-ways">
        {isTaken ? (
          <Button disabled={disabled} onClick={() => changeDraft({ force: !force })}>
            {force ? texts.keep : texts.replace}
          </Button>
        ) : null}
      </div>
    </div>
  );
}

/** Why no package can be written at a place, in words; null if one can, or if that is not known yet. */
export function placeProblem(place: Answer<ExportPlace>, force: boolean): string | null {
  if (place.state === 'failed') return inWindow(place.error.message);
  if (place.state === 'waiting') return null;
  const { path, taken, problem } = place.value;
  return taken === 'package' && !force ? texts.exists(fileName(path)) : inWindowOrNull(problem);
}
