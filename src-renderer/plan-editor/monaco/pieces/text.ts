/** Texts and their places. */
import 'monaco-editor/editor/common/config/editorOptions';
import 'monaco-editor/editor/common/model/textModel';
import 'monaco-editor/editor/common/viewModel/viewModelImpl';
