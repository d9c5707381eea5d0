/** Two texts beside each other. */
import 'monaco-editor/editor/browser/widget/diffEditor/diffEditorWidget';
