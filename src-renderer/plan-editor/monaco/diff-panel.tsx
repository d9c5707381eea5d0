/** Two texts of plans beside each other, or in one column. */
import { type ReactElement, useEffect, useRef } from 'react';
import { planTexts } from '../../texts/plan-editor.ts';
import { EDITOR_OPTIONS, monaco, planModel } from './setup.ts';

interface DiffProps {
  readonly before: string;
  readonly after: string;
  readonly inline: boolean;
}

/** The difference; read only. */
export function DiffPanel({ before, after, inline }: DiffProps): ReactElement {
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<monaco.editor.IStandaloneDiffEditor>(null);
  useEffect(() => {
    const made = monaco.editor.createDiffEditor(host.current!, {
      ...EDITOR_OPTIONS,
      readOnly: true,
      originalEditable: false,
      renderOverviewRuler: false,
      useInlineViewWhenSpaceIsLimited: true,
      hideUnchangedRegions: { enabled: true, contextLineCount: 3 },
    });
    editor.current = made;
    return () => {
      made.dispose();
      editor.current = null;
    };
  }, []);
  // Every pair of texts has models of its own. The editor compares in a thread, and would apply a late answer to texts that have changed since.
  useEffect(() => {
    const made = editor.current;
    if (!made) return;
    const models = { original: planModel(before), modified: planModel(after) };
    const compared = made.createViewModel(models);
    const view = made.saveViewState();
    made.setModel(compared);
    made.restoreViewState(view);
    return () => {
      // Not if the editor itself went first.
      if (editor.current === made) made.setModel(null);
      // Gives up a comparison that goes on, before its texts are gone.
      compared.dispose();
      models.original.dispose();
      models.modified.dispose();
    };
  }, [before, after]);
  useEffect(() => {
    // The names only take effect as a change, not at the start, though only the options of the start are declared to have them.
    const names: monaco.editor.IDiffEditorConstructionOptions = {
      originalAriaLabel: planTexts.before,
      modifiedAriaLabel: planTexts.after,
    };
    editor.current?.updateOptions({ renderSideBySide: !inline, ...names });
  }, [inline]);
  return <div className="plan-editor-text nokey" ref={host} />;
}
