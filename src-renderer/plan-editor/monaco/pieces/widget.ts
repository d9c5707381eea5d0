/** The editor itself. */
import 'monaco-editor/editor/browser/widget/codeEditor/codeEditorWidget';
