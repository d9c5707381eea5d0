/** Parts of the editor that a plan needs: brings the list of suggestions, which the feature of that name does not. */
import 'monaco-editor/features/inlineCompletions/register';
