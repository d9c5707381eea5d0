/** The language of the plan's text, as far as the page knows it. */
import 'monaco-editor/languages/features/json/jsonMode';
