/** The plan in the list of views. */
import { useWorkbench } from '../state/index.ts';
import { planTexts } from '../texts/plan-editor.ts';
import { defineView } from '../views/index.ts';
import { prepareEditor } from './prepare-editor.ts';

defineView({
  id: 'plan',
  title: planTexts.title,
  place: 'bottom',
  load: async () => (await import('./plan-editor.tsx')).PlanEditor,
});

// The text editor is large: it begins to load as soon as there is a plan to edit.
useWorkbench.subscribe(({ project }) => {
  if (project !== null) prepareEditor();
});
