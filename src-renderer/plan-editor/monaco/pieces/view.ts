/** What draws a text. */
import 'monaco-editor/editor/browser/view';
