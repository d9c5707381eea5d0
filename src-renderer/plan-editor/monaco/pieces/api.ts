/** What the window calls. */
import 'monaco-editor/editor/editor.api';
