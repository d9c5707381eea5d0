/** The comparison of methods, in the list of views. */
import { methodsTexts } from '../texts/methods.ts';
import { defineView } from '../views/index.ts';

defineView({
  id: 'methods',
  title: methodsTexts.title,
  place: 'bottom',
  load: async () => (await import('./methods-view.tsx')).MethodsView,
});
