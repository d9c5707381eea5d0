/**
 * The text editor with the parts that a plan needs: this file and what it imports are loaded when an editor is first shown. Its workers
 * are built with the window; nothing comes from elsewhere.
 */
import 'monaco-editor/features/bracketMatching/register';
import 'monaco-editor/features/caretOperations/register';
import 'monaco-editor/features/clipboard/register';
import 'monaco-editor/features/codeAction/register';
import 'monaco-editor/features/codeEditor/register';
import 'monaco-editor/features/codelens/register';
import 'monaco-editor/features/codicon/register';
import 'monaco-editor/features/contextmenu/register';
import 'monaco-editor/features/diffEditor/register';
import 'monaco-editor/features/documentSymbols/register';
import 'monaco-editor/features/dropOrPasteInto/register';
import 'monaco-editor/features/find/register';
import 'monaco-editor/features/folding/register';
import 'monaco-editor/features/format/register';
import 'monaco-editor/features/gotoError/register';
import 'monaco-editor/features/hover/register';
import 'monaco-editor/features/indentation/register';
// Brings the list of suggestions, which the feature of that name does not.
import 'monaco-editor/features/inlineCompletions/register';
import 'monaco-editor/features/lineSelection/register';
import 'monaco-editor/features/linesOperations/register';
import 'monaco-editor/features/multicursor/register';
import 'monaco-editor/features/readOnlyMessage/register';
import 'monaco-editor/features/smartSelect/register';
import 'monaco-editor/features/snippet/register';
import 'monaco-editor/features/suggest/register';
import 'monaco-editor/features/toggleTabFocusMode/register';
import 'monaco-editor/features/wordHighlighter/register';
import 'monaco-editor/features/wordOperations/register';
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
