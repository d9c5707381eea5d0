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
    const models = { original: planModel(''), modified: planModel('') };
    made.setModel(models);
    editor.current = made;
    return () => {
      made.dispose();
      models.original.dispose();
      models.modified.dispose();
      editor.current = null;
    };
  }, []);
  useEffect(() => {
    const models = editor.current?.getModel();
    if (models && models.original.getValue() !== before) models.original.setValue(before);
    if (models && models.modified.getValue() !== after) models.modified.setValue(after);
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
