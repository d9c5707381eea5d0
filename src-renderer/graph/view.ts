/** The graph in the list of views. */
import { graphTexts } from '../texts/graph.ts';
import { defineView } from '../views/index.ts';

defineView({
  id: 'graph',
  title: graphTexts.title,
  place: 'main',
  load: async () => (await import('./graph-editor.tsx')).GraphEditor,
});
