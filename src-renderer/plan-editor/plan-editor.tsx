/** The plan's panel: the text, or the difference between two versions, with what both need above them. */
import { type ReactElement, Suspense } from 'react';
import { useWorkbench } from '../state/index.ts';
import { planTexts } from '../texts/plan-editor.ts';
import { SegmentedControl } from '../ui/segmented-control.tsx';
import { lazyPart } from '../views/index.ts';
import { PlainText } from './plain-text.tsx';
import './plan-editor.css';
import { usePlanMode } from './plan-mode.ts';
import { editorPrepared } from './prepare-editor.ts';
import { SaveVersion } from './save-version.tsx';
import { VersionDiff } from './version-diff.tsx';

const TextPanel = lazyPart(async () => {
  await editorPrepared();
  return (await import('./monaco/text-panel.tsx')).TextPanel;
});

const MODES = [
  { value: 'edit', label: planTexts.edit },
  { value: 'compare', label: planTexts.compare },
] as const;

/** The plan as text, and the way to comparing and saving versions. */
export function PlanEditor(): ReactElement | null {
  const path = useWorkbench(({ project }) => project?.path);
  const mode = usePlanMode(({ mode }) => mode);
  if (path === undefined) return null;
  return (
    <section className="plan-editor" aria-label={planTexts.title}>
      <header className="plan-editor-bar">
        <SegmentedControl
          label={planTexts.modeName}
          value={mode}
          options={MODES}
          onChange={(next) => usePlanMode.setState({ mode: next })}
        />
        <SaveVersion />
      </header>
      {mode === 'compare' ? (
        <VersionDiff />
      ) : (
        <Suspense fallback={<PlainText />}>
          <TextPanel key={path} />
        </Suspense>
      )}
    </section>
  );
}
