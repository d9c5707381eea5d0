/**
 * The text editor with the parts that a plan needs, loaded piece by piece before it is shown (prepare-editor.ts), or at once where that
 * is early. Its workers are built with the window; nothing comes from elsewhere.
 */
import './pieces/page.ts';
import './pieces/platform.ts';
import './pieces/text.ts';
import './pieces/view.ts';
import './pieces/widget.ts';
import './pieces/services.ts';
import './pieces/diff.ts';
import './pieces/api.ts';
import './pieces/features-1.ts';
import './pieces/features-2.ts';
import './pieces/features-3.ts';
import './pieces/features-4.ts';
import './pieces/features-5.ts';
import './pieces/start.ts';
import * as monaco from 'monaco-editor/editor/editor.api';
import EditorWorker from 'monaco-editor/editor/editor.worker?worker';
import { jsonDefaults } from 'monaco-editor/languages/features/json/register';
import JsonWorker from 'monaco-editor/languages/features/json/json.worker?worker';
import { fonts, sizes } from '../../../src-shared/theme/tokens.ts';
import { planJsonSchema } from '../../../src-shared/plan/index.ts';
import { followEditorErrors } from './editor-errors.ts';
import { registerPlanLanguage } from './language.ts';
import { followTheme } from './theme.ts';

export { monaco };

/** The plan's text; the working plan's model has this address. */
export const PLAN_URI = monaco.Uri.parse('spikeloom:/plan.json');

self.MonacoEnvironment = {
  getWorker: (_, label) => (label === 'json' ? new JsonWorker() : new EditorWorker()),
};

jsonDefaults.setDiagnosticsOptions({
  // Problems come from readPlan: the same schema, with sentences that say what to do, and places for keys given twice.
  validate: false,
  allowComments: false,
  schemas: [{ uri: 'spikeloom:/plan.schema.json', fileMatch: ['*'], schema: planJsonSchema() }],
});
followEditorErrors();
registerPlanLanguage(monaco, PLAN_URI);
followTheme(monaco);

/** Options that all editors share. */
export const EDITOR_OPTIONS = {
  automaticLayout: true,
  fontFamily: fonts.code,
  fontSize: sizes.small,
  lineHeight: 18,
  minimap: { enabled: false },
  scrollBeyondLastLine: false,
  renderLineHighlight: 'line',
  overviewRulerBorder: false,
  hideCursorInOverviewRuler: true,
  lineNumbersMinChars: 3,
  padding: { top: 8, bottom: 8 },
  fixedOverflowWidgets: true,
  wordWrap: 'off',
  // A quote or bracket typed in front of one that is there steps over it, also of text that was pasted or completed.
  autoClosingOvertype: 'always',
  tabSize: 2,
  stickyScroll: { enabled: false },
  unicodeHighlight: { ambiguousCharacters: false },
  accessibilitySupport: 'auto',
  scrollbar: { verticalScrollbarSize: 10, horizontalScrollbarSize: 10 },
  quickSuggestions: { strings: true, other: true, comments: false },
  suggest: { showWords: false },
} as const satisfies monaco.editor.IEditorOptions & { readonly tabSize: number; readonly automaticLayout: boolean };

/** A model for a plan's text. The caller disposes of it. */
export const planModel = (text: string, uri?: monaco.Uri): monaco.editor.ITextModel =>
  monaco.editor.createModel(text, 'json', uri);
